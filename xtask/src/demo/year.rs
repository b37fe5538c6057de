//! A realistic year of responses of the tea shop's visitors, the same in every run.
//!
//! In: responses and versions of the three surveys; the last day is an argument, and no clock is
//! read. Not in: posting them (`history`).

mod calendar;
mod comments;
mod dice;
mod reasons;
mod story;
mod telling;

#[cfg(test)]
mod tests;

use serde_json::{Value, json};

pub(super) use calendar::Day;
use comments::{Comments, Tone};
use dice::{Dice, place_of};
use story::{CUSTOMERS, DAYS, DEVICES, LANGS, SURVEYS, Survey, Touchpoint, Visitor};

/// A response that somebody gave.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Given {
    pub(super) survey: &'static str,
    /// Time at which the collector received it, in Unix milliseconds.
    pub(super) received_ms: i64,
    score: u8,
    /// The response as a backup has it.
    pub(super) response: Value,
}

/// The surveys of the story.
pub(super) fn surveys() -> impl Iterator<Item = &'static str> {
    SURVEYS.iter().map(|survey| survey.name)
}

/// Returns the times at which the versions of a survey were made, the first a year before `last`.
pub(super) fn versions_ms(survey: &str, last: Day) -> Vec<i64> {
    let of_name = SURVEYS.iter().find(|other| other.name == survey);
    let days = of_name.map_or(&[][..], |survey| survey.versions);
    days.iter().map(|days| last.plus(-days).start_ms()).collect()
}

/// Seed of the first year that is tried.
const SEED: u64 = 0x7472_6173_656e;
/// Number of years that are tried until one shows the story's changes.
const YEARS: u64 = 64;

/// Returns the responses between `after_ms` and `until_ms`, in order of time, of the year whose
/// last day is `last` and of the days since.
///
/// It tries one seed after the other, and takes the first year whose changes are statistically
/// visible. Around Tết, when few visitors answer, chance sometimes hides them.
pub(super) fn responses(last: Day, after_ms: i64, until_ms: i64) -> Vec<Given> {
    let seeds = (0..YEARS).map(|n| SEED ^ (n << 8));
    let is_told = |seed: &u64| telling::is_told(&of_seed(*seed, last, last.plus(-1)), last);
    let seed = seeds.into_iter().find(is_told).unwrap_or(SEED);
    let mut all = of_seed(seed, last, Day::of(until_ms).max(last));
    all.retain(|given| given.received_ms > after_ms && given.received_ms <= until_ms);
    all
}

/// Returns all responses of one seed's year, and of the days since until `newest`, in order of
/// time.
fn of_seed(seed: u64, last: Day, newest: Day) -> Vec<Given> {
    let first = last.plus(1 - DAYS);
    let mut all = Vec::new();
    for (number, survey) in (0..).zip(&SURVEYS) {
        // Each survey has its own dice and comments, so further days don't change earlier ones.
        let mut comments = Comments::new();
        let mut teller = Teller::new(seed ^ number, survey, last);
        let mut day = first;
        while day <= newest {
            teller.tell(day, &mut comments, &mut all);
            day = day.plus(1);
        }
    }
    all.sort_by_key(|given| given.received_ms);
    all
}

/// Share of responses with a comment, by the tone of the score.
const COMMENTS: [(Tone, f64); 3] = [(Tone::Good, 0.17), (Tone::Middle, 0.2), (Tone::Bad, 0.45)];
/// Fractional part of the golden ratio. The fractional parts of its multiples are spread evenly.
const GOLDEN: f64 = 0.618_033_988_749_894_9;
/// Greatest distance by which chance moves a score from its even spread. It is half as much as fair
/// dice would give, so that the story's changes are visible on whatever day the demo starts.
const CHANCE: f64 = 0.3;

/// Number of days, before the last one, whose responses are spread over all hours. The responses of
/// an earlier day have one hour: each hour with old responses costs the collector one more write,
/// and some hundred such hours make the first start a second longer.
const HOURS_TOLD: i64 = 60;

/// Generator of one survey's responses.
struct Teller {
    survey: &'static Survey,
    last: Day,
    dice: Dice,
    /// Number of responses on an ordinary day.
    a_day: f64,
    /// Fraction of a response that is left over from the days so far.
    rest: f64,
    /// Number of responses of each touchpoint so far.
    n_of: Vec<f64>,
}

impl Teller {
    fn new(seed: u64, survey: &'static Survey, last: Day) -> Self {
        let weights: f64 = (0..DAYS).map(|before| last.plus(-before).weight()).sum();
        let n_of = vec![0.0; survey.touchpoints.len()];
        let a_day = survey.a_year / weights;
        Self { survey, last, dice: Dice::new(seed), a_day, rest: 0.0, n_of }
    }

    /// Adds the responses of a day.
    fn tell(&mut self, day: Day, comments: &mut Comments, all: &mut Vec<Given>) {
        self.rest += self.a_day * day.weight() * (0.5 + self.dice.share());
        let hour_of_all = Day::hour(&mut self.dice);
        while self.rest >= 1.0 {
            self.rest -= 1.0;
            let of_one = Day::hour(&mut self.dice);
            let hour = if day < self.last.plus(-HOURS_TOLD) { hour_of_all } else { of_one };
            all.extend(self.give((day, hour), comments));
        }
    }

