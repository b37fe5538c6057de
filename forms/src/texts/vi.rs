//! Vietnamese.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "vi",
    name: "Tiếng Việt",
    nps: Question {
        question: "Khả năng bạn sẽ giới thiệu {product} cho bạn bè hoặc đồng nghiệp ở mức nào?",
        low: "Hoàn toàn không có khả năng",
        high: "Khả năng cực kỳ cao",
        follow_up: [
            "Vì sao bạn chấm điểm này? Chúng tôi nên cải thiện điều gì?",
            "Chúng tôi cần làm gì để được bạn chấm 9 hoặc 10 điểm?",
            "Bạn thích điều gì nhất ở {product}?",
        ],
        thanks: [
            "Cảm ơn bạn. Góp ý của bạn giúp chúng tôi phục vụ tốt hơn.",
            "Cảm ơn bạn đã góp ý.",
            "Cảm ơn bạn! Rất vui vì bạn yêu thích {product}.",
        ],
    },
    ces: Question {
        question: "Với {product}, bạn thấy việc giải quyết vấn đề của mình dễ hay khó đến mức nào?",
        low: "Rất khó",
        high: "Rất dễ",
        follow_up: [
            "Điều gì đã gây khó khăn cho bạn?",
            "Điều gì có thể giúp việc này dễ hơn?",
            "Điều gì khiến bạn thấy dễ dàng?",
        ],
        thanks: [
            "Cảm ơn bạn. Rất xin lỗi vì đã làm bạn mất công.",
            "Cảm ơn bạn đã góp ý.",
            "Cảm ơn bạn! Rất vui vì mọi việc đã suôn sẻ.",
        ],
    },
    csat: Question {
        question: "Bạn hài lòng với {product} ở mức nào?",
        low: "Rất không hài lòng",
        high: "Rất hài lòng",
        follow_up: [
            "Điều gì khiến bạn chưa hài lòng?",
            "Chúng tôi có thể làm tốt hơn ở điểm nào?",
            "Bạn hài lòng nhất ở điểm nào?",
        ],
        thanks: [
            "Cảm ơn bạn. Góp ý của bạn giúp chúng tôi phục vụ tốt hơn.",
            "Cảm ơn bạn đã góp ý.",
            "Cảm ơn bạn! Rất vui vì bạn hài lòng.",
        ],
    },
    frame: Frame {
        send: "Gửi",
        skip: "Bỏ qua",
        close: "Đóng",
        comment_hint: "Chia sẻ thêm với chúng tôi (không bắt buộc)",
        out_of: "{score} trên {max} điểm",
        comma: ", ",
        too_long: "Bình luận đã đạt độ dài tối đa.",
        change: "Sửa",
        unsent: "Bình luận chưa được gửi. Bấm lần nữa để bỏ.",
        why: "Vì sao tôi thấy câu hỏi này?",
        why_text: "Câu trả lời của bạn được gửi đến {product} để chúng tôi phục vụ tốt hơn. Bạn không bắt buộc phải trả lời.",
        privacy: "Quyền riêng tư",
        new_tab: "(mở trong thẻ mới)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question {
        question: "Bạn có sẵn lòng giới thiệu {product} cho bạn bè hoặc đồng nghiệp không?",
        low: "Chắc chắn không",
        high: "Chắc chắn có",
        ..TEXTS.nps
    },
    ces: Question {
        question: "Bạn thấy việc nhờ {product} hỗ trợ lần này có dễ dàng không?",
        low: "Rất khó khăn",
        high: "Rất dễ dàng",
        follow_up: [
            TEXTS.ces.follow_up[0],
            "Theo bạn, khâu nào nên đơn giản hơn?",
            TEXTS.ces.follow_up[2],
        ],
        ..TEXTS.ces
    },
    frame: Frame {
        too_long: "Bạn đã viết đến giới hạn độ dài.",
        why_text: "Câu trả lời của bạn được gửi đến {product} để chúng tôi phục vụ tốt hơn. Bạn có thể không trả lời.",
        ..TEXTS.frame
    },
    ..TEXTS
};
