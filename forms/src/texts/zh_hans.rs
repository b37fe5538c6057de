//! Chinese in simplified characters, as written in mainland China and Singapore.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "zh-hans",
    name: "简体中文",
    nps: Question {
        question: "您有多大可能向朋友或同事推荐{product}？",
        low: "完全不可能",
        high: "极有可能",
        follow_up: [
            "您打这个分数的主要原因是什么？我们应该改进哪些方面？",
            "我们怎样改进，才能让您打9分或10分？",
            "您最喜欢{product}的哪一点？",
        ],
        thanks: [
            "谢谢您。您的反馈会帮助我们做得更好。",
            "感谢您的反馈。",
            "谢谢您！很高兴您喜欢{product}。",
        ],
    },
    ces: Question {
        question: "您觉得这次通过{product}解决问题有多轻松？",
        low: "非常困难",
        high: "非常轻松",
        follow_up: ["哪些地方让您觉得困难？", "怎样做会让您更轻松？", "哪些地方让您觉得轻松？"],
        thanks: ["谢谢您。很抱歉让您费心了。", "感谢您的反馈。", "谢谢您！很高兴一切顺利。"],
    },
    csat: Question {
        question: "您对{product}的满意程度如何？",
        low: "非常不满意",
        high: "非常满意",
        follow_up: ["哪些方面让您不满意？", "我们哪些方面可以做得更好？", "您最满意的是哪一点？"],
        thanks: [
            "谢谢您。您的反馈会帮助我们做得更好。",
            "感谢您的反馈。",
            "谢谢您！很高兴您感到满意。",
        ],
    },
    frame: Frame {
        send: "提交",
        skip: "跳过",
        close: "关闭",
        comment_hint: "请告诉我们更多（选填）",
        out_of: "{score}分（满分{max}分）",
        comma: "，",
        too_long: "留言已达到字数上限。",
        change: "修改",
        unsent: "留言尚未提交。再按一次将放弃留言。",
        why: "为什么会看到这个问题？",
        why_text: "您的回答会发送给{product}，帮助我们做得更好。是否参与由您决定。",
        privacy: "隐私政策",
        new_tab: "（在新标签页中打开）",
    },
};
