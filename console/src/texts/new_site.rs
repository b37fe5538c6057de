//! A new site.

use domain::Kind;

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// The heading.
    pub title: &'static str,
    /// The line below.
    pub intro: &'static str,
    /// The link to all sites.
    pub all_sites: &'static str,
    /// The button on the list of sites.
    pub new_site: &'static str,
    /// The field.
    pub product: &'static str,
    /// Its hint.
    pub product_hint: &'static str,
    /// The field.
    pub address: &'static str,
    /// Its hint.
    pub address_hint: &'static str,
    /// The field.
    pub name: &'static str,
    /// Its hint, with the path of the tag.
    pub name_hint: fn(&str) -> String,
    /// The field.
    pub lang: &'static str,
    /// Its hint.
    pub lang_hint: &'static str,
    /// The choice.
    pub first_survey: &'static str,
    /// A kind's question in short, and what it is called.
    pub kind: fn(Kind) -> (&'static str, &'static str),
    /// The button.
    pub make: &'static str,
    /// While it is made.
    pub making: &'static str,
    /// The product has no name.
    pub no_product: &'static str,
    /// The address is none.
    pub no_address: &'static str,
    /// The name has other characters.
    pub bad_name: &'static str,
    /// Another site is called so.
    pub taken: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    title: "A new site",
    intro: "One shop or product with its surveys. Next you get the tag for its pages.",
    all_sites: "All sites",
    new_site: "New site",
    product: "Name of your shop or product",
    product_hint: "Stands in the questions: “How likely are you to recommend …?”",
    address: "Address of your site",
    address_hint: "Its pages may send answers, and no others: https://shop.example. More can be added in Settings.",
    name: "Name in addresses",
    name_hint: |path| format!("A part of the tag, for good: {path}"),
    lang: "Language",
    lang_hint: "Asked in when a visitor’s own is not at hand.",
    first_survey: "Ask first",
    kind: |kind| match kind {
        Kind::Nps => ("Would they recommend you?", "NPS, 0 to 10"),
        Kind::Csat => ("Are they satisfied?", "CSAT, 1 to 5"),
        Kind::Ces => ("Was it easy?", "CES, 1 to 7"),
    },
    make: "Make the site",
    making: "Making the site",
    no_product: "Enter a name: visitors read it in the question.",
    no_address: "Enter the address of your site as browsers show it, such as https://shop.example.",
    bad_name: "It has small letters from a to z, digits and hyphens, begins and ends with a letter or digit, and is at most 40 long.",
    taken: "Another site has this name. Choose another one.",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    title: "Trang mới",
    intro: "Một cửa hàng hoặc sản phẩm cùng các khảo sát của nó. Ở bước sau, bạn nhận thẻ để dán vào trang web.",
    all_sites: "Tất cả các trang",
    new_site: "Trang mới",
    product: "Tên cửa hàng hoặc sản phẩm",
    product_hint: "Xuất hiện trong câu hỏi: “Khả năng bạn sẽ giới thiệu … ở mức nào?”",
    address: "Địa chỉ trang web của bạn",
    address_hint: "Chỉ các trang ở địa chỉ này được gửi câu trả lời: https://shop.example. Có thể thêm địa chỉ trong Cài đặt.",
    name: "Tên trong địa chỉ",
    name_hint: |path| format!("Là một phần của thẻ, không đổi về sau: {path}"),
    lang: "Ngôn ngữ",
    lang_hint: "Dùng khi không có ngôn ngữ của khách.",
    first_survey: "Câu hỏi đầu tiên",
    kind: |kind| match kind {
        Kind::Nps => ("Khách có giới thiệu bạn không?", "NPS, từ 0 đến 10"),
        Kind::Csat => ("Khách có hài lòng không?", "CSAT, từ 1 đến 5"),
        Kind::Ces => ("Có dễ dàng không?", "CES, từ 1 đến 7"),
    },
    make: "Tạo trang",
    making: "Đang tạo trang",
    no_product: "Hãy nhập tên: khách sẽ đọc tên này trong câu hỏi.",
    no_address: "Hãy nhập địa chỉ trang web đúng như trình duyệt hiển thị, ví dụ https://shop.example.",
    bad_name: "Tên gồm chữ thường từ a đến z, chữ số và dấu gạch nối, bắt đầu và kết thúc bằng chữ hoặc số, dài tối đa 40 ký tự.",
    taken: "Đã có trang mang tên này. Hãy chọn tên khác.",
};
