//! The card: headline, scale, comment field, thanks, closing button.

use reactive_graph::{signal::ArcRwSignal, traits::Get};
use tachys::{
    html::element::{button, div, h2, span, textarea},
    prelude::{AddAnyAttr, CustomAttribute, ElementChild, RenderHtml},
};
use wire::limits::COMMENT_MAX_CHARS;

use super::{Shown, fixed::fixed, icon, scale};
use crate::form_json::{Form, text};

/// The whole popup.
pub(crate) fn card(form: &Form, shown: &ArcRwSignal<Shown>) -> impl RenderHtml + use<> {
    let (words, theme) = (&form.words, &form.theme);
    let mut headlines = vec![form.text("question")];
    headlines.extend(form.by_group("follow_up"));
    headlines.extend(form.by_group("thanks"));
    let [for_headline, for_screen, for_leaving] = [(); 3].map(|()| shown.clone());
    let headline = move || {
        let index = for_headline.get().step.headline_index();
        headlines.get(index).cloned().unwrap_or_default()
    };
    let class = ["card ", &text(theme, "scheme"), " ", &text(theme, "position")].concat();
    div()
        .add_any_attr(fixed(&[
            ("class", &class),
            ("role", "dialog"),
            ("aria-labelledby", "headline"),
            ("tabindex", "-1"),
            ("lang", &form.text("lang")),
            ("dir", &form.text("dir")),
        ]))
        .attr("data-screen", move || for_screen.get().step.screen().unwrap_or_default())
        .attr("data-leaving", move || if for_leaving.get().is_leaving { "true" } else { "false" })
        .child((
            icon::icon(icon::CHECK),
            h2().add_any_attr(fixed(&[("id", "headline")])).child(headline),
            scale::scale(form, shown),
            div().add_any_attr(fixed(&[("class", "comment")])).child((
                textarea().add_any_attr(fixed(&[
                    ("aria-labelledby", "headline"),
                    ("placeholder", &text(words, "comment_hint")),
                    ("rows", "3"),
                    // In UTF-16 units, of which there are never fewer than characters.
                    ("maxlength", &COMMENT_MAX_CHARS.to_string()),
                ])),
                div().add_any_attr(fixed(&[("class", "actions")])).child((
                    span().add_any_attr(fixed(&[("id", "count"), ("aria-hidden", "true")])),
                    button().add_any_attr(fixed(&[("id", "skip")])).child(text(words, "skip")),
                    button().add_any_attr(fixed(&[("id", "send")])).child(text(words, "send")),
                )),
            )),
            // After the step, so that the first Tab leads to the answers.
            button()
                .add_any_attr(fixed(&[("id", "close"), ("aria-label", &text(words, "close"))]))
                .child(icon::icon(icon::CROSS)),
            // Spoken, not seen.
            div().add_any_attr(fixed(&[("id", "status"), ("role", "status")])),
        ))
}
