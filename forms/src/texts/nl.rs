//! Dutch.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "nl",
    name: "Nederlands",
    nps: Question {
        question: "Hoe waarschijnlijk is het dat u {product} aanbeveelt aan vrienden of collega’s?",
        low: "Helemaal niet waarschijnlijk",
        high: "Uiterst waarschijnlijk",
        follow_up: [
            "Wat is de belangrijkste reden voor uw score? Wat kunnen we beter doen?",
            "Wat is er nodig voor een 9 of een 10?",
            "Wat spreekt u het meest aan in {product}?",
        ],
        thanks: [
            "Bedankt. Uw antwoord helpt ons om het beter te doen.",
            "Bedankt voor uw antwoord.",
            "Bedankt! Fijn dat u tevreden bent over {product}.",
        ],
    },
    ces: Question {
        question: "Hoe gemakkelijk heeft {product} het u gemaakt om uw vraag of verzoek af te handelen?",
        low: "Zeer moeilijk",
        high: "Zeer gemakkelijk",
        follow_up: [
            "Wat maakte het moeilijk?",
            "Wat had het gemakkelijker gemaakt?",
            "Wat maakte het gemakkelijk?",
        ],
        thanks: [
            "Bedankt. Het spijt ons dat het u zoveel moeite heeft gekost.",
            "Bedankt voor uw antwoord.",
            "Bedankt! Fijn dat het gemakkelijk ging.",
        ],
    },
    csat: Question {
        question: "Hoe tevreden bent u over {product}?",
        low: "Zeer ontevreden",
        high: "Zeer tevreden",
        follow_up: [
            "Wat ging er mis?",
            "Wat hadden we beter kunnen doen?",
            "Waarover bent u het meest tevreden?",
        ],
        thanks: [
            "Bedankt. Uw antwoord helpt ons om het beter te doen.",
            "Bedankt voor uw antwoord.",
            "Bedankt! Fijn dat u tevreden bent.",
        ],
    },
    frame: Frame {
        send: "Versturen",
        skip: "Overslaan",
        close: "Sluiten",
        comment_hint: "Vertel ons meer (optioneel)",
        out_of: "{score} van {max}",
        comma: ", ",
        too_long: "Uw opmerking heeft de maximale lengte bereikt.",
        change: "Wijzigen",
        unsent: "Uw opmerking is nog niet verstuurd. Druk nogmaals om deze te verwijderen.",
        why: "Waarom zie ik dit?",
        why_text: "Uw antwoord gaat naar {product} en helpt ons om het beter te doen. Meedoen is vrijwillig.",
        privacy: "Privacyverklaring",
        new_tab: "(opent in een nieuw tabblad)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question { low: "Zeer onwaarschijnlijk", high: "Zeer waarschijnlijk", ..TEXTS.nps },
    ..TEXTS
};
