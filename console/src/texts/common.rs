//! Words that several places say.

use domain::Group;

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// The name of a group.
    pub group: fn(Group) -> &'static str,
    /// Behind a CES score: of 7.
    pub of_seven: &'static str,
    /// A range: low to high.
    pub to: fn(&str, &str) -> String,
    /// `95% interval`.
    pub interval: fn(&str) -> String,
    /// Number of responses in words.
    pub responses: fn(u64, &str) -> String,
    /// Column and fact.
    pub responses_label: &'static str,
    /// State of a survey.
    pub live: &'static str,
    /// State of a survey.
    pub paused: &'static str,
    /// State of a survey.
    pub deleted: &'static str,
    /// The control that shows the picture.
    pub chart: &'static str,
    /// The control that shows the table.
    pub table: &'static str,
    /// The name of that pair of controls.
    pub show_as: &'static str,
    /// The button that saves or copies a picture.
    pub picture: &'static str,
    /// A choice.
    pub picture_png: &'static str,
    /// A choice.
    pub picture_svg: &'static str,
    /// A choice.
    pub picture_copy: &'static str,
    /// After a choice.
    pub picture_saved: &'static str,
    /// After a choice.
    pub picture_copied: &'static str,
    /// After a choice that failed.
    pub picture_failed: &'static str,
    /// While something is fetched.
    pub loading: &'static str,
    /// The button.
    pub try_again: &'static str,
    /// Title: the collector can't be reached.
    pub away: &'static str,
    /// Advice.
    pub away_advice: &'static str,
    /// Title: no right.
    pub no_right: &'static str,
    /// Advice.
    pub no_right_advice: &'static str,
    /// Title: not there.
    pub not_found: &'static str,
    /// Advice.
    pub not_found_advice: &'static str,
    /// Title: too many requests.
    pub busy: &'static str,
    /// Advice, with seconds.
    pub busy_advice: fn(u32) -> String,
    /// Title: fields at fault.
    pub invalid: &'static str,
    /// Title: another fault.
    pub fault: &'static str,
    /// Advice, with the request's id.
    pub fault_advice: fn(&str) -> String,
    /// The way back to what works.
    pub to_overview: &'static str,
    /// A value that is absent.
    pub no_value: &'static str,
    /// All values that are not named.
    pub other_values: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    group: |group| match group {
        Group::Detractor => "Detractors",
        Group::Passive => "Passives",
        Group::Promoter => "Promoters",
        Group::Hard => "Hard",
        Group::Neutral => "Neither",
        Group::Easy => "Easy",
        Group::Unsatisfied => "Dissatisfied",
        Group::Satisfied => "Satisfied",
    },
    of_seven: "of 7",
    to: |low, high| format!("{low} to {high}"),
    interval: |level| format!("{level}% interval"),
    responses: |n, shown| {
        if n == 1 { format!("{shown} response") } else { format!("{shown} responses") }
    },
    responses_label: "Responses",
    live: "Live",
    paused: "Paused",
    deleted: "Deleted",
    chart: "Chart",
    table: "Table",
    show_as: "Show as",
    picture: "Save or copy the picture",
    picture_png: "Save as PNG",
    picture_svg: "Save as SVG",
    picture_copy: "Copy as a picture",
    picture_saved: "Saved",
    picture_copied: "Copied",
    picture_failed: "The browser did not allow it",
    loading: "Loading",
    try_again: "Try again",
    away: "The collector can’t be reached",
    away_advice: "Nothing is lost: responses that come in are kept by the visitors’ browsers and sent later. Check your connection, then try again.",
    no_right: "Your key has no right to this",
    no_right_advice: "It belongs to another site, or may only read. Sign in with another key, or ask whoever set up Hearby.",
    not_found: "This is not here",
    not_found_advice: "The site or survey may have been deleted, or the address may be mistyped.",
    busy: "Too many requests at once",
    busy_advice: |seconds| format!("The collector takes more in about {seconds} seconds."),
    invalid: "The address asks for something that can’t be shown",
    fault: "The collector could not answer",
    fault_advice: |id| {
        format!("Whoever runs it finds the reason in its log under the request {id}.")
    },
    to_overview: "To the overview",
    no_value: "None given",
    other_values: "All others",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    group: |group| match group {
        Group::Detractor => "Không ủng hộ",
        Group::Passive => "Trung lập",
        Group::Promoter => "Ủng hộ",
        Group::Hard => "Khó",
        Group::Neutral => "Bình thường",
        Group::Easy => "Dễ",
        Group::Unsatisfied => "Không hài lòng",
        Group::Satisfied => "Hài lòng",
    },
    of_seven: "trên 7",
    to: |low, high| format!("{low} đến {high}"),
    interval: |level| format!("khoảng tin cậy {level}%"),
    responses: |_, shown| format!("{shown} phản hồi"),
    responses_label: "Phản hồi",
    live: "Đang chạy",
    paused: "Tạm dừng",
    deleted: "Đã xóa",
    chart: "Biểu đồ",
    table: "Bảng",
    show_as: "Hiển thị dạng",
    picture: "Lưu hoặc sao chép hình",
    picture_png: "Lưu dạng PNG",
    picture_svg: "Lưu dạng SVG",
    picture_copy: "Sao chép thành hình",
    picture_saved: "Đã lưu",
    picture_copied: "Đã sao chép",
    picture_failed: "Trình duyệt không cho phép",
    loading: "Đang tải",
    try_again: "Thử lại",
    away: "Không kết nối được với máy chủ thu thập",
    away_advice: "Không có gì bị mất: trình duyệt của khách giữ phản hồi và gửi lại sau. Hãy kiểm tra kết nối rồi thử lại.",
    no_right: "Khóa của bạn không có quyền xem mục này",
    no_right_advice: "Khóa thuộc về một trang khác, hoặc chỉ được phép đọc. Hãy đăng nhập bằng khóa khác, hoặc hỏi người đã cài đặt Hearby.",
    not_found: "Không tìm thấy mục này",
    not_found_advice: "Trang hoặc khảo sát có thể đã bị xóa, hoặc địa chỉ bị gõ sai.",
    busy: "Quá nhiều yêu cầu cùng lúc",
    busy_advice: |seconds| format!("Máy chủ sẽ nhận thêm yêu cầu sau khoảng {seconds} giây."),
    invalid: "Địa chỉ này yêu cầu điều không thể hiển thị",
    fault: "Máy chủ thu thập không trả lời được",
    fault_advice: |id| {
        format!("Người vận hành có thể tìm nguyên nhân trong nhật ký, ở yêu cầu {id}.")
    },
    to_overview: "Về trang tổng quan",
    no_value: "Không có",
    other_values: "Các giá trị khác",
};
