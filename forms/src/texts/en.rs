//! English.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "en",
    name: "English",
    nps: Question {
        question: "How likely are you to recommend {product} to a friend or colleague?",
        low: "Not at all likely",
        high: "Extremely likely",
        follow_up: [
            "What is the main reason for your score? What should we do better?",
            "What would make it a 9 or a 10?",
            "What do you like most about {product}?",
        ],
        thanks: [
            "Thank you. Your answer helps us do better.",
            "Thank you for your answer.",
            "Thank you! We are glad you like {product}.",
        ],
    },
    ces: Question {
        question: "How easy did {product} make it to handle your issue?",
        low: "Very difficult",
        high: "Very easy",
        follow_up: [
            "What made it difficult?",
            "What would have made it easier?",
            "What made it easy?",
        ],
        thanks: [
            "Thank you. We are sorry that it took so much effort.",
            "Thank you for your answer.",
            "Thank you! We are glad it was easy.",
        ],
    },
    csat: Question {
        question: "How satisfied are you with {product}?",
        low: "Very dissatisfied",
        high: "Very satisfied",
        follow_up: [
            "What went wrong?",
            "What could we have done better?",
            "What did you like most?",
        ],
        thanks: [
            "Thank you. Your answer helps us do better.",
            "Thank you for your answer.",
            "Thank you! We are glad you are satisfied.",
        ],
    },
    frame: Frame {
        send: "Send",
        skip: "Skip",
        close: "Close",
        comment_hint: "Tell us more (optional)",
        out_of: "{score} out of {max}",
        comma: ", ",
        too_long: "This is as long as a comment can be.",
        change: "Change",
        unsent: "Your comment has not been sent. Press again to discard it.",
        why: "Why am I seeing this?",
        why_text: "Your answer goes to {product} and helps us do better. Taking part is voluntary.",
        privacy: "Privacy",
        new_tab: "(opens in a new tab)",
    },
};
