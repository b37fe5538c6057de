//! Indonesian.

use super::{Frame, Question, Texts};

pub(super) const TEXTS: Texts = Texts {
    lang: "id",
    name: "Bahasa Indonesia",
    nps: Question {
        question: "Seberapa besar kemungkinan Anda merekomendasikan {product} kepada teman atau rekan kerja?",
        low: "Sama sekali tidak mungkin",
        high: "Sangat mungkin",
        follow_up: [
            "Apa alasan utama Anda memberikan nilai ini? Apa yang perlu kami perbaiki?",
            "Apa yang perlu kami tingkatkan agar Anda memberi nilai 9 atau 10?",
            "Apa yang paling Anda sukai dari {product}?",
        ],
        thanks: [
            "Terima kasih. Jawaban Anda membantu kami menjadi lebih baik.",
            "Terima kasih atas jawaban Anda.",
            "Terima kasih! Kami senang Anda menyukai {product}.",
        ],
    },
    ces: Question {
        question: "Seberapa mudah bagi Anda menyelesaikan keperluan Anda dengan {product}?",
        low: "Sangat sulit",
        high: "Sangat mudah",
        follow_up: [
            "Apa yang membuatnya sulit?",
            "Apa yang bisa membuatnya lebih mudah?",
            "Apa yang membuatnya mudah?",
        ],
        thanks: [
            "Terima kasih. Kami mohon maaf atas kesulitan yang Anda alami.",
            "Terima kasih atas jawaban Anda.",
            "Terima kasih! Kami senang semuanya berjalan mudah.",
        ],
    },
    csat: Question {
        question: "Seberapa puas Anda dengan {product}?",
        low: "Sangat tidak puas",
        high: "Sangat puas",
        follow_up: [
            "Apa yang membuat Anda tidak puas?",
            "Apa yang seharusnya bisa kami lakukan dengan lebih baik?",
            "Apa yang paling Anda sukai?",
        ],
        thanks: [
            "Terima kasih. Jawaban Anda membantu kami menjadi lebih baik.",
            "Terima kasih atas jawaban Anda.",
            "Terima kasih! Kami senang Anda puas.",
        ],
    },
    frame: Frame {
        send: "Kirim",
        skip: "Lewati",
        close: "Tutup",
        comment_hint: "Ceritakan lebih lanjut (opsional)",
        out_of: "{score} dari {max}",
        comma: ", ",
        too_long: "Komentar Anda sudah mencapai panjang maksimum.",
        change: "Ubah",
        unsent: "Komentar Anda belum terkirim. Tekan sekali lagi untuk membuangnya.",
        why: "Mengapa saya melihat ini?",
        why_text: "Jawaban Anda dikirim ke {product} dan membantu kami menjadi lebih baik. Partisipasi bersifat sukarela.",
        privacy: "Privasi",
        new_tab: "(dibuka di tab baru)",
    },
};

/// Texts of the first wording, with those that were others.
pub(super) const FIRST: Texts =
    Texts { nps: Question { low: "Sangat tidak mungkin", ..TEXTS.nps }, ..TEXTS };
