//! The frame around the places.

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// The link that leads keyboards past the frame.
    pub skip: &'static str,
    /// The name of the navigation.
    pub places: &'static str,
    /// A place.
    pub overview: &'static str,
    /// A place.
    pub surveys: &'static str,
    /// A place.
    pub responses: &'static str,
    /// A place.
    pub ask: &'static str,
    /// A place.
    pub settings: &'static str,
    /// Another site can be chosen here.
    pub change_site: &'static str,
    /// The button of the account menu.
    pub account: &'static str,
    /// Caller's role.
    pub operator: &'static str,
    /// Caller's role.
    pub owner_write: &'static str,
    /// Caller's role.
    pub owner_read: &'static str,
    /// A key's name.
    pub key: fn(&str) -> String,
    /// The end of the session.
    pub until: fn(&str) -> String,
    /// A choice.
    pub language: &'static str,
    /// A choice.
    pub theme: &'static str,
    /// Themes: the system's, light, dark.
    pub themes: [&'static str; 3],
    /// The button.
    pub sign_out: &'static str,
    /// The choice of a site.
    pub choose_site: &'static str,
    /// The link to the description of the API.
    pub api: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    skip: "Skip to the content",
    places: "Places",
    overview: "Overview",
    surveys: "Surveys",
    responses: "Responses",
    ask: "Ask",
    settings: "Settings",
    change_site: "change site",
    account: "Account",
    operator: "Operator",
    owner_write: "Owner",
    owner_read: "May read",
    key: |id| format!("Key {id}"),
    until: |time| format!("Signed in until {time}"),
    language: "Language",
    theme: "Appearance",
    themes: ["As the system", "Light", "Dark"],
    sign_out: "Sign out",
    choose_site: "Choose a site",
    api: "The API",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    skip: "Đến nội dung chính",
    places: "Các mục",
    overview: "Tổng quan",
    surveys: "Khảo sát",
    responses: "Phản hồi",
    ask: "Đặt câu hỏi",
    settings: "Cài đặt",
    change_site: "đổi trang",
    account: "Tài khoản",
    operator: "Người vận hành",
    owner_write: "Chủ trang",
    owner_read: "Chỉ xem",
    key: |id| format!("Khóa {id}"),
    until: |time| format!("Phiên đăng nhập đến {time}"),
    language: "Ngôn ngữ",
    theme: "Giao diện",
    themes: ["Theo hệ thống", "Sáng", "Tối"],
    sign_out: "Đăng xuất",
    choose_site: "Chọn một trang",
    api: "API",
};
