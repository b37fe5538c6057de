//! Sentences about differences: what is known, what is not, what to do. Never “significant”, never
//! “no change”.

use crate::address::Compare;

/// The texts. Numbers come in as they are to be read.
#[derive(Debug)]
pub struct Texts {
    /// On the chip, beside the other period.
    pub better: fn(Compare) -> &'static str,
    /// On the chip.
    pub worse: fn(Compare) -> &'static str,
    /// On the chip.
    pub same: &'static str,
    /// On the chip.
    pub few: &'static str,
    /// On the chip.
    pub not_final: &'static str,
    /// On the chip.
    pub none: &'static str,
    /// Heading: better than what, and the days of that.
    pub better_line: fn(Compare, &str) -> String,
    /// Heading: worse than what, and the days of that.
    pub worse_line: fn(Compare, &str) -> String,
    /// Level, least and most of a rise.
    pub rise: fn(&str, &str, &str) -> String,
    /// Level, least and most of a fall.
    pub fall: fn(&str, &str, &str) -> String,
    /// Ends of a difference that can't be told.
    pub anything: fn(&str, &str) -> String,
    /// Value, level, low, high, in few words.
    pub short: fn(&str, &str, &str, &str) -> String,
    /// Number of responses that are too few.
    pub few_line: fn(&str) -> String,
    /// Days of the other period, which has too few.
    pub few_before_line: fn(&str) -> String,
    /// On the chip: the other period has no responses.
    pub nothing_before: &'static str,
    /// Its days.
    pub nothing_before_line: fn(&str) -> String,
    /// Change, and number of responses that would tell it.
    pub few_advice: fn(&str, &str) -> String,
    /// The same without knowing how many.
    pub few_plain: &'static str,
    /// Change and number of responses that would tell it, and how many more these are.
    pub power: fn(&str, &str, &str) -> String,
    /// No responses.
    pub none_line: &'static str,
    /// Advice.
    pub none_advice: &'static str,
    /// Responses counted so far.
    pub counted: fn(&str) -> String,
    /// While it is not final.
    pub not_final_line: &'static str,
    /// Consequence.
    pub not_final_advice: &'static str,
    /// A target that is reached.
    pub target: fn(&str) -> String,
    /// A target that is reached.
    pub reached: &'static str,
    /// A target that is missed.
    pub missed: &'static str,
    /// A target of which nothing is certain yet.
    pub open: &'static str,
    /// Number of responses that would tell.
    pub open_advice: fn(&str) -> String,
    /// Beside the rest: worse.
    pub worse_than_rest: &'static str,
    /// Beside the rest: better.
    pub better_than_rest: &'static str,
    /// Beside the rest: none can be told.
    pub like_rest: &'static str,
    /// Beside the rest: too few.
    pub few_beside_rest: &'static str,
    /// Worst value: place and score.
    pub hurts: fn(&str, &str) -> String,
    /// Nothing stands out.
    pub hurts_nowhere: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    better: |than| match than {
        Compare::MonthEarlier => "Better than a month earlier",
        Compare::YearEarlier => "Better than a year earlier",
        Compare::Previous | Compare::Nothing => "Better than before",
    },
    worse: |than| match than {
        Compare::MonthEarlier => "Worse than a month earlier",
        Compare::YearEarlier => "Worse than a year earlier",
        Compare::Previous | Compare::Nothing => "Worse than before",
    },
    same: "No difference that can be told",
    few: "Too few to say",
    not_final: "Not final yet",
    none: "No responses yet",
    better_line: |than, days| match than {
        Compare::MonthEarlier => format!("Better than in the same days a month earlier ({days})."),
        Compare::YearEarlier => format!("Better than in the same days a year earlier ({days})."),
        Compare::Previous | Compare::Nothing => format!("Better than in the time before ({days})."),
    },
    worse_line: |than, days| match than {
        Compare::MonthEarlier => format!("Worse than in the same days a month earlier ({days})."),
        Compare::YearEarlier => format!("Worse than in the same days a year earlier ({days})."),
        Compare::Previous | Compare::Nothing => format!("Worse than in the time before ({days})."),
    },
    rise: |level, least, most| {
        format!(
            "With {level}% certainty the true rise lies between {least} and {most} points, so chance alone is an unlikely reason."
        )
    },
    fall: |level, least, most| {
        format!(
            "With {level}% certainty the true fall lies between {least} and {most} points, so chance alone is an unlikely reason."
        )
    },
    anything: |low, high| format!("The true change may be anything from {low} to {high}."),
    short: |value, level, low, high| format!("{value}, with {level}% certainty {low} to {high}"),
    few_line: |n| format!("Too few responses to say: {n}."),
    few_before_line: |days| format!("Too few responses before to compare with ({days})."),
    nothing_before: "Nothing to compare with",
    nothing_before_line: |days| format!("No responses before to compare with ({days})."),
    few_advice: |change, needed| {
        format!(
            "A comparison needs 10 on each side; a change of {change} points needs about {needed}."
        )
    },
    few_plain: "A comparison needs 10 on each side.",
    power: |change, needed, more| {
        format!(
            "To tell a change of {change} points, each period needs about {needed} responses: {more} more."
        )
    },
    none_line: "No responses yet.",
    none_advice: "Either nobody has been asked in this time, or nobody has answered. Look at another period, or at the ways to ask.",
    counted: |n| format!("Responses counted so far: {n}"),
    not_final_line: "Not final yet.",
    not_final_advice: "The score comes when all responses of this time are counted. Nothing is shown that could still turn out different.",
    target: |value| format!("Target {value}"),
    reached: "Above the target",
    missed: "Below the target",
    open: "Not certain yet",
    open_advice: |n| format!("about {n} more responses would tell"),
    worse_than_rest: "worse than the rest",
    better_than_rest: "better than the rest",
    like_rest: "can’t be told apart",
    few_beside_rest: "too few to say",
    hurts: |place, score| format!("It hurts most at “{place}”. There the score is {score}."),
    hurts_nowhere: "No place can be told from the rest.",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    better: |than| match than {
        Compare::MonthEarlier => "Tốt hơn tháng trước",
        Compare::YearEarlier => "Tốt hơn cùng kỳ năm trước",
        Compare::Previous | Compare::Nothing => "Tốt hơn kỳ trước",
    },
    worse: |than| match than {
        Compare::MonthEarlier => "Kém hơn tháng trước",
        Compare::YearEarlier => "Kém hơn cùng kỳ năm trước",
        Compare::Previous | Compare::Nothing => "Kém hơn kỳ trước",
    },
    same: "Chưa đủ cơ sở để nói có khác biệt",
    few: "Chưa đủ để kết luận",
    not_final: "Chưa phải số cuối cùng",
    none: "Chưa có phản hồi",
    better_line: |than, days| match than {
        Compare::MonthEarlier => {
            format!("Tốt hơn so với cùng những ngày này tháng trước ({days}).")
        }
        Compare::YearEarlier => format!("Tốt hơn so với cùng kỳ năm trước ({days})."),
        Compare::Previous | Compare::Nothing => format!("Tốt hơn so với kỳ liền trước ({days})."),
    },
    worse_line: |than, days| match than {
        Compare::MonthEarlier => {
            format!("Kém hơn so với cùng những ngày này tháng trước ({days}).")
        }
        Compare::YearEarlier => format!("Kém hơn so với cùng kỳ năm trước ({days})."),
        Compare::Previous | Compare::Nothing => format!("Kém hơn so với kỳ liền trước ({days})."),
    },
    rise: |level, least, most| {
        format!(
            "Với độ tin cậy {level}%, mức tăng thực nằm trong khoảng từ {least} đến {most} điểm, nên khó có thể chỉ là ngẫu nhiên."
        )
    },
    fall: |level, least, most| {
        format!(
            "Với độ tin cậy {level}%, mức giảm thực nằm trong khoảng từ {least} đến {most} điểm, nên khó có thể chỉ là ngẫu nhiên."
        )
    },
    anything: |low, high| format!("Thay đổi thực có thể nằm ở bất kỳ mức nào từ {low} đến {high}."),
    short: |value, level, low, high| {
        format!("{value}, với độ tin cậy {level}% từ {low} đến {high}")
    },
    few_line: |n| format!("Chưa đủ phản hồi để kết luận: mới có {n}."),
    few_before_line: |days| format!("Kỳ trước ({days}) có quá ít phản hồi để so sánh."),
    nothing_before: "Chưa có gì để so sánh",
    nothing_before_line: |days| format!("Kỳ trước ({days}) không có phản hồi nào để so sánh."),
    few_advice: |change, needed| {
        format!(
            "Muốn so sánh, mỗi kỳ cần ít nhất 10; muốn thấy thay đổi {change} điểm, cần khoảng {needed}."
        )
    },
    few_plain: "Muốn so sánh, mỗi kỳ cần ít nhất 10.",
    power: |change, needed, more| {
        format!(
            "Muốn thấy thay đổi {change} điểm, mỗi kỳ cần khoảng {needed} phản hồi: thêm {more}."
        )
    },
    none_line: "Chưa có phản hồi.",
    none_advice: "Trong thời gian này chưa ai được hỏi, hoặc chưa ai trả lời. Hãy xem khoảng thời gian khác, hoặc xem các cách đặt câu hỏi.",
    counted: |n| format!("Đã đếm {n} phản hồi"),
    not_final_line: "Chưa phải số cuối cùng.",
    not_final_advice: "Điểm sẽ hiện khi đếm xong mọi phản hồi của thời gian này. Những gì còn có thể thay đổi thì chưa được hiển thị.",
    target: |value| format!("Mục tiêu {value}"),
    reached: "Đạt mục tiêu",
    missed: "Dưới mục tiêu",
    open: "Chưa chắc chắn",
    open_advice: |n| format!("cần thêm khoảng {n} phản hồi"),
    worse_than_rest: "kém hơn phần còn lại",
    better_than_rest: "tốt hơn phần còn lại",
    like_rest: "chưa thể phân biệt",
    few_beside_rest: "chưa đủ để kết luận",
    hurts: |place, score| format!("Điểm yếu nhất là “{place}”: chỉ đạt {score}."),
    hurts_nowhere: "Chưa đủ cơ sở để nói có nơi nào khác phần còn lại.",
};
