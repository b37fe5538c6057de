//! Korean. Only particles that never change (에, 에서) stand after the product's name.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "ko",
    name: "한국어",
    nps: Question {
        question: "친구나 동료에게 {product} 이용을 추천하실 가능성은 얼마나 되나요?",
        low: "가능성 전혀 없음",
        high: "가능성 매우 높음",
        follow_up: [
            "이 점수를 주신 가장 큰 이유는 무엇인가요? 어떤 점을 개선하면 좋을까요?",
            "어떤 점이 좋아지면 9점이나 10점을 주시겠어요?",
            "{product}에서 가장 마음에 드는 점은 무엇인가요?",
        ],
        thanks: [
            "감사합니다. 주신 의견을 바탕으로 더 나아지겠습니다.",
            "답변해 주셔서 감사합니다.",
            "감사합니다! {product}에 만족하신다니 기쁩니다.",
        ],
    },
    ces: Question {
        question: "{product}에서 원하시는 일을 처리하기가 얼마나 쉬우셨나요?",
        low: "매우 어려움",
        high: "매우 쉬움",
        follow_up: [
            "어떤 점이 어려우셨나요?",
            "어떤 점이 달랐다면 더 쉬우셨을까요?",
            "어떤 점이 쉽게 느껴지셨나요?",
        ],
        thanks: [
            "감사합니다. 번거롭게 해 드려 죄송합니다.",
            "답변해 주셔서 감사합니다.",
            "감사합니다! 쉽게 처리하셨다니 다행입니다.",
        ],
    },
    csat: Question {
        question: "{product}에 얼마나 만족하시나요?",
        low: "매우 불만족",
        high: "매우 만족",
        follow_up: [
            "어떤 점이 불만족스러우셨나요?",
            "저희가 어떤 점을 더 잘할 수 있었을까요?",
            "어떤 점이 가장 마음에 드셨나요?",
        ],
        thanks: [
            "감사합니다. 주신 의견을 바탕으로 더 나아지겠습니다.",
            "답변해 주셔서 감사합니다.",
            "감사합니다! 만족하셨다니 기쁩니다.",
        ],
    },
    frame: Frame {
        send: "보내기",
        skip: "건너뛰기",
        close: "닫기",
        comment_hint: "자세한 의견을 들려주세요 (선택)",
        out_of: "{max}점 중 {score}점",
        comma: ", ",
        too_long: "의견이 최대 길이에 도달했습니다.",
        change: "변경",
        unsent: "의견이 아직 전송되지 않았습니다. 한 번 더 누르면 삭제됩니다.",
        why: "이 질문이 표시되는 이유",
        why_text: "답변은 {product}에 전달되어 서비스를 개선하는 데 쓰입니다. 참여는 선택 사항입니다.",
        privacy: "개인정보 처리방침",
        new_tab: "(새 탭에서 열림)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts = Texts {
    nps: Question {
        question: "친구나 동료에게 {product} 이용을 추천하실 의향이 어느 정도이신가요?",
        low: "전혀 추천하지 않음",
        high: "적극 추천함",
        thanks: [
            TEXTS.nps.thanks[0],
            TEXTS.nps.thanks[1],
            "감사합니다! {product}에 좋은 점수를 주셔서 기쁩니다.",
        ],
        ..TEXTS.nps
    },
    ..TEXTS
};
