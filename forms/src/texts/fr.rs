//! French. A no-break space stands before `!` and `?`. Nothing that elides (`de`, `que`) stands
//! before the product's name: it may begin with a vowel.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "fr",
    nps: Question {
        question: "Quelle est la probabilité que vous recommandiez {product} à vos proches ou à vos collègues\u{a0}?",
        low: "Pas du tout probable",
        high: "Extrêmement probable",
        follow_up: [
            "Quelle est la principale raison de votre note\u{a0}? Que devrions-nous améliorer\u{a0}?",
            "Que nous manque-t-il pour mériter un 9 ou un 10\u{a0}?",
            "Qu’appréciez-vous le plus chez {product}\u{a0}?",
        ],
        thanks: [
            "Merci. Votre réponse nous aide à nous améliorer.",
            "Merci pour votre réponse.",
            "Merci\u{a0}! Votre enthousiasme pour {product} nous fait très plaisir.",
        ],
    },
    ces: Question {
        question: "Dans quelle mesure vous a-t-il été facile de faire traiter votre demande par {product}\u{a0}?",
        low: "Très difficile",
        high: "Très facile",
        follow_up: [
            "Qu’est-ce qui a été difficile\u{a0}?",
            "Qu’est-ce qui aurait facilité votre démarche\u{a0}?",
            "Qu’est-ce qui vous a facilité la tâche\u{a0}?",
        ],
        thanks: [
            "Merci. Nous vous prions de nous excuser pour ces difficultés.",
            "Merci pour votre réponse.",
            "Merci\u{a0}! Nous sommes ravis que tout ait été facile.",
        ],
    },
    csat: Question {
        question: "Quel est votre niveau de satisfaction concernant {product}\u{a0}?",
        low: "Très faible",
        high: "Très élevé",
        follow_up: [
            "Qu’est-ce qui n’a pas été à la hauteur de vos attentes\u{a0}?",
            "Qu’aurions-nous pu mieux faire\u{a0}?",
            "Qu’avez-vous le plus apprécié\u{a0}?",
        ],
        thanks: [
            "Merci. Votre réponse nous aide à nous améliorer.",
            "Merci pour votre réponse.",
            "Merci\u{a0}! Votre satisfaction nous fait très plaisir.",
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
        why: "Pourquoi cette question\u{a0}?",
        why_text: "Votre réponse est transmise à {product} et nous aide à progresser. Vous êtes libre de répondre ou non.",
        privacy: "Confidentialité",
        new_tab: "(s’ouvre dans un nouvel onglet)",
    },
};
