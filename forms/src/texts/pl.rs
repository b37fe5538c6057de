//! Polish. The product's name follows "marka" (brand) or "zespół" (team), which take the case
//! endings in its place.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "pl",
    name: "Polski",
    nps: Question {
        question: "Na ile prawdopodobne jest, że polecą Państwo markę {product} znajomym lub współpracownikom?",
        low: "Zupełnie nieprawdopodobne",
        high: "Niezwykle prawdopodobne",
        follow_up: [
            "Jaki jest główny powód tej oceny? Co powinniśmy poprawić?",
            "Czego zabrakło do oceny 9 lub 10?",
            "Co najbardziej cenią Państwo w marce {product}?",
        ],
        thanks: [
            "Dziękujemy. Państwa odpowiedź pomoże nam działać lepiej.",
            "Dziękujemy za odpowiedź.",
            "Dziękujemy! Cieszymy się, że lubią Państwo markę {product}.",
        ],
    },
    ces: Question {
        question: "Jak łatwo było Państwu załatwić sprawę w kontakcie z marką {product}?",
        low: "Bardzo trudno",
        high: "Bardzo łatwo",
        follow_up: [
            "Co sprawiło trudność?",
            "Co ułatwiłoby załatwienie sprawy?",
            "Co ułatwiło załatwienie sprawy?",
        ],
        thanks: [
            "Dziękujemy. Przepraszamy, że wymagało to tyle wysiłku.",
            "Dziękujemy za odpowiedź.",
            "Dziękujemy! Cieszymy się, że poszło łatwo.",
        ],
    },
    csat: Question {
        question: "Jak bardzo są Państwo zadowoleni z marki {product}?",
        low: "Bardzo niezadowoleni",
        high: "Bardzo zadowoleni",
        follow_up: [
            "Co poszło nie tak?",
            "Co mogliśmy zrobić lepiej?",
            "Co najbardziej się Państwu podobało?",
        ],
        thanks: [
            "Dziękujemy. Państwa odpowiedź pomoże nam działać lepiej.",
            "Dziękujemy za odpowiedź.",
            "Dziękujemy! Państwa zadowolenie bardzo nas cieszy.",
        ],
    },
    frame: Frame {
        send: "Wyślij",
        skip: "Pomiń",
        close: "Zamknij",
        comment_hint: "Prosimy o więcej szczegółów (opcjonalnie)",
        out_of: "{score} na {max}",
        comma: ", ",
        too_long: "Komentarz osiągnął maksymalną długość.",
        change: "Zmień",
        unsent: "Komentarz nie został wysłany. Proszę nacisnąć ponownie, aby go odrzucić.",
        why: "Dlaczego to widzę?",
        why_text: "Odpowiedź trafi do zespołu {product} i pomoże nam działać lepiej. Udział jest dobrowolny.",
        privacy: "Prywatność",
        new_tab: "(otwiera się w nowej karcie)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question { low: "Bardzo mało prawdopodobne", high: "Bardzo prawdopodobne", ..TEXTS.nps },
    csat: Question {
        question: "Jaki jest Państwa poziom zadowolenia z marki {product}?",
        low: "Bardzo niski",
        high: "Bardzo wysoki",
        ..TEXTS.csat
    },
    frame: Frame {
        why_text: "Odpowiedź trafi do marki {product} i pomoże nam działać lepiej. Udział jest dobrowolny.",
        ..TEXTS.frame
    },
    ..TEXTS
};
