//! Reasons under the score.

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// A heading.
    pub heading: &'static str,
    /// Below it: the number that was asked, and the share of these that picked none.
    pub asked: fn(&str, &str) -> String,
    /// The table's caption.
    pub caption: &'static str,
    /// A column.
    pub reason: &'static str,
    /// The middle of the scale's head.
    pub scale: fn(&str) -> String,
    /// A column.
    pub impact: &'static str,
    /// A column.
    pub share: &'static str,
    /// Those who picked it have lower scores.
    pub hurts: &'static str,
    /// Those who picked it have higher scores.
    pub helps: &'static str,
    /// Their scores can't be told from the others'.
    pub no_difference: &'static str,
    /// Shares add up to more than 100%, impacts to nothing.
    pub shares_overlap: &'static str,
    /// One group alone was asked.
    pub one_group: &'static str,
    /// Some groups were not asked.
    pub some_not_asked: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    heading: "Reasons",
    asked: |asked, none| format!("{asked} were asked; {none} of them picked none."),
    caption: "The score would be so much higher without those who picked a reason, if nothing else changed. A reason goes with such scores; it need not cause them.",
    reason: "Reason",
    scale: |level| format!("impact, {level}% interval"),
    impact: "Impact",
    share: "Share",
    hurts: "goes with lower scores",
    helps: "goes with higher scores",
    no_difference: "no difference that can be told",
    shares_overlap: "A visitor may pick up to three reasons: shares add up to more than 100%, and impacts do not add up.",
    one_group: "Only one group was asked, so all who picked a reason are of that group.",
    some_not_asked: "Those who were not asked count among those who did not pick a reason, so an impact also tells who was asked.",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    heading: "Lý do",
    asked: |asked, none| format!("{asked} được hỏi; {none} trong số đó không chọn lý do nào."),
    caption: "Điểm sẽ cao hơn chừng ấy nếu không có những người đã chọn lý do đó, khi mọi thứ khác giữ nguyên. Lý do đi cùng với điểm như vậy, chưa chắc đã gây ra nó.",
    reason: "Lý do",
    scale: |level| format!("tác động, khoảng tin cậy {level}%"),
    impact: "Tác động",
    share: "Tỷ lệ",
    hurts: "đi cùng điểm thấp hơn",
    helps: "đi cùng điểm cao hơn",
    no_difference: "chưa thể nói có khác biệt",
    shares_overlap: "Mỗi khách có thể chọn đến ba lý do: tổng các tỷ lệ vượt quá 100%, và các tác động không cộng lại được.",
    one_group: "Chỉ một nhóm được hỏi, nên mọi người đã chọn lý do đều thuộc nhóm đó.",
    some_not_asked: "Những người không được hỏi được tính là không chọn lý do, nên tác động cũng cho thấy ai đã được hỏi.",
};
