//! Names of dimensions, and of the values for which `wire` has words.

use wire::{
    dimension::{Dimension, Source},
    response::Device,
};

/// The texts.
#[derive(Debug)]
pub struct Texts {
    /// In a survey's results, where they stand alone.
    pub results: Names,
    /// Among responses, where they are parts of a sentence.
    pub responses: Names,
}

/// The names at one place.
#[derive(Debug)]
pub struct Names {
    /// A dimension.
    pub dimension: fn(Dimension) -> &'static str,
    /// A device.
    pub device: fn(Device) -> &'static str,
    /// A source.
    pub source: fn(Source) -> &'static str,
    /// The dimension of reasons.
    pub reason: &'static str,
}

const fn en_dimension(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Touchpoint => "Touchpoint",
        Dimension::Page => "Page",
        Dimension::Lang => "Language",
        Dimension::Device => "Device",
        Dimension::Version => "Version",
        Dimension::Wording => "Wording",
        Dimension::Source => "Source",
    }
}

/// English.
pub const EN: Texts = Texts {
    results: Names {
        dimension: en_dimension,
        device: |device| match device {
            Device::Phone => "Phone",
            Device::Tablet => "Tablet",
            Device::Desktop => "Desktop",
        },
        source: |source| match source {
            Source::Popup => "Popup",
            Source::Inline => "In the page",
            Source::Link => "Link",
            Source::Email => "E-mail",
            Source::Qr => "QR code",
            Source::Kiosk => "Kiosk",
            Source::Import => "Import",
        },
        reason: "Reason",
    },
    responses: Names {
        dimension: en_dimension,
        device: |device| match device {
            Device::Phone => "phone",
            Device::Tablet => "tablet",
            Device::Desktop => "desktop",
        },
        source: |source| match source {
            Source::Popup => "popup",
            Source::Inline => "in the page",
            Source::Link => "link",
            Source::Email => "e-mail",
            Source::Qr => "QR code",
            Source::Kiosk => "kiosk",
            Source::Import => "import",
        },
        reason: "Reason",
    },
};

const fn vi_dimension(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Touchpoint => "Điểm chạm",
        Dimension::Page => "Trang",
        Dimension::Lang => "Ngôn ngữ",
        Dimension::Device => "Thiết bị",
        Dimension::Version => "Phiên bản",
        Dimension::Wording => "Cách hỏi",
        Dimension::Source => "Nguồn",
    }
}

/// Tiếng Việt.
pub const VI: Texts = Texts {
    results: Names {
        dimension: vi_dimension,
        device: |device| match device {
            Device::Phone => "Điện thoại",
            Device::Tablet => "Máy tính bảng",
            Device::Desktop => "Máy tính",
        },
        source: |source| match source {
            Source::Popup => "Cửa sổ nhỏ",
            Source::Inline => "Trong trang",
            Source::Link => "Liên kết",
            Source::Email => "E-mail",
            Source::Qr => "Mã QR",
            Source::Kiosk => "Ki-ốt",
            Source::Import => "Nhập vào",
        },
        reason: "Lý do",
    },
    responses: Names {
        dimension: |dimension| match dimension {
            Dimension::Page => "Trang web",
            other => vi_dimension(other),
        },
        device: |device| match device {
            Device::Phone => "điện thoại",
            Device::Tablet => "máy tính bảng",
            Device::Desktop => "máy tính",
        },
        source: |source| match source {
            Source::Popup => "cửa sổ nhỏ",
            Source::Inline => "trong trang",
            Source::Link => "liên kết",
            Source::Email => "e-mail",
            Source::Qr => "mã QR",
            Source::Kiosk => "quầy",
            Source::Import => "nhập vào",
        },
        reason: "Lý do",
    },
};
