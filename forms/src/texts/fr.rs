//! French. A narrow no-break space stands before `!` and `?`. Nothing that elides (`de`, `que`)
//! stands before the product's name: it may begin with a vowel.

use super::{Frame, Question, Texts};

/// The texts, with that space before `!` and `?`.
macro_rules! texts {
    ($space:literal) => {
        Texts {
            lang: "fr",
            name: "Français",
            nps: Question {
                question: concat!("Quelle est la probabilité que vous recommandiez {product} à vos proches ou à vos collègues", $space, "?"),
                low: "Pas du tout probable",
                high: "Extrêmement probable",
                follow_up: [
                    concat!("Quelle est la principale raison de votre note", $space, "? Que devrions-nous améliorer", $space, "?"),
                    concat!("Que nous manque-t-il pour mériter un 9 ou un 10", $space, "?"),
                    concat!("Qu’appréciez-vous le plus chez {product}", $space, "?"),
                ],
                thanks: [
                    "Merci. Votre réponse nous aide à nous améliorer.",
                    "Merci pour votre réponse.",
                    concat!("Merci", $space, "! Votre enthousiasme pour {product} nous fait très plaisir."),
                ],
            },
            ces: Question {
                question: concat!("Dans quelle mesure vous a-t-il été facile de faire traiter votre demande par {product}", $space, "?"),
                low: "Très difficile",
                high: "Très facile",
                follow_up: [
                    concat!("Qu’est-ce qui a été difficile", $space, "?"),
                    concat!("Qu’est-ce qui aurait facilité votre démarche", $space, "?"),
                    concat!("Qu’est-ce qui vous a facilité la tâche", $space, "?"),
                ],
                thanks: [
                    "Merci. Nous vous prions de nous excuser pour ces difficultés.",
                    "Merci pour votre réponse.",
                    concat!("Merci", $space, "! Nous sommes ravis que tout ait été facile."),
                ],
            },
            csat: Question {
                question: concat!("Comment jugez-vous votre expérience avec {product}", $space, "?"),
                low: "Très insatisfaisante",
                high: "Très satisfaisante",
                follow_up: [
                    concat!("Qu’est-ce qui n’a pas été à la hauteur de vos attentes", $space, "?"),
                    concat!("Qu’aurions-nous pu mieux faire", $space, "?"),
                    concat!("Qu’avez-vous le plus apprécié", $space, "?"),
                ],
                thanks: [
                    "Merci. Votre réponse nous aide à nous améliorer.",
                    "Merci pour votre réponse.",
                    concat!("Merci", $space, "! Votre satisfaction nous fait très plaisir."),
                ],
            },
            frame: Frame {
                send: "Envoyer",
                skip: "Passer",
                close: "Fermer",
                comment_hint: "Dites-nous en plus (facultatif)",
                out_of: "{score} sur {max}",
                comma: ", ",
                too_long: "Votre commentaire a atteint la longueur maximale.",
                change: "Modifier",
                unsent: "Votre commentaire n’a pas été envoyé. Appuyez à nouveau pour l’abandonner.",
                why: concat!("Pourquoi cette question", $space, "?"),
                why_text: "Votre réponse est transmise à {product} et nous aide à progresser. Vous êtes libre de répondre ou non.",
                privacy: "Confidentialité",
                new_tab: "(s’ouvre dans un nouvel onglet)",
            },
        }
    };
}

pub(super) const TEXTS: Texts = texts!("\u{202f}");

const WIDE: Texts = texts!("\u{a0}");

/// Texts of the first wording. Its space was a wide one, everywhere.
pub(super) const FIRST: Texts = Texts {
    csat: Question {
        question: "Quel est votre niveau de satisfaction concernant {product}\u{a0}?",
        low: "Très faible",
        high: "Très élevé",
        ..WIDE.csat
    },
    ..WIDE
};
