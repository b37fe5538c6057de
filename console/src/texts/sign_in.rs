//! Signing in.

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// The heading, with the collector's host.
    pub title: fn(&str) -> String,
    /// The page's name.
    pub page: &'static str,
    /// The line below.
    pub own: &'static str,
    /// The field.
    pub key: &'static str,
    /// Its hint.
    pub hint: &'static str,
    /// The button.
    pub sign_in: &'static str,
    /// While it is checked.
    pub checking: &'static str,
    /// The question below.
    pub where_is_it: &'static str,
    /// Its answer.
    pub where_it_is: &'static str,
    /// The field is empty.
    pub empty: &'static str,
    /// The key is too short.
    pub too_short: &'static str,
    /// The collector does not know it.
    pub wrong: &'static str,
    /// Too many wrong ones.
    pub too_many: &'static str,
    /// A session has ended.
    pub ended: &'static str,
    /// Somebody else is signed in: the question.
    pub replace: &'static str,
    /// Its meaning.
    pub replace_advice: &'static str,
    /// The harmless choice.
    pub keep: &'static str,
    /// The other.
    pub do_replace: &'static str,
    /// The large sentence beside.
    pub motto: &'static str,
    /// Text of the picture beside.
    pub picture: &'static str,
    /// Number of responses in that picture.
    pub picture_responses: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    title: |host| format!("Sign in to {host}"),
    page: "Sign in",
    own: "This is your own collector. Nobody else keeps your answers.",
    key: "Your key",
    hint: "Keep it in your password manager. The browser holds a session of 12 hours, never the key.",
    sign_in: "Sign in",
    checking: "Signing in",
    where_is_it: "Where do I find my key?",
    where_it_is: "Whoever set up Hearby makes keys in Settings, or gives you the operator’s token that was chosen at the installation.",
    empty: "Enter your key or the operator’s token.",
    too_short: "This key is not whole. It has 45 characters and begins with hbk_.",
    wrong: "The collector does not know this key. It may have been revoked, or belong to another collector.",
    too_many: "Too many wrong ones. Wait a minute, then try again.",
    ended: "Your session has ended. Sign in again to go on where you were.",
    replace: "Somebody is signed in here already. Sign them out?",
    replace_advice: "This browser holds a session with another key. It stays unless you replace it.",
    keep: "Keep that session",
    do_replace: "Sign in with this key",
    motto: "A number, and how sure you can be of it.",
    picture: "Three scores, each a dot with a whisker that becomes shorter as more people answer",
    picture_responses: "10 responses",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    title: |host| format!("Đăng nhập vào {host}"),
    page: "Đăng nhập",
    own: "Đây là máy chủ thu thập của riêng bạn. Không ai khác giữ phản hồi của bạn.",
    key: "Khóa của bạn",
    hint: "Hãy lưu khóa trong trình quản lý mật khẩu. Trình duyệt chỉ giữ phiên đăng nhập 12 giờ, không bao giờ giữ khóa.",
    sign_in: "Đăng nhập",
    checking: "Đang đăng nhập",
    where_is_it: "Tìm khóa ở đâu?",
    where_it_is: "Người đã cài đặt Hearby tạo khóa trong phần Cài đặt, hoặc đưa cho bạn mã của người vận hành được chọn khi cài đặt.",
    empty: "Hãy nhập khóa của bạn hoặc mã của người vận hành.",
    too_short: "Khóa này chưa đủ. Khóa có 45 ký tự và bắt đầu bằng hbk_.",
    wrong: "Máy chủ không biết khóa này. Khóa có thể đã bị thu hồi, hoặc thuộc về máy chủ khác.",
    too_many: "Đã nhập sai quá nhiều lần. Hãy đợi một phút rồi thử lại.",
    ended: "Phiên đăng nhập đã kết thúc. Hãy đăng nhập lại để tiếp tục.",
    replace: "Đã có người đăng nhập ở đây. Đăng xuất người đó?",
    replace_advice: "Trình duyệt này đang giữ phiên của một khóa khác. Phiên đó được giữ nguyên nếu bạn không thay.",
    keep: "Giữ phiên hiện tại",
    do_replace: "Đăng nhập bằng khóa này",
    motto: "Một con số, và mức độ chắc chắn của nó.",
    picture: "Ba điểm số, mỗi điểm là một chấm với thanh sai số ngắn dần khi có thêm người trả lời",
    picture_responses: "10 phản hồi",
};
