//! Japanese.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "ja",
    name: "日本語",
    nps: Question {
        question: "{product}を友人や同僚に勧める可能性はどのくらいありますか？",
        low: "可能性はまったくない",
        high: "可能性は非常に高い",
        follow_up: [
            "その点数をつけた主な理由と、改善すべき点をお聞かせください。",
            "どのような点が良くなれば、9点や10点になりますか？",
            "{product}の最も気に入っている点をお聞かせください。",
        ],
        thanks: [
            "ありがとうございます。いただいたご意見を今後の改善に役立てます。",
            "ご回答ありがとうございました。",
            "ありがとうございます！{product}を気に入っていただけてうれしいです。",
        ],
    },
    ces: Question {
        question: "{product}で今回のご用件を済ませるのは、どの程度簡単でしたか？",
        low: "とても大変だった",
        high: "とても簡単だった",
        follow_up: [
            "どのような点が大変でしたか？",
            "どのような点が改善されれば、より簡単になりますか？",
            "どのような点が簡単だと感じましたか？",
        ],
        thanks: [
            "ありがとうございます。お手数をおかけして申し訳ありませんでした。",
            "ご回答ありがとうございました。",
            "ありがとうございます！スムーズに進められたようで何よりです。",
        ],
    },
    csat: Question {
        question: "{product}にどの程度満足していますか？",
        low: "非常に不満",
        high: "非常に満足",
        follow_up: [
            "ご不満に感じた点をお聞かせください。",
            "どのような点を改善すればよいと思いますか？",
            "最も良かった点をお聞かせください。",
        ],
        thanks: [
            "ありがとうございます。いただいたご意見を今後の改善に役立てます。",
            "ご回答ありがとうございました。",
            "ありがとうございます！ご満足いただけてうれしいです。",
        ],
    },
    frame: Frame {
        send: "送信",
        skip: "スキップ",
        close: "閉じる",
        comment_hint: "詳しくお聞かせください（任意）",
        out_of: "{max}点中{score}点",
        comma: "、",
        too_long: "コメントの文字数が上限に達しました。",
        change: "変更",
        unsent: "コメントはまだ送信されていません。もう一度押すと破棄されます。",
        why: "この質問が表示される理由",
        why_text: "ご回答は{product}に送信され、今後の改善に役立てられます。回答は任意です。",
        privacy: "プライバシーポリシー",
        new_tab: "（新しいタブで開きます）",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question {
        question: "{product}を友人や同僚にどの程度お勧めしたいと思いますか？",
        low: "まったく勧めたくない",
        high: "ぜひ勧めたい",
        ..TEXTS.nps
    },
    ..TEXTS
};
