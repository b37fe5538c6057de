//! Turkish. No ending is joined to the product's name: its vowels would choose the ending's.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "tr",
    name: "Türkçe",
    nps: Question {
        question: "Arkadaşlarınıza veya iş arkadaşlarınıza {product} markasını tavsiye etme olasılığınız nedir?",
        low: "Hiç olası değil",
        high: "Son derece olası",
        follow_up: [
            "Bu puanı vermenizin başlıca nedeni nedir? Neyi daha iyi yapmalıyız?",
            "9 veya 10 puan vermeniz için neyi geliştirmeliyiz?",
            "{product} en çok hangi yönüyle hoşunuza gidiyor?",
        ],
        thanks: [
            "Teşekkür ederiz. Yanıtınız daha iyi olmamıza yardımcı oluyor.",
            "Yanıtınız için teşekkür ederiz.",
            "Teşekkür ederiz! {product} hakkındaki olumlu görüşünüz bizi çok mutlu etti.",
        ],
    },
    ces: Question {
        question: "{product} ile işinizi halletmek sizin için ne kadar kolaydı?",
        low: "Çok zordu",
        high: "Çok kolaydı",
        follow_up: [
            "Sizi zorlayan neydi?",
            "Ne olsaydı sizin için daha kolay olurdu?",
            "İşinizi kolaylaştıran neydi?",
        ],
        thanks: [
            "Teşekkür ederiz. Sizi uğraştırdığımız için özür dileriz.",
            "Yanıtınız için teşekkür ederiz.",
            "Teşekkür ederiz! Kolay olmasına sevindik.",
        ],
    },
    csat: Question {
        question: "{product} deneyiminizden ne kadar memnunsunuz?",
        low: "Hiç memnun değilim",
        high: "Çok memnunum",
        follow_up: [
            "Sizi memnun etmeyen neydi?",
            "Neyi daha iyi yapabilirdik?",
            "En çok neyi beğendiniz?",
        ],
        thanks: [
            "Teşekkür ederiz. Yanıtınız daha iyi olmamıza yardımcı oluyor.",
            "Yanıtınız için teşekkür ederiz.",
            "Teşekkür ederiz! Memnun olmanıza sevindik.",
        ],
    },
    frame: Frame {
        send: "Gönder",
        skip: "Atla",
        close: "Kapat",
        comment_hint: "Biraz daha anlatır mısınız? (isteğe bağlı)",
        out_of: "{max} üzerinden {score}",
        comma: ", ",
        too_long: "Yorumunuz izin verilen en fazla uzunluğa ulaştı.",
        change: "Değiştir",
        unsent: "Yorumunuz gönderilmedi. Silmek için yeniden basın.",
        why: "Bunu neden görüyorum?",
        why_text: "Yanıtınız {product} ekibine iletilir ve daha iyi olmamıza yardımcı olur. Katılım isteğe bağlıdır.",
        privacy: "Gizlilik",
        new_tab: "(yeni sekmede açılır)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts =
    Texts { nps: Question { low: "Çok düşük", high: "Çok yüksek", ..TEXTS.nps }, ..TEXTS };
