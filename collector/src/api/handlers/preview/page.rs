//! The markup of the page with all states: its sections and the frames in them.
//!
//! Not in: the replies that carry it, and their policies (`preview`).

use domain::{Kind, Score, SurveyId};
use wire::survey::{Position, Scheme, ThemeDefinition};

use crate::store::records::{SiteRecord, SurveyRecord};

/// The language in which the mirrored states are shown.
const RIGHT_TO_LEFT: &str = "ar";

/// Language and section that the address asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// The language of the texts.
    pub(super) lang: &'a str,
    /// The one section to show, by its word; without it, or with another word, all of them.
    pub(super) section: Option<&'a str>,
}

/// Frames of one look, place and language.
struct Section<'a> {
    /// The section's word in the address.
    word: &'static str,
    title: &'static str,
    /// Class of its frames: `card`, `wide` or `phone`.
    size: &'static str,
    lang: &'a str,
    theme: &'static str,
    /// True if it shows three of the states.
    has_few: bool,
}

/// A step of the popup.
struct State {
    /// The step, and class of its frame: `question`, `comment` or `thanks`.
    step: &'static str,
    /// The answer before it; `None` for the question.
    answer: Option<Given>,
    /// True if sections with few states show it.
    is_of_few: bool,
}

/// An answer in a frame.
#[derive(Clone, Copy)]
enum Given {
    Score(Score),
    /// The highest rating of each attribute.
    Ratings,
}

/// Returns the page.
pub(super) fn page(
    survey_id: &SurveyId,
    site: &SiteRecord,
    survey: &SurveyRecord,
    asked: Asked<'_>,
) -> String {
    let product = escaped(&site.definition.product);
    let definition = &survey.definition;
    let sections = sections(&definition.theme, asked.lang);
    let shown = sections.iter().find(|section| Some(section.word) == asked.section);
    let mut page = head("en");
    page.push_str(&format!(
        "<title>{product}: {survey_id}</title>\n\
         <link rel=\"stylesheet\" href=\"../../preview.css\">\n\
         <header><h1>{product}: {survey_id}</h1>\n<p>Version {}. Each frame is the real popup. \
         Nothing in here is stored or sent, and anybody who knows this address may look: the same \
         words are in every page's form.</p>\n",
        survey.version
    ));
    let address = |lang: &str, section: Option<&Section<'_>>| {
        let show = section.map(|one| format!("&amp;show={}", one.word)).unwrap_or_default();
        format!("{survey_id}?lang={lang}{show}")
    };
    let one = |one: &Section<'_>| {
        let is_shown = shown.is_some_and(|shown| shown.word == one.word);
        link(&address(asked.lang, Some(one)), "en", one.title, is_shown)
    };
    let all = link(&address(asked.lang, None), "en", "Everything", shown.is_none());
    nav(&mut page, "States", core::iter::once(all).chain(sections.iter().map(one)));
    let in_lang = |tag| link(&address(tag, shown), tag, forms::name_of(tag), tag == asked.lang);
    nav(&mut page, "Languages", forms::languages(definition).map(in_lang));
    page.push_str("</header>\n<main>\n");
    let states = definition.kind.of_score().map_or_else(states_of_ratings, states);
    for section in sections.iter().filter(|one| shown.is_none_or(|shown| shown.word == one.word)) {
        push_section(&mut page, survey_id, section, &states);
    }
    page.push_str("</main>\n");
    page
}

/// Returns a link with a text in that language.
fn link(address: &str, lang: &str, text: &str, is_here: bool) -> String {
    let here = if is_here { " aria-current=\"page\"" } else { "" };
    format!("<a href=\"{address}\" lang=\"{lang}\"{here}>{text}</a>")
}

fn nav(page: &mut String, name: &str, links: impl Iterator<Item = String>) {
    let links: Vec<String> = links.collect();
    page.push_str(&format!("<nav aria-label=\"{name}\">{}</nav>\n", links.join(" ")));
}

fn push_section(page: &mut String, survey_id: &SurveyId, section: &Section<'_>, states: &[State]) {
    let Section { title, size, lang, theme, has_few, .. } = section;
    page.push_str(&format!("<section><h2>{title}</h2>\n"));
    for state in states.iter().filter(|state| state.is_of_few || !has_few) {
        let (step, name) = (state.step, state.name());
        page.push_str(&format!(
            "<figure class=\"{size} {step}\"><figcaption>{name}</figcaption>\
             <iframe loading=\"lazy\" title=\"{title}: {name}\" \
             src=\"{survey_id}/frame?hearby_preview={survey_id}&amp;lang={lang}&amp;theme={theme}{}\">\
             </iframe></figure>\n",
            state.parameters()
        ));
    }
    page.push_str("</section>\n");
}

/// Returns the sections of a survey with this theme.
fn sections<'a>(theme: &ThemeDefinition, lang: &'a str) -> Vec<Section<'a>> {
    let size = match theme.position {
        Position::BottomBar | Position::Centre => "wide",
        _ => "card",
    };
    let first = if theme.scheme == Scheme::Dark { "dark" } else { "light" };
    let section = |word, title, size, lang, theme, has_few| Section {
        word,
        title,
        size,
        lang,
        theme,
        has_few,
    };
    let mut sections = vec![
        section("light", "Light", size, lang, "light", false),
        section("dark", "Dark", size, lang, "dark", false),
        section("phone", "On a phone", "phone", lang, first, true),
        section("rtl", "Right to left", size, RIGHT_TO_LEFT, first, true),
    ];
    match theme.scheme {
        Scheme::Auto => {}
        Scheme::Light => sections.retain(|one| one.word != "dark"),
        Scheme::Dark => sections.retain(|one| one.word != "light"),
    }
    sections
}

/// Returns the question, then comment and thanks of each group, by its highest answer.
fn states(kind: Kind) -> Vec<State> {
    let mut states = vec![State { step: "question", answer: None, is_of_few: true }];
    let [.., highest] = kind.groups();
    let scores = || kind.scale().values().filter_map(|n| Score::new(kind, i64::from(n)).ok());
    for step in ["comment", "thanks"] {
        for group in kind.groups() {
            let answer = scores().rfind(|score| score.group() == group).map(Given::Score);
            states.push(State { step, answer, is_of_few: group == highest });
        }
    }
    states
}

/// Returns question, comment and thanks of a satisfaction index, which has no groups.
fn states_of_ratings() -> Vec<State> {
    let state = |step, answer| State { step, answer, is_of_few: true };
    let given = Some(Given::Ratings);
    vec![state("question", None), state("comment", given), state("thanks", given)]
}

impl State {
    /// Returns the words for it, such as `Comment after 6 (detractor)`.
    fn name(&self) -> String {
        let step = match self.step {
            "comment" => "Comment",
            "thanks" => "Thanks",
            _ => "Question",
        };
        match self.answer {
            Some(Given::Score(score)) => {
                format!("{step} after {} ({})", score.value(), score.group().as_str())
            }
            Some(Given::Ratings) => format!("{step} after ratings"),
            None => step.to_owned(),
        }
    }

    /// Returns the further parameters of the frame's address.
    fn parameters(&self) -> String {
        let pressed = match self.answer {
            Some(Given::Score(score)) => score.value(),
            // The popup's part for ratings takes it for all of them.
            Some(Given::Ratings) => 0,
            None => return String::new(),
        };
        format!("&amp;hearby_score={pressed}&amp;hearby_step={}", self.step)
    }
}

/// Returns the beginning of a page of that language.
pub(super) fn head(lang: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    )
}

/// Returns a text as it may stand in HTML, between tags and in attributes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
