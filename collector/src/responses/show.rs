//! A stored response as its owner sees it. Visitors' texts can't act on whatever shows them.

use domain::{Instant, Kind, ResponseId, Score, SurveyId};
use wire::responses::ResponseResource;

use crate::{plain_text::neutralised, rfc3339, stored_response::StoredResponse};

/// The resource; `None` when the score is not on the survey's scale: another program wrote it.
#[must_use]
pub fn resource(
    survey: &SurveyId,
    kind: Kind,
    id: ResponseId,
    stored: &StoredResponse<'_>,
) -> Option<ResponseResource> {
    let score = Score::new(kind, i64::from(stored.score)).ok()?;
    let plain = |text: &std::borrow::Cow<'_, str>| neutralised(text).into_owned();
    let attributes = stored.attributes.iter().map(|(name, value)| (plain(name), plain(value)));
    Some(ResponseResource {
        id: id.to_string(),
        survey: survey.to_string(),
        version: stored.version,
        given_at: rfc3339::utc(id.instant()),
        received_at: rfc3339::utc(Instant::from_unix_ms(stored.received_ms)),
        score: score.value(),
        group: score.group().as_str().to_owned(),
        comment: stored.comment.as_ref().map(plain),
        touchpoint: stored.touchpoint.as_ref().map(plain),
        page: stored.page.as_ref().map(plain),
        lang: stored.lang.as_ref().map(plain),
        device: stored.device.as_ref().map(plain),
        respondent: stored.respondent.as_ref().map(plain),
        attributes: attributes.collect(),
        finished: stored.finished,
        elapsed_ms: stored.elapsed_ms,
    })
}
