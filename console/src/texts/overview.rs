//! The Overview.

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// Below the heading: the period, and the one beside it.
    pub beside: fn(&str) -> String,
    /// The heading of the cards.
    pub surveys: &'static str,
    /// Below a trend.
    pub pieces: fn(crate::address::Interval) -> &'static str,
    /// No surveys.
    pub empty: &'static str,
    /// Advice.
    pub empty_advice: &'static str,
    /// The way on.
    pub to_ask: &'static str,
    /// Below all.
    pub foot: fn(&str) -> String,
    /// Number of days up to today.
    pub last_days: fn(i64) -> String,
    /// The choice of a period.
    pub period: &'static str,
    /// First and last day of a period.
    pub from: &'static str,
    /// Last day of a period.
    pub to: &'static str,
    /// The button.
    pub show: &'static str,
    /// Another period.
    pub other_period: &'static str,
    /// A comment's share.
    pub with_comment: &'static str,
    /// Lead: number of surveys that got worse.
    pub lead: fn(worse: &[String], better: &[String], others: usize) -> String,
    /// The link to a survey that changed.
    pub see_where: &'static str,
    /// Below the lead.
    pub lead_note: &'static str,
}

fn join(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => format!("“{one}”"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("“{name}”")).collect();
            format!("{} {and} “{last}”", first.join(", "))
        }
    }
}

/// English.
pub const EN: Texts = Texts {
    beside: |period| format!("{period}, beside the time before"),
    surveys: "Surveys, what needs you first",
    pieces: |interval| match interval {
        crate::address::Interval::Day => "by day",
        crate::address::Interval::Week => "by week",
        crate::address::Interval::Month => "by month",
        crate::address::Interval::Quarter => "by quarter",
    },
    empty: "No surveys yet",
    empty_advice: "Each survey will stand here with its score, how sure one can be of it, and whether it changed. The first one is made by one request to the API.",
    to_ask: "How to ask",
    foot: |level| {
        format!(
            "Each score stands with its {level}% interval: the range in which the score of all your visitors lies, if those who answered are like those who did not."
        )
    },
    last_days: |days| {
        if days == 365 { "Last year".to_owned() } else { format!("Last {days} days") }
    },
    period: "Period",
    from: "First day",
    to: "Last day",
    show: "Show",
    other_period: "Another period",
    with_comment: "with a comment",
    lead: |worse, better, others| {
        let mut said = Vec::new();
        if !worse.is_empty() {
            let has = if worse.len() == 1 { "has" } else { "have" };
            said.push(format!("{} {has} become worse.", join(worse, "and")));
        }
        if !better.is_empty() {
            let has = if better.len() == 1 { "has" } else { "have" };
            said.push(format!("{} {has} become better.", join(better, "and")));
        }
        if said.is_empty() {
            return "No survey shows a change that can be told.".to_owned();
        }
        if others > 0 {
            said.push("Of the rest, none can be told.".to_owned());
        }
        said.join(" ")
    },
    see_where: "See where",
    lead_note: "Each named change is one that chance alone is unlikely to explain. Each survey is judged by itself.",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    beside: |period| format!("{period}, so với kỳ liền trước"),
    surveys: "Các khảo sát, việc cần bạn xem trước",
    pieces: |interval| match interval {
        crate::address::Interval::Day => "theo ngày",
        crate::address::Interval::Week => "theo tuần",
        crate::address::Interval::Month => "theo tháng",
        crate::address::Interval::Quarter => "theo quý",
    },
    empty: "Chưa có khảo sát nào",
    empty_advice: "Mỗi khảo sát sẽ hiện ở đây cùng điểm số, mức độ chắc chắn và thay đổi của nó. Khảo sát đầu tiên được tạo bằng một yêu cầu đến API.",
    to_ask: "Cách đặt câu hỏi",
    foot: |level| {
        format!(
            "Mỗi điểm đi kèm khoảng tin cậy {level}%: khoảng chứa điểm của toàn bộ khách, nếu người trả lời giống với người không trả lời."
        )
    },
    last_days: |days| {
        if days == 365 { "Một năm qua".to_owned() } else { format!("{days} ngày qua") }
    },
    period: "Khoảng thời gian",
    from: "Ngày đầu",
    to: "Ngày cuối",
    show: "Xem",
    other_period: "Khoảng khác",
    with_comment: "có bình luận",
    lead: |worse, better, others| {
        let mut said = Vec::new();
        if !worse.is_empty() {
            said.push(format!("{} kém đi.", join(worse, "và")));
        }
        if !better.is_empty() {
            said.push(format!("{} tốt lên.", join(better, "và")));
        }
        if said.is_empty() {
            return "Chưa khảo sát nào có thay đổi rõ rệt.".to_owned();
        }
        if others > 0 {
            said.push("Các khảo sát khác chưa thể nói có khác biệt.".to_owned());
        }
        said.join(" ")
    },
    see_where: "Xem ở đâu",
    lead_note: "Mỗi thay đổi được nêu đều khó có thể chỉ là ngẫu nhiên. Mỗi khảo sát được xét riêng.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lead_names_what_changed_and_claims_nothing_else() {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let said = (EN.lead)(&names(&["Getting help"]), &names(&["A", "B"]), 1);
        assert_eq!(
            said,
            "“Getting help” has become worse. “A” and “B” have become better. Of the rest, none can be told."
        );
        assert_eq!((EN.lead)(&[], &[], 3), "No survey shows a change that can be told.");
        assert_eq!((VI.lead)(&names(&["A"]), &[], 0), "“A” kém đi.");
    }
}
