//! Hebrew, addressing the visitor in the plural, which fits everyone. No prefix is joined to the
//! product's name.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "he",
    name: "עברית",
    nps: Question {
        question: "מה הסבירות שתמליצו על {product} לחברים או לעמיתים לעבודה?",
        low: "לא סביר בכלל",
        high: "סביר ביותר",
        follow_up: [
            "מה הסיבה העיקרית לציון שנתתם? מה כדאי לנו לשפר?",
            "מה חסר לנו כדי לקבל מכם 9 או 10?",
            "מה אתם הכי אוהבים בחוויה שלכם עם {product}?",
        ],
        thanks: [
            "תודה. התשובה שלכם עוזרת לנו להשתפר.",
            "תודה על התשובה.",
            "תודה! אנחנו שמחים שאהבתם את {product}.",
        ],
    },
    ces: Question {
        question: "עד כמה היה לכם קל לטפל בפנייה שלכם מול {product}?",
        low: "קשה מאוד",
        high: "קל מאוד",
        follow_up: ["מה היה קשה?", "מה היה יכול להקל עליכם יותר?", "מה הקל עליכם?"],
        thanks: [
            "תודה. אנחנו מצטערים על המאמץ שנדרש מכם.",
            "תודה על התשובה.",
            "תודה! אנחנו שמחים שהיה לכם קל.",
        ],
    },
    csat: Question {
        question: "עד כמה אתם מרוצים מהחוויה שלכם עם {product}?",
        low: "מאוד לא מרוצים",
        high: "מרוצים מאוד",
        follow_up: ["מה השתבש?", "מה היינו יכולים לעשות טוב יותר?", "ממה הייתם מרוצים במיוחד?"],
        thanks: [
            "תודה. התשובה שלכם עוזרת לנו להשתפר.",
            "תודה על התשובה.",
            "תודה! אנחנו שמחים שאתם מרוצים.",
        ],
    },
    frame: Frame {
        send: "שליחה",
        skip: "דילוג",
        close: "סגירה",
        comment_hint: "ספרו לנו עוד (לא חובה)",
        out_of: "{score} מתוך {max}",
        comma: ", ",
        too_long: "התגובה הגיעה לאורך המרבי.",
        change: "שינוי",
        unsent: "התגובה עדיין לא נשלחה. לחיצה נוספת תמחק אותה.",
        why: "למה אני רואה את זה?",
        why_text: "התשובה שלכם מועברת אל {product} ועוזרת לנו להשתפר. ההשתתפות היא מרצון.",
        privacy: "פרטיות",
        new_tab: "(נפתח בכרטיסייה חדשה)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question { high: "סביר מאוד", ..TEXTS.nps },
    csat: Question { low: "לא מרוצים בכלל", ..TEXTS.csat },
    ..TEXTS
};
