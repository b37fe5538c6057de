//! Surveys and their versions: how they are made, shown, paused and deleted.
//!
//! Not in here: the figures of a survey (`figures`), and its responses (`responses`).

use collector::store::error::Error;
use serde_json::json;
use wire::{
    limits::{DEFINITION_MAX_BYTES, SURVEYS_MAX},
    page::{Erased, Page},
    survey::SurveyResource,
};

use super::{SURVEYS, new};
use crate::operation::{Operation, Who, invalid};

pub(super) fn all() -> Vec<Operation> {
    let survey = json!({
        "kind": "nps",
        "texts": {"vi": {"question": "Bạn có giới thiệu {product} cho bạn bè không?"}},
        "display": {"urls": {"include": [{"prefix": "/done"}]}, "delay_ms": 1500,
                    "sample_percent": 50},
        "theme": {"accent": "#0a7f5a"},
    });
    vec![
        new("putSurvey", SURVEYS, "Make a survey, or its next version")
            .says(
                "The same definition again changes nothing. Older versions stay, so that old \
                   responses keep their question. The kind never changes, nor does what a csi survey asks to rate.",
            )
            .by(Who::Write)
            .guarded(true)
            .takes("SurveyDefinition", DEFINITION_MAX_BYTES, survey)
            .gives::<SurveyResource>(201, "The first version.")
            .gives::<SurveyResource>(200, "A new version, or the one that was there.")
            .or(Error::KindFixed)
            .or(Error::RatedAttributesFixed)
            .or(Error::BeingDeleted)
            .or(Error::TooMany(SURVEYS_MAX))
            .or(Error::StoreBusy),
        new("listSurveys", SURVEYS, "List the surveys")
            .says("Deleted ones, too, with the time of their deletion.")
            .by(Who::Read)
            .paged()
            .gives::<Page<SurveyResource>>(200, "A page of surveys, in the order of their names.")
            .or(Error::StoreBusy),
        new("getSurvey", SURVEYS, "Show a survey's newest version")
            .by(Who::Read)
            .gives::<SurveyResource>(200, "The newest version.")
            .or(Error::StoreBusy),
        new("pauseSurvey", SURVEYS, "Stop showing a survey")
            .says("Responses on their way are still taken. A body is not read.")
            .by(Who::Write)
            .guarded(true)
            .gives::<SurveyResource>(200, "The survey, paused: a new version, unless it was so already.")
            .or(Error::StoreBusy),
        new("resumeSurvey", SURVEYS, "Show a survey again")
            .says("A body is not read.")
            .by(Who::Write)
            .guarded(true)
            .gives::<SurveyResource>(200, "The survey, live: a new version, unless it was so already.")
            .or(Error::StoreBusy),
        new("listVersions", SURVEYS, "List its versions")
            .by(Who::Read)
            .paged()
            .gives::<Page<SurveyResource>>(200, "A page of versions, the newest first.")
            .or(Error::StoreBusy),
        new("getVersion",
            SURVEYS,
            "Show a version",
        )
        .by(Who::Read)
        .gives::<SurveyResource>(200, "The version.")
        .or(Error::StoreBusy),
        new("deleteSurvey", SURVEYS, "Delete a survey")
            .says(
                "Without `responses=delete` its responses stay, and can be read. With it, the hourly \
                   cron goes on until nothing is left; sent again, the same request does.",
            )
            .by(Who::Write)
            .query(
                "responses",
                json!({"type": "string", "enum": ["keep", "delete"], "default": "keep"}),
                "`delete` deletes the responses, too.",
            )
            .gives_nothing(204, "It is shown no more; its responses stay.")
            .gives::<Erased>(200, "Nothing is left, and the name is free.")
            .gives::<Erased>(202, "Something is left, or its name is not free yet.")
            .or(invalid("?responses", "is not allowed", "keep or delete"))
            .or(Error::StoreBusy),
    ]
}
