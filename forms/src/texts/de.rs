//! German.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "de",
    name: "Deutsch",
    nps: Question {
        question: "Wie wahrscheinlich ist es, dass Sie {product} im Freundes- oder Kollegenkreis weiterempfehlen?",
        low: "Überhaupt nicht wahrscheinlich",
        high: "Äußerst wahrscheinlich",
        follow_up: [
            "Was ist der Hauptgrund für Ihre Bewertung? Was sollten wir besser machen?",
            "Was fehlt Ihnen noch für eine 9 oder 10?",
            "Was gefällt Ihnen an {product} am besten?",
        ],
        thanks: [
            "Vielen Dank. Ihre Antwort hilft uns, besser zu werden.",
            "Vielen Dank für Ihre Antwort.",
            "Vielen Dank! Es freut uns, dass Ihnen {product} gefällt.",
        ],
    },
    ces: Question {
        question: "Wie einfach war es für Sie, Ihr Anliegen mit {product} zu erledigen?",
        low: "Sehr schwierig",
        high: "Sehr einfach",
        follow_up: [
            "Was war für Sie schwierig?",
            "Was hätte es Ihnen leichter gemacht?",
            "Was hat es Ihnen leicht gemacht?",
        ],
        thanks: [
            "Vielen Dank. Es tut uns leid, dass es so aufwendig war.",
            "Vielen Dank für Ihre Antwort.",
            "Vielen Dank! Es freut uns, dass es so einfach war.",
        ],
    },
    csat: Question {
        question: "Wie zufrieden sind Sie mit {product}?",
        low: "Sehr unzufrieden",
        high: "Sehr zufrieden",
        follow_up: [
            "Womit waren Sie unzufrieden?",
            "Was hätten wir besser machen können?",
            "Was hat Ihnen am besten gefallen?",
        ],
        thanks: [
            "Vielen Dank. Ihre Antwort hilft uns, besser zu werden.",
            "Vielen Dank für Ihre Antwort.",
            "Vielen Dank! Es freut uns, dass Sie zufrieden sind.",
        ],
    },
    frame: Frame {
        send: "Senden",
        skip: "Überspringen",
        close: "Schließen",
        comment_hint: "Erzählen Sie uns mehr (optional)",
        out_of: "{score} von {max}",
        comma: ", ",
        too_long: "Ihr Kommentar hat die maximale Länge erreicht.",
        change: "Ändern",
        unsent: "Ihr Kommentar ist noch nicht gesendet. Drücken Sie noch einmal, um ihn zu verwerfen.",
        why: "Warum sehe ich das?",
        why_text: "Ihre Antwort geht an {product} und hilft uns, besser zu werden. Die Teilnahme ist freiwillig.",
        privacy: "Datenschutz",
        new_tab: "(öffnet in neuem Tab)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question { low: "Sehr unwahrscheinlich", high: "Sehr wahrscheinlich", ..TEXTS.nps },
    ..TEXTS
};
