//! Chinese in traditional characters, in the wording usual in Taiwan.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "zh-hant",
    name: "繁體中文",
    nps: Question {
        question: "您向朋友或同事推薦{product}的可能性有多高？",
        low: "完全不可能",
        high: "極有可能",
        follow_up: [
            "您給這個分數的主要原因是什麼？我們應該改善哪些地方？",
            "我們要怎麼改善，才能讓您給9分或10分？",
            "您最喜歡{product}的哪一點？",
        ],
        thanks: [
            "謝謝您。您的意見會幫助我們做得更好。",
            "感謝您的回覆。",
            "謝謝您！很高興您喜歡{product}。",
        ],
    },
    ces: Question {
        question: "您覺得這次透過{product}處理您的需求有多容易？",
        low: "非常困難",
        high: "非常容易",
        follow_up: ["哪些地方讓您覺得困難？", "怎麼做會讓您覺得更容易？", "哪些地方讓您覺得容易？"],
        thanks: ["謝謝您。很抱歉造成您的不便。", "感謝您的回覆。", "謝謝您！很高興一切順利。"],
    },
    csat: Question {
        question: "您對{product}的滿意程度如何？",
        low: "非常不滿意",
        high: "非常滿意",
        follow_up: ["哪些地方讓您不滿意？", "我們哪些地方可以做得更好？", "您最滿意的是哪一點？"],
        thanks: [
            "謝謝您。您的意見會幫助我們做得更好。",
            "感謝您的回覆。",
            "謝謝您！很高興您感到滿意。",
        ],
    },
    frame: Frame {
        send: "送出",
        skip: "略過",
        close: "關閉",
        comment_hint: "歡迎告訴我們更多（選填）",
        out_of: "{score}分（滿分{max}分）",
        comma: "，",
        too_long: "留言已達字數上限。",
        change: "變更",
        unsent: "留言尚未送出。再按一次將捨棄留言。",
        why: "為什麼會看到這個問題？",
        why_text: "您的回答會傳送給{product}，幫助我們做得更好。是否參與由您決定。",
        privacy: "隱私權政策",
        new_tab: "（在新分頁中開啟）",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question { low: "非常不可能", high: "非常有可能", ..TEXTS.nps },
    ..TEXTS
};
