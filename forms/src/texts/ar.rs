//! Modern Standard Arabic, in wording whose spelling is the same for a man and a woman. No prefix
//! is joined to the product's name.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "ar",
    name: "العربية",
    nps: Question {
        question: "ما مدى احتمال أن توصي أصدقاءك أو زملاءك باستخدام {product}؟",
        low: "غير محتمل إطلاقًا",
        high: "محتمل للغاية",
        follow_up: [
            "ما السبب الرئيسي لهذا التقييم؟ وما الذي ينبغي أن نحسّنه؟",
            "ما الذي ينقصنا لنحصل منك على 9 أو 10؟",
            "ما أكثر ما يعجبك في {product}؟",
        ],
        thanks: [
            "شكرًا لك. إجابتك تساعدنا على التحسّن.",
            "شكرًا على إجابتك.",
            "شكرًا لك! يسعدنا رضاك عن {product}.",
        ],
    },
    ces: Question {
        question: "ما مدى سهولة إنجاز طلبك مع {product}؟",
        low: "صعب جدًا",
        high: "سهل جدًا",
        follow_up: [
            "ما الذي جعل الأمر صعبًا؟",
            "ما الذي كان سيجعل الأمر أسهل؟",
            "ما الذي جعل الأمر سهلًا؟",
        ],
        thanks: [
            "شكرًا لك. نعتذر عن الجهد الذي تطلّبه الأمر.",
            "شكرًا على إجابتك.",
            "شكرًا لك! يسعدنا أن الأمر كان سهلًا.",
        ],
    },
    csat: Question {
        question: "ما مدى رضاك عن {product}؟",
        low: "استياء شديد",
        high: "رضا كبير",
        follow_up: [
            "ما الذي لم يكن على ما يرام؟",
            "ما الذي كان بإمكاننا أن نفعله بشكل أفضل؟",
            "ما أكثر ما أعجبك؟",
        ],
        thanks: [
            "شكرًا لك. إجابتك تساعدنا على التحسّن.",
            "شكرًا على إجابتك.",
            "شكرًا لك! رضاك يسعدنا كثيرًا.",
        ],
    },
    frame: Frame {
        send: "إرسال",
        skip: "التخطي",
        close: "إغلاق",
        comment_hint: "مزيد من التفاصيل (اختياري)",
        out_of: "{score} من {max}",
        comma: "، ",
        too_long: "وصل التعليق إلى الحد الأقصى للطول.",
        change: "تغيير",
        unsent: "لم يُرسل تعليقك بعد. اضغط مرة أخرى لتجاهله.",
        why: "لماذا يظهر لي هذا السؤال؟",
        why_text: "تصل إجابتك إلى {product} وتساعدنا على التحسّن. المشاركة اختيارية.",
        privacy: "الخصوصية",
        new_tab: "(يُفتح في علامة تبويب جديدة)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question { high: "محتمل جدًا", ..TEXTS.nps },
    csat: Question {
        question: "ما مستوى رضاك عن {product}؟",
        low: "منخفض جدًا",
        high: "مرتفع جدًا",
        ..TEXTS.csat
    },
    ..TEXTS
};
