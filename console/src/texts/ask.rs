//! The ways to ask.

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// The line under the heading.
    pub intro: &'static str,
    /// The choice of a survey.
    pub survey: &'static str,
    /// Title: the last response, with its distance from now.
    pub heard: fn(&str) -> String,
    /// Source of a response: score in words and touchpoint or page.
    pub heard_from: fn(&str) -> String,
    /// Without a touchpoint or page.
    pub heard_somewhere: &'static str,
    /// Title: nothing has arrived.
    pub not_heard: &'static str,
    /// Advice.
    pub not_heard_advice: &'static str,
    /// Title: the survey is paused.
    pub paused: &'static str,
    /// Its meaning.
    pub paused_advice: &'static str,
    /// The button.
    pub check_again: &'static str,
    /// While it is checked.
    pub checking: &'static str,
    /// The way to the response.
    pub read_it: &'static str,
    /// The card of the tag.
    pub on_pages: &'static str,
    /// Its line.
    pub on_pages_says: &'static str,
    /// The name of the ways.
    pub ways: &'static str,
    /// A way.
    pub tag: &'static str,
    /// Place of the snippet.
    pub tag_says: &'static str,
    /// A way.
    pub tag_manager: &'static str,
    /// Place of the snippet.
    pub tag_manager_says: &'static str,
    /// A way.
    pub npm: &'static str,
    /// Place of the snippet.
    pub npm_says: &'static str,
    /// A way.
    pub react: &'static str,
    /// Place of the snippet.
    pub react_says: &'static str,
    /// A way.
    pub vue: &'static str,
    /// Place of the snippet.
    pub vue_says: &'static str,
    /// A way.
    pub csp: &'static str,
    /// Place of the snippet.
    pub csp_says: &'static str,
    /// The button.
    pub copy: &'static str,
    /// Said when it is done.
    pub copied: &'static str,
    /// The browser refused.
    pub copy_failed: &'static str,
    /// Time that a change takes.
    pub delay: &'static str,
    /// Reason for it.
    pub delay_says: &'static str,
    /// The card of the preview.
    pub preview: &'static str,
    /// Its line.
    pub preview_says: &'static str,
    /// The link to the page with all states.
    pub preview_all: &'static str,
    /// The link to the owner's page.
    pub preview_there: &'static str,
    /// The way to do it where no origin is known.
    pub preview_how: fn(&str) -> String,
    /// Opens elsewhere, for readers.
    pub new_tab: &'static str,
    /// The card of calls.
    pub from_code: &'static str,
    /// Its line.
    pub from_code_says: &'static str,
    /// The card of origins.
    pub origins: &'static str,
    /// Any page may answer.
    pub origins_any: &'static str,
    /// These alone may.
    pub origins_only: &'static str,
    /// The way to change them.
    pub origins_change: &'static str,
    /// Title of the reasons for which nobody is asked.
    pub why_not: &'static str,
    /// The reasons, in the order in which to look.
    pub why_not_reasons: [&'static str; 5],
    /// The site has no survey.
    pub no_survey: &'static str,
    /// Advice.
    pub no_survey_advice: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    intro: "How the question gets to people",
    survey: "Survey",
    heard: |ago| format!("The last response came {ago}"),
    heard_from: |place| format!("From {place}. The way from your page to here works."),
    heard_somewhere: "The way from your page to here works.",
    not_heard: "No response has arrived yet",
    not_heard_advice: "Put the line below into your page, open the page, answer once, then check here. A response shows about a minute after it was given.",
    paused: "This survey is paused",
    paused_advice: "Pages ask nobody until it is resumed.",
    check_again: "Check again",
    checking: "Checking",
    read_it: "Read it",
    on_pages: "On your pages",
    on_pages_says: "One line in the head of every page. What is asked, whom and when is decided here, never there.",
    ways: "Way to install",
    tag: "Plain tag",
    tag_says: "Into the head of every page, as it is. Pages on which nobody is asked load about 2 KB. No cookie, no other host.",
    tag_manager: "Tag manager",
    tag_manager_says: "A “custom HTML” tag on all pages. What your tags call before the script is there waits for it.",
    npm: "npm",
    npm_says: "For code that is bundled: typed, without effect until it is called, harmless on a server. The package is not in a registry yet; install it from the project’s folder widget/packages/hearby.",
    react: "React",
    react_says: "Load near the root; listen where you need it.",
    vue: "Vue",
    vue_says: "Load where the app is mounted; what you listen with stops by itself.",
    csp: "Strict policy",
    csp_says: "What a page with a content security policy has to allow, beside the tag. style-src may be 'none', and Trusted Types may be required.",
    copy: "Copy",
    copied: "Copied",
    copy_failed: "This browser lets nothing be copied here. Select the text and copy it yourself.",
    delay: "A changed rule takes up to 11 minutes",
    delay_says: "Browsers keep the script for 5 minutes, and copies of it around the world take some minutes more. The preview shows a change at once.",
    preview: "Look before visitors do",
    preview_says: "The real popup, with nothing stored and nothing sent.",
    preview_all: "All its states side by side",
    preview_there: "On your own page",
    preview_how: |survey| {
        format!("Add ?hearby_preview={survey} to the address of a page that has the tag.")
    },
    new_tab: "opens in a new tab",
    from_code: "Ask from your own code",
    from_code_says: "At the moment that matters, with a touchpoint by which you can tell the answers apart.",
    origins: "Who may send answers",
    origins_any: "Pages of any address. Once you list your own, others are refused.",
    origins_only: "Pages of these addresses alone. Others are refused.",
    origins_change: "Change in Settings",
    why_not: "Nobody is asked on my page. Why?",
    why_not_reasons: [
        "The survey is paused, or its rules name other pages, devices, languages or days.",
        "The rule changed less than 11 minutes ago.",
        "You have answered or closed it in this browser; it waits for weeks. Use the preview.",
        "The page’s policy forbids the script; the browser’s console says so in one line. See “Strict policy”.",
        "The site asks for consent first, and the page has not passed it on.",
    ],
    no_survey: "This site has no survey yet",
    no_survey_advice: "The tag can go into your page already; it asks nobody until there is a survey. Make one by the API; the README shows the request.",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    intro: "Cách câu hỏi đến với mọi người",
    survey: "Khảo sát",
    heard: |ago| format!("Phản hồi gần nhất đến {ago}"),
    heard_from: |place| format!("Từ {place}. Đường từ trang web của bạn đến đây hoạt động tốt."),
    heard_somewhere: "Đường từ trang web của bạn đến đây hoạt động tốt.",
    not_heard: "Chưa có phản hồi nào đến",
    not_heard_advice: "Hãy chèn dòng bên dưới vào trang web, mở trang, trả lời một lần, rồi kiểm tra tại đây. Phản hồi hiện ra khoảng một phút sau khi được gửi.",
    paused: "Khảo sát này đang tạm dừng",
    paused_advice: "Trang web không hỏi ai cho đến khi khảo sát chạy lại.",
    check_again: "Kiểm tra lại",
    checking: "Đang kiểm tra",
    read_it: "Đọc phản hồi",
    on_pages: "Trên trang web của bạn",
    on_pages_says: "Một dòng trong phần head của mọi trang. Hỏi gì, hỏi ai và khi nào được quyết định ở đây, không phải ở đó.",
    ways: "Cách cài đặt",
    tag: "Thẻ thường",
    tag_says: "Chèn nguyên dòng vào phần head của mọi trang. Trang không hỏi ai chỉ tải khoảng 2 KB. Không cookie, không máy chủ nào khác.",
    tag_manager: "Trình quản lý thẻ",
    tag_manager_says: "Một thẻ “HTML tùy chỉnh” trên mọi trang. Lệnh gọi trước khi tập lệnh tải xong sẽ chờ nó.",
    npm: "npm",
    npm_says: "Cho mã được đóng gói: có kiểu, không tác dụng cho đến khi được gọi, vô hại trên máy chủ. Gói chưa có trên kho công khai; hãy cài từ thư mục widget/packages/hearby của dự án.",
    react: "React",
    react_says: "Tải ở gần gốc ứng dụng; lắng nghe ở nơi cần.",
    vue: "Vue",
    vue_says: "Tải khi ứng dụng được gắn; trình lắng nghe tự dừng.",
    csp: "Chính sách nghiêm ngặt",
    csp_says: "Những gì trang có chính sách bảo mật nội dung phải cho phép, bên cạnh thẻ. style-src có thể là 'none', và có thể bắt buộc Trusted Types.",
    copy: "Sao chép",
    copied: "Đã sao chép",
    copy_failed: "Trình duyệt này không cho sao chép ở đây. Hãy chọn văn bản và tự sao chép.",
    delay: "Quy tắc vừa đổi có hiệu lực sau tối đa 11 phút",
    delay_says: "Trình duyệt giữ tập lệnh trong 5 phút, các bản sao trên thế giới cần thêm vài phút. Bản xem trước hiện thay đổi ngay.",
    preview: "Xem trước khi khách thấy",
    preview_says: "Chính cửa sổ thật, không lưu gì và không gửi gì.",
    preview_all: "Mọi trạng thái cạnh nhau",
    preview_there: "Trên trang web của bạn",
    preview_how: |survey| format!("Thêm ?hearby_preview={survey} vào địa chỉ của trang đã có thẻ."),
    new_tab: "mở trong thẻ mới",
    from_code: "Hỏi từ mã của bạn",
    from_code_says: "Đúng vào lúc quan trọng, kèm một điểm chạm để phân biệt các câu trả lời.",
    origins: "Ai được gửi câu trả lời",
    origins_any: "Trang ở bất kỳ địa chỉ nào. Khi bạn liệt kê địa chỉ của mình, các trang khác bị từ chối.",
    origins_only: "Chỉ các trang ở những địa chỉ này. Các trang khác bị từ chối.",
    origins_change: "Đổi trong Cài đặt",
    why_not: "Trang của tôi không hỏi ai. Vì sao?",
    why_not_reasons: [
        "Khảo sát đang tạm dừng, hoặc quy tắc chỉ chọn trang, thiết bị, ngôn ngữ hay ngày khác.",
        "Quy tắc vừa đổi chưa đến 11 phút.",
        "Bạn đã trả lời hoặc đóng khảo sát trong trình duyệt này; nó sẽ đợi nhiều tuần. Hãy dùng bản xem trước.",
        "Chính sách của trang chặn tập lệnh; bảng điều khiển của trình duyệt có một dòng nói rõ. Xem “Chính sách nghiêm ngặt”.",
        "Trang yêu cầu sự đồng ý trước, và trang web chưa chuyển sự đồng ý đó.",
    ],
    no_survey: "Trang này chưa có khảo sát",
    no_survey_advice: "Bạn có thể chèn thẻ vào trang web ngay; thẻ không hỏi ai cho đến khi có khảo sát. Hãy tạo khảo sát qua API; tệp README có yêu cầu mẫu.",
};
