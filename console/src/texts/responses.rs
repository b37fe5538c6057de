//! People's comments.

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// The line under the heading.
    pub intro: &'static str,
    /// The name of the row of filters.
    pub filters: &'static str,
    /// The start of the sentence, before a group.
    pub those_in: &'static str,
    /// Every group.
    pub everyone: &'static str,
    /// Before a survey.
    pub on: &'static str,
    /// A survey, as it is named in the sentence.
    pub survey_named: fn(&str) -> String,
    /// Before a period.
    pub during: &'static str,
    /// Before values of a dimension.
    pub with: &'static str,
    /// A period of so many days up to today.
    pub last_days: fn(i64, &str) -> String,
    /// No limit of time.
    pub all_time: &'static str,
    /// The choice of two dates.
    pub own_dates: &'static str,
    /// The first day.
    pub from: &'static str,
    /// The last day.
    pub to: &'static str,
    /// The button that takes what was entered.
    pub apply: &'static str,
    /// The end is before the start.
    pub end_before_start: &'static str,
    /// The button that opens more filters.
    pub add_filter: &'static str,
    /// The button that drops all filters.
    pub clear: &'static str,
    /// The button that drops one filter.
    pub drop: fn(&str) -> String,
    /// Responses with a comment.
    pub with_comment: &'static str,
    /// Responses without a comment.
    pub without_comment: &'static str,
    /// A searched text.
    pub saying: fn(&str) -> String,
    /// The field of the search.
    pub search: &'static str,
    /// Its hint.
    pub search_hint: &'static str,
    /// The field of a value.
    pub value: &'static str,
    /// Its hint for a touchpoint or an attribute.
    pub value_hint: &'static str,
    /// Responses that lack a value.
    pub none_given: &'static str,
    /// Number of responses shown, with more to come.
    pub shown_so_far: fn(u64, &str) -> String,
    /// Number of responses when all are shown.
    pub found: fn(u64, &str) -> String,
    /// The order.
    pub newest_first: &'static str,
    /// The button.
    pub more: &'static str,
    /// While more are fetched.
    pub fetching: &'static str,
    /// A response without a comment.
    pub no_comment: &'static str,
    /// Before a score, for readers.
    pub score: &'static str,
    /// Group and score: `Detractor, 4 of 10`.
    pub of_scale: fn(&str, &str) -> String,
    /// The visitor left before finishing.
    pub unfinished: &'static str,
    /// A day.
    pub today: &'static str,
    /// A day.
    pub yesterday: &'static str,
    /// The side panel while nothing is chosen.
    pub choose_one: &'static str,
    /// Consequence of the choice.
    pub choose_one_advice: &'static str,
    /// Heading of what is known.
    pub known: &'static str,
    /// The respondent.
    pub respondent: &'static str,
    /// The survey's version.
    pub version_shown: &'static str,
    /// Time to the tap.
    pub took: &'static str,
    /// Seconds in words.
    pub seconds: fn(&str) -> String,
    /// Time at which it came.
    pub given: &'static str,
    /// The id.
    pub id: &'static str,
    /// The button that closes the detail.
    pub back_to_list: &'static str,
    /// Filter by this value.
    pub only_these: fn(&str) -> String,
    /// The button.
    pub export: &'static str,
    /// Contents of an export.
    pub export_says: &'static str,
    /// A choice.
    pub csv: &'static str,
    /// Its use.
    pub csv_says: &'static str,
    /// A choice.
    pub ndjson: &'static str,
    /// Its use.
    pub ndjson_says: &'static str,
    /// Progress of an export, in pieces.
    pub exporting: fn(&str) -> String,
    /// An export is saved.
    pub exported: fn(&str) -> String,
    /// An export failed.
    pub export_failed: &'static str,
    /// The button that ends an export.
    pub cancel: &'static str,
    /// The button.
    pub delete: &'static str,
    /// The question.
    pub delete_question: &'static str,
    /// The loss.
    pub delete_says: &'static str,
    /// The harmless choice.
    pub keep: &'static str,
    /// The other.
    pub do_delete: &'static str,
    /// Done.
    pub deleted: &'static str,
    /// Reason for which there is no such button.
    pub delete_no_right: &'static str,
    /// Nothing fits the filters.
    pub nothing: &'static str,
    /// Advice.
    pub nothing_advice: &'static str,
    /// The survey has none.
    pub none_yet: &'static str,
    /// Advice.
    pub none_yet_advice: &'static str,
    /// The way to do it.
    pub to_ask: &'static str,
    /// The site has no survey.
    pub no_survey: &'static str,
    /// Advice.
    pub no_survey_advice: &'static str,
    /// The button that lists the keys.
    pub keys: &'static str,
    /// Keys: next and previous.
    pub key_move: &'static str,
    /// Key: open.
    pub key_open: &'static str,
    /// Key: search.
    pub key_search: &'static str,
    /// Key: this list.
    pub key_help: &'static str,
    /// Key: close.
    pub key_close: &'static str,
    /// The switch.
    pub single_letters: &'static str,
    /// Its reason.
    pub single_letters_says: &'static str,
    /// The button.
    pub close: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    intro: "What people said, in their own words",
    filters: "Filters",
    those_in: "From",
    everyone: "everyone",
    on: "on",
    survey_named: |survey| format!("“{survey}”"),
    during: "in",
    with: "with",
    last_days: |n, shown| {
        if n == 1 { "today".to_owned() } else { format!("the last {shown} days") }
    },
    all_time: "all time",
    own_dates: "Other dates",
    from: "First day",
    to: "Last day",
    apply: "Show these",
    end_before_start: "The last day is before the first.",
    add_filter: "Add a filter",
    clear: "Clear all",
    drop: |filter| format!("Remove the filter {filter}"),
    with_comment: "with a comment",
    without_comment: "without a comment",
    saying: |text| format!("saying “{text}”"),
    search: "Words in the comment",
    search_hint: "Capitals make no difference",
    value: "Value",
    value_hint: "Exactly as your page sends it",
    none_given: "none given",
    shown_so_far: |_, shown| format!("{shown} shown, there are more"),
    found: |n, shown| if n == 1 { "1 response".to_owned() } else { format!("{shown} responses") },
    newest_first: "newest first",
    more: "Show more",
    fetching: "Fetching more",
    no_comment: "Without a comment",
    score: "Score",
    of_scale: |score, most| format!("{score} of {most}"),
    unfinished: "Left before the comment was sent",
    today: "Today",
    yesterday: "Yesterday",
    choose_one: "No response is chosen",
    choose_one_advice: "Choose one in the list to see where and how it was given.",
    known: "What is known",
    respondent: "Respondent",
    version_shown: "Survey version",
    took: "Answered after",
    seconds: |shown| format!("{shown} seconds"),
    given: "Given",
    id: "Id",
    back_to_list: "Back to the list",
    only_these: |value| format!("Only responses with {value}"),
    export: "Export these",
    export_says: "The file holds exactly what the filters leave, the oldest first.",
    csv: "CSV",
    csv_says: "For spreadsheets. What looks like a formula is made harmless.",
    ndjson: "NDJSON",
    ndjson_says: "For programs: one response a line, as it was given.",
    exporting: |pieces| format!("Fetching piece {pieces}"),
    exported: |name| format!("{name} is saved."),
    export_failed: "The export broke off, and nothing was saved. Try again.",
    cancel: "Stop",
    delete: "Delete this response",
    delete_question: "Delete this response?",
    delete_says: "It leaves every score, every file and every list, and nobody can bring it back.",
    keep: "Keep it",
    do_delete: "Delete 1 response",
    deleted: "The response is deleted. Lists elsewhere may show it for another minute.",
    delete_no_right: "Your key may read. A key that may also change things can delete.",
    nothing: "No response fits these filters",
    nothing_advice: "Take a filter away, or look at a longer time.",
    none_yet: "No responses yet",
    none_yet_advice: "They stand here, the newest first, a minute or so after they are given.",
    to_ask: "See how to ask",
    no_survey: "This site has no survey yet",
    no_survey_advice: "Responses belong to a survey. Make one by the API; the README shows the request.",
    keys: "All keys",
    key_move: "next, previous",
    key_open: "open",
    key_search: "search",
    key_help: "all keys",
    key_close: "close",
    single_letters: "Keys of one letter",
    single_letters_says: "Switch them off if you speak to your computer, or if they get in your way.",
    close: "Close",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    intro: "Khách nói gì, bằng lời của chính họ",
    filters: "Bộ lọc",
    those_in: "Từ",
    everyone: "mọi người",
    on: "về",
    survey_named: |survey| format!("“{survey}”"),
    during: "trong",
    with: "với",
    last_days: |n, shown| if n == 1 { "hôm nay".to_owned() } else { format!("{shown} ngày qua") },
    all_time: "mọi thời gian",
    own_dates: "Ngày khác",
    from: "Ngày đầu",
    to: "Ngày cuối",
    apply: "Hiển thị",
    end_before_start: "Ngày cuối đứng trước ngày đầu.",
    add_filter: "Thêm bộ lọc",
    clear: "Bỏ hết",
    drop: |filter| format!("Bỏ bộ lọc {filter}"),
    with_comment: "có bình luận",
    without_comment: "không có bình luận",
    saying: |text| format!("nói “{text}”"),
    search: "Từ trong bình luận",
    search_hint: "Không phân biệt chữ hoa, chữ thường",
    value: "Giá trị",
    value_hint: "Đúng như trang web của bạn gửi",
    none_given: "không có",
    shown_so_far: |_, shown| format!("Đang hiện {shown}, còn nữa"),
    found: |_, shown| format!("{shown} phản hồi"),
    newest_first: "mới nhất trước",
    more: "Xem thêm",
    fetching: "Đang tải thêm",
    no_comment: "Không có bình luận",
    score: "Điểm",
    of_scale: |score, most| format!("{score} trên {most}"),
    unfinished: "Rời đi trước khi gửi bình luận",
    today: "Hôm nay",
    yesterday: "Hôm qua",
    choose_one: "Chưa chọn phản hồi nào",
    choose_one_advice: "Chọn một phản hồi trong danh sách để xem nó được gửi ở đâu và như thế nào.",
    known: "Những gì đã biết",
    respondent: "Người trả lời",
    version_shown: "Phiên bản khảo sát",
    took: "Trả lời sau",
    seconds: |shown| format!("{shown} giây"),
    given: "Thời điểm",
    id: "Mã",
    back_to_list: "Về danh sách",
    only_these: |value| format!("Chỉ các phản hồi có {value}"),
    export: "Xuất các phản hồi này",
    export_says: "Tệp chứa đúng những gì bộ lọc giữ lại, cũ nhất trước.",
    csv: "CSV",
    csv_says: "Cho bảng tính. Nội dung trông như công thức được vô hiệu hóa.",
    ndjson: "NDJSON",
    ndjson_says: "Cho chương trình: mỗi dòng một phản hồi, đúng như đã gửi.",
    exporting: |pieces| format!("Đang tải phần {pieces}"),
    exported: |name| format!("Đã lưu {name}."),
    export_failed: "Việc xuất bị ngắt giữa chừng, chưa có gì được lưu. Hãy thử lại.",
    cancel: "Dừng",
    delete: "Xóa phản hồi này",
    delete_question: "Xóa phản hồi này?",
    delete_says: "Phản hồi sẽ biến mất khỏi mọi điểm số, mọi tệp và mọi danh sách, không ai khôi phục được.",
    keep: "Giữ lại",
    do_delete: "Xóa 1 phản hồi",
    deleted: "Đã xóa phản hồi. Danh sách ở nơi khác có thể còn hiện thêm khoảng một phút.",
    delete_no_right: "Khóa của bạn chỉ được đọc. Muốn xóa, cần khóa có quyền thay đổi.",
    nothing: "Không có phản hồi nào khớp với bộ lọc",
    nothing_advice: "Hãy bỏ bớt một bộ lọc, hoặc xem một khoảng thời gian dài hơn.",
    none_yet: "Chưa có phản hồi",
    none_yet_advice: "Phản hồi sẽ hiện ở đây, mới nhất trước, khoảng một phút sau khi được gửi.",
    to_ask: "Xem cách đặt câu hỏi",
    no_survey: "Trang này chưa có khảo sát",
    no_survey_advice: "Mỗi phản hồi thuộc về một khảo sát. Hãy tạo khảo sát qua API; tệp README có yêu cầu mẫu.",
    keys: "Mọi phím tắt",
    key_move: "sau, trước",
    key_open: "mở",
    key_search: "tìm",
    key_help: "mọi phím tắt",
    key_close: "đóng",
    single_letters: "Phím tắt một chữ cái",
    single_letters_says: "Hãy tắt nếu bạn điều khiển máy bằng giọng nói, hoặc nếu chúng gây vướng.",
    close: "Đóng",
};
