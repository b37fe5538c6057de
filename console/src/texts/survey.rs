//! A survey's results.

use crate::address::Compare;

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// A version of the survey, at its first day.
    pub version_mark: fn(u32) -> String,
    /// The same in a table: from then on.
    pub version_from: fn(u32, &str) -> String,
    /// A version of the built-in wording, at its first day.
    pub wording_mark: fn(u8) -> String,
    /// The same in a table: from then on.
    pub wording_from: fn(u8, &str) -> String,
    /// The name of the bar of choices.
    pub shown: &'static str,
    /// The bar: whose responses.
    pub everyone: &'static str,
    /// The bar: whose responses, when filters limit them.
    pub those: &'static str,
    /// The bar: between whose and when.
    pub in_time: &'static str,
    /// The bar: before the comparison.
    pub beside: &'static str,
    /// The bar: before the level.
    pub at: &'static str,
    /// A comparison's name.
    pub compare: fn(Compare) -> &'static str,
    /// A level's name.
    pub certainty: fn(u8) -> String,
    /// The label of that choice.
    pub compare_label: &'static str,
    /// The label of that choice.
    pub certainty_label: &'static str,
    /// The button.
    pub add_filter: &'static str,
    /// The button that drops one filter.
    pub drop_filter: fn(&str) -> String,
    /// Several values of a filter.
    pub or: &'static str,
    /// Number that is left, for those who don't see it.
    pub left: fn(&str) -> String,
    /// The button.
    pub print: &'static str,
    /// The link.
    pub read_all: &'static str,
    /// A fact.
    pub with_comment: &'static str,
    /// More or fewer than before.
    pub more_than_before: fn(&str) -> String,
    /// A heading.
    pub over_time: &'static str,
    /// Below it.
    pub over_time_note: fn(&str) -> String,
    /// The table's caption.
    pub over_time_caption: &'static str,
    /// Sentence of the picture: number of pieces, first score, last score.
    pub over_time_said: fn(&str, &str, &str) -> String,
    /// A piece with fewer than ten responses.
    pub few: &'static str,
    /// Columns: time, score, interval, note.
    pub time: &'static str,
    /// A column.
    pub score: &'static str,
    /// A column.
    pub note: &'static str,
    /// The choice of pieces.
    pub interval: &'static str,
    /// Day, week, month, quarter.
    pub intervals: [&'static str; 4],
    /// A heading.
    pub hurts: &'static str,
    /// Below it.
    pub hurts_note: &'static str,
    /// The caption: the score of all, and the number of values.
    pub hurts_caption: fn(&str, usize) -> String,
    /// The choice of a dimension.
    pub by: &'static str,
    /// A column.
    pub moves: &'static str,
    /// The middle of the scale's head.
    pub scale: fn(&str) -> String,
    /// Nothing to break down.
    pub hurts_empty: &'static str,
    /// The button in a row: show these alone.
    pub only: fn(&str) -> String,
    /// The last row.
    pub all: &'static str,
    /// A heading.
    pub spread: &'static str,
    /// Below it.
    pub spread_note: &'static str,
    /// Sentence of the picture: number in the high group, of all, its name.
    pub spread_said: fn(&str, &str, &str) -> String,
    /// Columns.
    pub group: &'static str,
    /// A column.
    pub share: &'static str,
    /// A heading.
    pub compared: &'static str,
    /// Below it.
    pub compared_note: &'static str,
    /// A row, a column.
    pub period: &'static str,
    /// A row.
    pub difference: &'static str,
    /// The interval leaves out zero.
    pub leaves_out_zero: &'static str,
    /// The interval holds zero.
    pub holds_zero: &'static str,
    /// A heading.
    pub words: &'static str,
    /// Below it: number of comments.
    pub words_note: fn(&str) -> String,
    /// No comments.
    pub words_empty: &'static str,
    /// At the foot of the print: site, survey, period, zone, time.
    pub printed: fn(&str, &str, &str, &str, &str) -> String,
    /// No survey of that name.
    pub gone: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    version_mark: |version| format!("Version {version}"),
    version_from: |version, day| format!("Version {version} since {day}"),
    wording_mark: |wording| format!("Wording {wording}"),
    wording_from: |wording, day| format!("Wording {wording} since {day}"),
    shown: "What is shown",
    everyone: "Everyone",
    those: "Those with",
    in_time: "in",
    beside: "beside",
    at: "at",
    compare: |compare| match compare {
        Compare::Previous => "the time before",
        Compare::MonthEarlier => "a month earlier",
        Compare::YearEarlier => "a year earlier",
        Compare::Nothing => "nothing",
    },
    certainty: |level| format!("{level}% certainty"),
    compare_label: "Compare with",
    certainty_label: "Certainty",
    add_filter: "Add a filter",
    drop_filter: |filter| format!("Drop the filter {filter}"),
    or: " or ",
    left: |n| format!("Shown: {n}."),
    print: "Print",
    read_all: "Read all",
    with_comment: "With a comment",
    more_than_before: |n| format!("{n} beside the time before"),
    over_time: "The score over time",
    over_time_note: |level| format!("The band is the {level}% interval of each piece."),
    over_time_caption: "The score over time. Pieces with fewer than 10 responses are marked “few”.",
    over_time_said: |pieces, first, last| {
        format!(
            "The score in {pieces} pieces of time with its interval: {first} in the first, {last} in the last."
        )
    },
    few: "few",
    time: "Time",
    score: "Score",
    note: "Note",
    interval: "Pieces",
    intervals: ["Day", "Week", "Month", "Quarter"],
    hurts: "Where it hurts",
    hurts_note: "What drags the score most stands first.",
    hurts_caption: |score, n| {
        format!(
            "The dashed line is the score of all, {score}. The last column says by how much a value moves it. Comparisons looked at together: {n} (Holm)."
        )
    },
    by: "By",
    moves: "Moves it by",
    scale: |level| format!("score, {level}% interval"),
    hurts_empty: "No response of this time has such a value.",
    only: |value| format!("Show only {value}"),
    all: "All",
    spread: "How the answers are spread",
    spread_note: "Number of responses for each score.",
    spread_said: |n, of, group| format!("{n} of {of} responses belong to the group {group}."),
    group: "Group",
    share: "Share",
    compared: "Beside the other time",
    compared_note: "The difference counts, not whether the two bars overlap.",
    period: "Period",
    difference: "Difference",
    leaves_out_zero: "The interval of the difference leaves out zero, so chance alone is an unlikely reason.",
    holds_zero: "The interval of the difference holds zero: no difference that can be told.",
    words: "In their words",
    words_note: |n| format!("{n} comments; the newest."),
    words_empty: "Nobody has written a comment in this time.",
    printed: |site, survey, period, zone, time| {
        format!(
            "{site}, “{survey}”, {period} ({zone}). Final figures, fetched on {time}. The intervals speak of sampling, not of those who did not answer."
        )
    },
    gone: "There is no survey of that name",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    version_mark: |version| format!("Phiên bản {version}"),
    version_from: |version, day| format!("Phiên bản {version} từ {day}"),
    wording_mark: |wording| format!("Cách hỏi {wording}"),
    wording_from: |wording, day| format!("Cách hỏi {wording} từ {day}"),
    shown: "Đang xem",
    everyone: "Mọi người",
    those: "Phản hồi có",
    in_time: "trong",
    beside: "so với",
    at: "với",
    compare: |compare| match compare {
        Compare::Previous => "kỳ liền trước",
        Compare::MonthEarlier => "tháng trước",
        Compare::YearEarlier => "cùng kỳ năm trước",
        Compare::Nothing => "không so sánh",
    },
    certainty: |level| format!("độ tin cậy {level}%"),
    compare_label: "So sánh với",
    certainty_label: "Độ tin cậy",
    add_filter: "Thêm bộ lọc",
    drop_filter: |filter| format!("Bỏ bộ lọc {filter}"),
    or: " hoặc ",
    left: |n| format!("Đang hiển thị {n}."),
    print: "In",
    read_all: "Đọc tất cả",
    with_comment: "Có bình luận",
    more_than_before: |n| format!("{n} so với kỳ kia"),
    over_time: "Điểm theo thời gian",
    over_time_note: |level| format!("Dải màu là khoảng tin cậy {level}% của từng chặng."),
    over_time_caption: "Điểm theo thời gian. Chặng có dưới 10 phản hồi được ghi “ít”.",
    over_time_said: |pieces, first, last| {
        format!(
            "Điểm qua {pieces} chặng cùng khoảng tin cậy: chặng đầu {first}, chặng cuối {last}."
        )
    },
    few: "ít",
    time: "Thời gian",
    score: "Điểm",
    note: "Ghi chú",
    interval: "Chặng",
    intervals: ["Ngày", "Tuần", "Tháng", "Quý"],
    hurts: "Điểm yếu ở đâu",
    hurts_note: "Nơi kéo điểm xuống nhiều nhất đứng đầu.",
    hurts_caption: |score, n| {
        format!(
            "Đường nét đứt là điểm chung, {score}. Cột cuối cho biết mỗi giá trị làm điểm chung thay đổi bao nhiêu. Số phép so sánh cùng lúc: {n} (Holm)."
        )
    },
    by: "Theo",
    moves: "Làm thay đổi",
    scale: |level| format!("điểm, khoảng tin cậy {level}%"),
    hurts_empty: "Không phản hồi nào của thời gian này có giá trị như vậy.",
    only: |value| format!("Chỉ xem {value}"),
    all: "Tất cả",
    spread: "Phân bố câu trả lời",
    spread_note: "Số phản hồi cho mỗi điểm.",
    spread_said: |n, of, group| format!("{n} trên {of} phản hồi thuộc nhóm {group}."),
    group: "Nhóm",
    share: "Tỷ lệ",
    compared: "So với kỳ kia",
    compared_note: "Điều quan trọng là hiệu số, không phải việc hai thanh có chồng lên nhau hay không.",
    period: "Kỳ",
    difference: "Hiệu số",
    leaves_out_zero: "Khoảng tin cậy của hiệu số không chứa số 0, nên khó có thể chỉ là ngẫu nhiên.",
    holds_zero: "Khoảng tin cậy của hiệu số chứa số 0: chưa thể nói có khác biệt.",
    words: "Lời của khách",
    words_note: |n| format!("{n} bình luận; mới nhất trước."),
    words_empty: "Trong thời gian này chưa ai viết bình luận.",
    printed: |site, survey, period, zone, time| {
        format!(
            "{site}, “{survey}”, {period} ({zone}). Số liệu cuối cùng, lấy lúc {time}. Khoảng tin cậy chỉ nói về việc lấy mẫu, không nói về những người không trả lời."
        )
    },
    gone: "Không có khảo sát nào tên như vậy",
};
