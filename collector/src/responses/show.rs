//! A stored response as an owner sees it. Visitors' texts are made harmless for any program that
//! shows them.

use domain::{Instant, ResponseId, Score, SurveyId};
use wire::{
    dimension::Labels, rating::Ratings, reason::Reasons, responses::ResponseResource,
    survey::SurveyKind,
};

use crate::{
    store::stored_response::StoredResponse,
    text::{plain_text::neutralised, rfc3339},
};

/// Returns the response's resource; `None` if the answer is not on the survey's scale: then another
/// program wrote it.
#[must_use]
pub fn resource(
    survey: &SurveyId,
    kind: &SurveyKind,
    id: ResponseId,
    stored: &StoredResponse<'_>,
) -> Option<ResponseResource> {
    let (score, ratings) = match kind {
        SurveyKind::Score(kind) => (Some(Score::new(*kind, i64::from(stored.score?)).ok()?), None),
        SurveyKind::Csi(rated) => {
            let answers = rated.answers(|id| stored.ratings.get(id).copied())?;
            (None, Some(Ratings::of(rated, answers)?))
        }
    };
    let index = ratings.as_ref().and_then(|ratings| ratings.answers().rounded_index());
    let plain = |text: &str| neutralised(text).into_owned();
    let labels = stored.labels().map(|text| plain(text));
    let Labels { touchpoint, page, lang, device, version, wording, source, reasons, attributes } =
        labels;
    let (reasons, reasons_asked) = Reasons::fields(reasons);
    Some(ResponseResource {
        id: id.to_string(),
        survey: survey.to_string(),
        version,
        wording,
        given_at: rfc3339::utc(id.instant()),
        received_at: rfc3339::utc(Instant::from_unix_ms(stored.received_ms)),
        score: score.map(Score::value),
        group: score.map(|score| score.group().as_str().to_owned()),
        ratings: ratings.map(|ratings| ratings.by_id().clone()).unwrap_or_default(),
        index,
        comment: stored.comment.as_deref().map(plain),
        touchpoint,
        page,
        lang,
        device,
        source,
        respondent: stored.respondent.as_deref().map(plain),
        reasons,
        reasons_asked,
        attributes,
        finished: stored.finished,
        elapsed_ms: stored.elapsed_ms,
    })
}
