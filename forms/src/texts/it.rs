//! Italian: the courtesy form without its pronoun wherever that can be left out.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "it",
    name: "Italiano",
    nps: Question {
        question: "Con quale probabilità consiglierebbe {product} ad amici o colleghi?",
        low: "Per niente probabile",
        high: "Estremamente probabile",
        follow_up: [
            "Qual è il motivo principale del suo voto? Che cosa dovremmo migliorare?",
            "Che cosa ci è mancato per meritare un 9 o un 10?",
            "Che cosa apprezza di più di {product}?",
        ],
        thanks: [
            "Grazie. La sua risposta ci aiuta a migliorare.",
            "Grazie per la sua risposta.",
            "Grazie! Ci fa piacere che apprezzi {product}.",
        ],
    },
    ces: Question {
        question: "Quanto è stato facile gestire la sua richiesta con {product}?",
        low: "Molto difficile",
        high: "Molto facile",
        follow_up: [
            "Che cosa ha creato difficoltà?",
            "Che cosa avrebbe reso tutto più facile?",
            "Che cosa ha reso tutto più semplice?",
        ],
        thanks: [
            "Grazie. Ci scusiamo per le difficoltà incontrate.",
            "Grazie per la sua risposta.",
            "Grazie! Ci fa piacere che sia stato facile.",
        ],
    },
    csat: Question {
        question: "Come valuta la sua esperienza con {product}?",
        low: "Molto insoddisfacente",
        high: "Molto soddisfacente",
        follow_up: [
            "Che cosa non ha funzionato?",
            "Che cosa avremmo potuto fare meglio?",
            "Che cosa ha apprezzato di più?",
        ],
        thanks: [
            "Grazie. La sua risposta ci aiuta a migliorare.",
            "Grazie per la sua risposta.",
            "Grazie! La sua soddisfazione ci fa molto piacere.",
        ],
    },
    frame: Frame {
        send: "Invia",
        skip: "Salta",
        close: "Chiudi",
        comment_hint: "Ci racconti di più (facoltativo)",
        out_of: "{score} su {max}",
        comma: ", ",
        too_long: "Il commento ha raggiunto la lunghezza massima.",
        change: "Modifica",
        unsent: "Il commento non è stato inviato. Prema di nuovo per eliminarlo.",
        why: "Perché vedo questo?",
        why_text: "La sua risposta viene inviata a {product} e ci aiuta a migliorare. La partecipazione è volontaria.",
        privacy: "Informativa privacy",
        new_tab: "(si apre in una nuova scheda)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    csat: Question {
        question: "Qual è il suo livello di soddisfazione riguardo a {product}?",
        low: "Molto basso",
        high: "Molto alto",
        ..TEXTS.csat
    },
    frame: Frame {
        why: "Perché vedo questa domanda?",
        privacy: "Informativa sulla privacy",
        ..TEXTS.frame
    },
    ..TEXTS
};
