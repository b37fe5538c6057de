//! The site, its origins, its keys.

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// The line under the heading.
    pub intro: &'static str,
    /// The card of the site.
    pub site: &'static str,
    /// Its line.
    pub site_says: &'static str,
    /// The name in addresses.
    pub slug: &'static str,
    /// The field.
    pub product: &'static str,
    /// Its hint.
    pub product_hint: &'static str,
    /// The field.
    pub lang: &'static str,
    /// Its hint.
    pub lang_hint: &'static str,
    /// The field.
    pub origins: &'static str,
    /// Its hint.
    pub origins_hint: &'static str,
    /// There are none.
    pub origins_any: &'static str,
    /// The field.
    pub privacy_url: &'static str,
    /// Its hint.
    pub privacy_url_hint: &'static str,
    /// The other settings.
    pub more: &'static str,
    /// Days between surveys.
    pub pause: &'static str,
    /// Days in words.
    pub days: fn(u64, &str) -> String,
    /// No pause.
    pub no_pause: &'static str,
    /// The version of the built-in wording.
    pub wording: &'static str,
    /// An older one, beside the newest.
    pub older_wording: fn(u8, u8) -> String,
    /// Consent.
    pub consent: &'static str,
    /// Consent: always, after it.
    pub consents: [&'static str; 2],
    /// Global Privacy Control.
    pub gpc: &'static str,
    /// Retention.
    pub retention: &'static str,
    /// Kept until deleted.
    pub retention_none: &'static str,
    /// Scrubbing.
    pub scrub: &'static str,
    /// Yes.
    pub yes: &'static str,
    /// No.
    pub no: &'static str,
    /// Way to change these.
    pub more_says: &'static str,
    /// Title of the note on who may change the site.
    pub read_only: &'static str,
    /// The reason.
    pub read_only_says: &'static str,
    /// The button.
    pub save: &'static str,
    /// While it is saved.
    pub saving: &'static str,
    /// Done.
    pub saved: &'static str,
    /// Number of changes that are not saved.
    pub unsaved: &'static str,
    /// The button that goes back.
    pub undo: &'static str,
    /// Somebody else has changed it.
    pub changed_meanwhile: &'static str,
    /// The button that reads it again.
    pub reload: &'static str,
    /// Fields to be mended.
    pub to_mend: fn(usize) -> String,
    /// A fault at a field.
    pub fault: fn(&str, &str) -> String,
    /// A fault in a line of a field.
    pub fault_in_line: fn(usize, &str) -> String,
    /// Allowed names.
    pub name_needed: &'static str,
    /// The card of keys.
    pub keys: &'static str,
    /// Its line.
    pub keys_says: &'static str,
    /// The caption of their table.
    pub keys_caption: &'static str,
    /// Column.
    pub key_name: &'static str,
    /// Column.
    pub key_right: &'static str,
    /// Column.
    pub key_made: &'static str,
    /// Column.
    pub key_id: &'static str,
    /// Column of actions, for readers.
    pub key_actions: &'static str,
    /// Right.
    pub may_read: &'static str,
    /// Right.
    pub may_write: &'static str,
    /// Consequence of the right.
    pub may_read_says: &'static str,
    /// Consequence of the right.
    pub may_write_says: &'static str,
    /// The key of this session.
    pub this_key: &'static str,
    /// No keys.
    pub no_keys: &'static str,
    /// Advice.
    pub no_keys_advice: &'static str,
    /// Note on who may see the keys.
    pub keys_no_right: &'static str,
    /// The reason.
    pub keys_no_right_says: &'static str,
    /// The form of a new key.
    pub new_key: &'static str,
    /// The field.
    pub new_name: &'static str,
    /// Its hint.
    pub new_name_hint: &'static str,
    /// The choice.
    pub new_right: &'static str,
    /// The button.
    pub make: &'static str,
    /// While it is made.
    pub making: &'static str,
    /// Title of the new key.
    pub made: fn(&str) -> String,
    /// It is shown this once.
    pub made_says: &'static str,
    /// The label of the secret.
    pub secret: &'static str,
    /// The button.
    pub copy: &'static str,
    /// Done.
    pub copied: &'static str,
    /// The browser refused.
    pub copy_failed: &'static str,
    /// The button.
    pub done: &'static str,
    /// The button.
    pub revoke: &'static str,
    /// For readers: which key.
    pub revoke_named: fn(&str) -> String,
    /// The question.
    pub revoke_question: fn(&str) -> String,
    /// The loss.
    pub revoke_says: &'static str,
    /// The loss when it is one's own.
    pub revoke_own_says: &'static str,
    /// The harmless choice.
    pub keep: &'static str,
    /// The other.
    pub do_revoke: &'static str,
    /// Done.
    pub revoked: fn(&str) -> String,
    /// The button.
    pub show_more: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    intro: "The site, and who may see it",
    site: "The site",
    site_says: "What visitors know, and what your pages may send.",
    slug: "Name in addresses",
    product: "Name of your shop or product",
    product_hint: "Stands in the questions: “How likely are you to recommend …?”",
    lang: "Language",
    lang_hint: "Asked in when a visitor’s own is not at hand: en, vi, pt-BR",
    origins: "Addresses that may send answers",
    origins_hint: "One a line, as browsers write them: https://shop.example. Leave it empty for any.",
    origins_any: "Pages of any address",
    privacy_url: "Your privacy notice",
    privacy_url_hint: "The popup links to it. It begins with https://",
    more: "Visitors and their data",
    pause: "Between two surveys, for one visitor",
    days: |n, shown| if n == 1 { "1 day".to_owned() } else { format!("{shown} days") },
    no_pause: "no pause",
    wording: "Built-in wording",
    older_wording: |own, newest| format!("{own} (the newest is {newest})"),
    consent: "People are asked",
    consents: ["without asking for consent first", "once the page passes on their consent"],
    gpc: "“Do not track me” signals (GPC) count as “do not ask”",
    retention: "Responses are deleted by themselves after",
    retention_none: "never",
    scrub: "E-mail addresses and telephone numbers in comments are replaced",
    yes: "Yes",
    no: "No",
    more_says: "These are changed by the API for now.",
    read_only: "You can read this",
    read_only_says: "The site belongs to whoever runs the collector: sign in with the operator’s token to change it.",
    save: "Save",
    saving: "Saving",
    saved: "Saved. Pages follow within 11 minutes.",
    unsaved: "Not saved yet",
    undo: "Undo the changes",
    changed_meanwhile: "Somebody else has changed the site meanwhile. Read it again, then make your changes anew.",
    reload: "Read it again",
    to_mend: |n| {
        if n == 1 {
            "One field is to be mended".to_owned()
        } else {
            format!("{n} fields are to be mended")
        }
    },
    fault: |detail, allowed| format!("It {detail}. Allowed is {allowed}."),
    fault_in_line: |line, fault| format!("Line {line}: {fault}"),
    name_needed: "Give it a name of 1 to 64 letters.",
    keys: "Keys",
    keys_says: "A key opens this site for a person or a program. Give each its own, so that one can be revoked without the others.",
    keys_caption: "Keys of this site. The secret itself is kept nowhere and can’t be shown again.",
    key_name: "Name",
    key_right: "Right",
    key_made: "Made",
    key_id: "Id",
    key_actions: "Revoke",
    may_read: "Read",
    may_write: "Change",
    may_read_says: "Sees scores, responses and files.",
    may_write_says: "May also change surveys, delete responses and make keys.",
    this_key: "yours, now",
    no_keys: "There is no key yet",
    no_keys_advice: "Until there is one, only the operator’s token opens this site.",
    keys_no_right: "Keys are shown to those who may change things",
    keys_no_right_says: "Yours may read. Ask whoever gave it to you if you need another.",
    new_key: "A new key",
    new_name: "Who or what it is for",
    new_name_hint: "Lan’s laptop, the weekly report",
    new_right: "Right",
    make: "Make a key",
    making: "Making the key",
    made: |name| format!("The key for “{name}”"),
    made_says: "It is shown this once. Copy it into a password manager now; Hearby keeps only its fingerprint.",
    secret: "Key",
    copy: "Copy",
    copied: "Copied",
    copy_failed: "This browser lets nothing be copied here. Select the key and copy it yourself.",
    done: "I have kept it",
    revoke: "Revoke",
    revoke_named: |name| format!("Revoke the key “{name}”"),
    revoke_question: |name| format!("Revoke the key “{name}”?"),
    revoke_says: "Whoever uses it is locked out within a minute or so, and nobody can bring it back.",
    revoke_own_says: "It is the key that you are signed in with: you are locked out, too, within a minute or so.",
    keep: "Keep it",
    do_revoke: "Revoke 1 key",
    revoked: |name| {
        format!("The key “{name}” is revoked. It may open things elsewhere for another minute.")
    },
    show_more: "Show more keys",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    intro: "Trang của bạn, và ai được xem",
    site: "Trang",
    site_says: "Những gì khách biết, và những gì trang web của bạn được gửi.",
    slug: "Tên trong địa chỉ",
    product: "Tên cửa hàng hoặc sản phẩm",
    product_hint: "Xuất hiện trong câu hỏi: “Khả năng bạn sẽ giới thiệu … ở mức nào?”",
    lang: "Ngôn ngữ",
    lang_hint: "Dùng khi không có ngôn ngữ của khách: en, vi, pt-BR",
    origins: "Địa chỉ được gửi câu trả lời",
    origins_hint: "Mỗi dòng một địa chỉ, đúng như trình duyệt viết: https://shop.example. Để trống là mọi địa chỉ.",
    origins_any: "Trang ở bất kỳ địa chỉ nào",
    privacy_url: "Thông báo quyền riêng tư của bạn",
    privacy_url_hint: "Cửa sổ khảo sát dẫn đến đó. Bắt đầu bằng https://",
    more: "Khách và dữ liệu của họ",
    pause: "Giữa hai khảo sát, với một khách",
    days: |_, shown| format!("{shown} ngày"),
    no_pause: "không nghỉ",
    wording: "Cách hỏi có sẵn",
    older_wording: |own, newest| format!("{own} (mới nhất là {newest})"),
    consent: "Khách được hỏi",
    consents: ["mà không xin đồng ý trước", "khi trang web đã chuyển sự đồng ý"],
    gpc: "Tín hiệu “không theo dõi” (GPC) được hiểu là “đừng hỏi”",
    retention: "Phản hồi tự động bị xóa sau",
    retention_none: "không bao giờ",
    scrub: "Địa chỉ e-mail và số điện thoại trong bình luận được thay thế",
    yes: "Có",
    no: "Không",
    more_says: "Hiện tại, các mục này được đổi qua API.",
    read_only: "Bạn có thể xem mục này",
    read_only_says: "Trang thuộc về người vận hành máy chủ thu thập: hãy đăng nhập bằng mã của người vận hành để thay đổi.",
    save: "Lưu",
    saving: "Đang lưu",
    saved: "Đã lưu. Trang web cập nhật trong vòng 11 phút.",
    unsaved: "Chưa lưu",
    undo: "Hoàn tác thay đổi",
    changed_meanwhile: "Trong lúc đó có người khác đã đổi trang này. Hãy đọc lại rồi thực hiện thay đổi lần nữa.",
    reload: "Đọc lại",
    to_mend: |n| format!("Có {n} ô cần sửa"),
    fault: |_, allowed| format!("Giá trị này không hợp lệ. Được phép: {allowed}."),
    fault_in_line: |line, fault| format!("Dòng {line}: {fault}"),
    name_needed: "Hãy đặt tên dài từ 1 đến 64 ký tự.",
    keys: "Khóa",
    keys_says: "Mỗi khóa mở trang này cho một người hoặc một chương trình. Hãy cấp riêng từng khóa, để thu hồi một khóa mà không ảnh hưởng khóa khác.",
    keys_caption: "Các khóa của trang này. Bản thân mã bí mật không được lưu và không thể hiện lại.",
    key_name: "Tên",
    key_right: "Quyền",
    key_made: "Ngày tạo",
    key_id: "Mã",
    key_actions: "Thu hồi",
    may_read: "Đọc",
    may_write: "Thay đổi",
    may_read_says: "Xem điểm số, phản hồi và tệp.",
    may_write_says: "Còn được đổi khảo sát, xóa phản hồi và tạo khóa.",
    this_key: "khóa bạn đang dùng",
    no_keys: "Chưa có khóa nào",
    no_keys_advice: "Khi chưa có khóa, chỉ mã của người vận hành mở được trang này.",
    keys_no_right: "Khóa chỉ hiện với người có quyền thay đổi",
    keys_no_right_says: "Khóa của bạn chỉ được đọc. Hãy hỏi người đã cấp khóa nếu bạn cần khóa khác.",
    new_key: "Khóa mới",
    new_name: "Dành cho ai hoặc việc gì",
    new_name_hint: "Máy của Lan, báo cáo hằng tuần",
    new_right: "Quyền",
    make: "Tạo khóa",
    making: "Đang tạo khóa",
    made: |name| format!("Khóa cho “{name}”"),
    made_says: "Khóa chỉ hiện một lần này. Hãy chép ngay vào trình quản lý mật khẩu; Hearby chỉ giữ dấu vết của nó.",
    secret: "Khóa",
    copy: "Sao chép",
    copied: "Đã sao chép",
    copy_failed: "Trình duyệt này không cho sao chép ở đây. Hãy chọn khóa và tự sao chép.",
    done: "Tôi đã cất giữ",
    revoke: "Thu hồi",
    revoke_named: |name| format!("Thu hồi khóa “{name}”"),
    revoke_question: |name| format!("Thu hồi khóa “{name}”?"),
    revoke_says: "Ai đang dùng khóa này sẽ bị chặn sau khoảng một phút, và không ai khôi phục được.",
    revoke_own_says: "Đây là khóa bạn đang đăng nhập: bạn cũng sẽ bị chặn sau khoảng một phút.",
    keep: "Giữ lại",
    do_revoke: "Thu hồi 1 khóa",
    revoked: |name| {
        format!("Đã thu hồi khóa “{name}”. Ở nơi khác nó có thể còn dùng được thêm một phút.")
    },
    show_more: "Xem thêm khóa",
};
