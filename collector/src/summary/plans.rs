//! Plans and targets. `domain` computes the figures; this module names them.

use domain::{Confidence, Power, ScoreStep, Tally, Target};
use wire::summary::{PowerFigure, TargetFigure};

/// Names the number of responses that it takes to tell a change; none while not all responses are
/// counted.
pub(super) fn power(
    step: ScoreStep,
    tally: &Tally,
    confidence: Confidence,
    is_final: bool,
) -> PowerFigure {
    let power = Power::to_tell(step, tally, confidence).filter(|_| is_final);
    PowerFigure {
        difference: step.points(),
        responses_needed: power.map(|power| power.responses_needed),
        more_responses: power.map(|power| power.more_responses),
    }
}

/// Names the verdict on a target.
pub(super) fn target(
    target: Target,
    tally: &Tally,
    confidence: Confidence,
    is_final: bool,
) -> TargetFigure {
    TargetFigure {
        value: target.score(),
        verdict: target.verdict(tally, confidence, is_final).as_str().to_owned(),
        more_responses: target.more_responses(tally, confidence).filter(|_| is_final),
    }
}