    fn give(&mut self, (day, hour): (Day, i64), comments: &mut Comments) -> Option<Given> {
        let survey = self.survey;
        let given_ms = day.moment(hour, &mut self.dice);
        let place = self.dice.weighted(survey.touchpoints.iter().map(|place| place.weight));
        let touchpoint = survey.touchpoints.get(place)?;
        let visitor = Visitor {
            lang: self.one_of(&LANGS).unwrap_or("vi"),
            device: self.one_of(&DEVICES).unwrap_or("phone"),
            customer: self.one_of(&CUSTOMERS).flatten(),
        };
        let better = story::better(touchpoint, visitor, (day, self.last));
        let score = self.score(place, better);
        let is_broken = story::is_broken(touchpoint, visitor, (day, self.last));
        let comment = self.comment(score, touchpoint, visitor, is_broken, comments);
        let received_ms = given_ms + i64::try_from(2_000 + self.dice.below(40_000)).unwrap_or(0);
        let attributes = visitor.customer.map(|customer| json!({ "customer": customer }));
        // No dice: the story's other turns stay as they were before there were reasons.
        let turn = (given_ms as f64 * GOLDEN).fract();
        let version = self.version(day);
        let [picked, asked] = reasons::fields((survey.name, version), touchpoint.name, score, turn);
        let mut response = json!({
            "id": self.id(given_ms),
            "version": version,
            "score": score,
            "reasons": picked,
            "reasons_asked": asked,
            "touchpoint": touchpoint.name,
            "page": self.page(touchpoint, visitor),
            "lang": visitor.lang,
            "device": visitor.device,
            "finished": true,
            "elapsed_ms": 1_200 + self.dice.below(9_000),
            "received_ms": received_ms,
            "attributes": attributes,
            "comment": comment,
        });
        // Absent values are left out.
        if let Value::Object(fields) = &mut response {
            fields.retain(|_, value| !value.is_null());
        }
        Some(Given { survey: survey.name, received_ms, score, response })
    }

    fn one_of<T: Copy>(&mut self, values: &[(T, f64)]) -> Option<T> {
        let place = self.dice.weighted(values.iter().map(|(_, weight)| *weight));
        values.get(place).map(|(value, _)| *value)
    }

    /// Draws a score from the survey's usual distribution, moved by `better` logits.
    fn score(&mut self, place: usize, better: f64) -> u8 {
        let scores = self.survey.scores;
        let n = self.n_of.get_mut(place);
        let n = n.map_or(0.0, |n| {
            *n += 1.0;
            *n
        });
        let part = (n * GOLDEN + CHANCE * self.dice.share()).fract();
        let all: f64 = scores.iter().sum();
        let mut below = 0.0;
        let mut up_to_last = 0.0;
        let moved = scores.iter().map(|percent| {
            below += percent;
            let up_to = (below / all).min(1.0);
            let up_to = up_to / (up_to + (1.0 - up_to) * better.exp());
            let weight = up_to - up_to_last;
            up_to_last = up_to;
            weight
        });
        let above = u8::try_from(place_of(part, moved.collect::<Vec<_>>())).unwrap_or(0);
        self.survey.lowest + above
    }

    /// Makes a UUID version 7.
    fn id(&mut self, given_ms: i64) -> String {
        let (high, low) = (self.dice.bits(), self.dice.bits());
        let time = format!("{given_ms:012x}");
        let (first, second) = time.split_at(8);
        let (a, b) = (high & 0xfff, (high >> 16) & 0x3fff | 0x8000);
        format!("{first}-{second}-7{a:03x}-{b:04x}-{:012x}", low & 0xffff_ffff_ffff)
    }

    fn version(&self, day: Day) -> usize {
        let versions = self.survey.versions.iter();
        versions.filter(|days| self.last.plus(-**days) <= day).count()
    }

    fn page(&mut self, touchpoint: &Touchpoint, visitor: Visitor) -> String {
        let page = touchpoint.pages.get(self.dice.below(touchpoint.pages.len())).unwrap_or(&"/");
        if visitor.lang == "vi" { format!("/vi{page}") } else { (*page).to_owned() }
    }

    fn comment(
        &mut self,
        score: u8,
        touchpoint: &Touchpoint,
        visitor: Visitor,
        is_broken: bool,
        comments: &mut Comments,
    ) -> Option<String> {
        let (middle, upper) = self.survey.groups;
        let tone = match score {
            score if score >= upper => Tone::Good,
            score if score >= middle => Tone::Middle,
            _ => Tone::Bad,
        };
        let share =
            COMMENTS.iter().find(|(other, _)| *other == tone).map_or(0.0, |(_, share)| *share);
        if self.dice.share() >= share {
            return None;
        }
        let topic = match tone {
            Tone::Bad if is_broken && self.dice.share() < 0.9 => "checkout-broken",
            _ => touchpoint.topic,
        };
        comments.pick(visitor.lang, tone, topic, &mut self.dice)
    }
}
