//! Ratings of a satisfaction index.

/// The texts. Numbers come in as they are to be read.
#[derive(Debug)]
pub struct Texts {
    /// A heading.
    pub heading: &'static str,
    /// Below it.
    pub note: &'static str,
    /// The table's caption.
    pub caption: &'static str,
    /// Behind it: the index, at its line.
    pub caption_line: fn(&str) -> String,
    /// A column.
    pub rated: &'static str,
    /// The middle of the scale's head.
    pub scale: fn(&str) -> String,
    /// A column.
    pub mean: &'static str,
    /// A column.
    pub drag: &'static str,
    /// Number of ratings in words.
    pub ratings: fn(u64, &str) -> String,
    /// Share of the weight in percent.
    pub weighs: fn(&str) -> String,
    /// Points by which it pulls the index down.
    pub pulls: fn(&str) -> String,
    /// Name and points of what pulls it down most.
    pub pulls_most: fn(&str, &str) -> String,
    /// It pulls the index down by nothing.
    pub full: &'static str,
    /// Nobody rated it.
    pub not_rated: &'static str,
    /// Fewer than ten rated it.
    pub few: &'static str,
    /// Verdict on the change of its mean, and the difference's range.
    pub changed: fn(&str, &str) -> String,
    /// Below the table.
    pub each_alone: &'static str,
    /// A fact: responses of which the index is.
    pub counted: &'static str,
    /// Below it.
    pub counted_note: &'static str,
    /// Before a response's index, for readers.
    pub index: &'static str,
    /// Number of responses that have an index, where they are too few.
    pub few_line: fn(&str) -> String,
    /// Days of the other period, which has no index.
    pub nothing_before_line: fn(&str) -> String,
    /// A response's index.
    pub index_of: fn(&str) -> String,
    /// A response without an index.
    pub no_index: &'static str,
    /// Heading of a response's ratings.
    pub given: &'static str,
    /// Not rated in a response.
    pub left_out: &'static str,
}

/// English.
pub const EN: Texts = Texts {
    heading: "What was rated",
    note: "What pulls the index down most stands first.",
    caption: "Each rating counts from 0 (the lowest) to 100 (the highest). What is rated pulls the index down by what its average lacks to 100, times its weight.",
    caption_line: |index| format!("The dashed line is the index, {index}."),
    rated: "Rated",
    scale: |level| format!("average, {level}% interval"),
    mean: "Average",
    drag: "Effect on the index",
    ratings: |n, shown| {
        if n == 1 { format!("{shown} rating") } else { format!("{shown} ratings") }
    },
    weighs: |percent| format!("counts for {percent}%"),
    pulls: |points| format!("pulls the index down by {points} points"),
    pulls_most: |name, points| format!("“{name}” pulls the index down most: by {points} points."),
    full: "all gave it the highest rating",
    not_rated: "nobody has rated it",
    few: "too few ratings to say",
    changed: |verdict, range| format!("{verdict}: {range}"),
    each_alone: "Each interval is of one figure alone: the more there are, the sooner one of them misses by chance.",
    counted: "In the index",
    counted_note: "those who rated enough",
    index: "Index",
    few_line: |n| format!("Too few rated enough to say: {n}."),
    nothing_before_line: |days| format!("No index before to compare with ({days})."),
    index_of: |index| format!("Index {index} of 100"),
    no_index: "Rated too little for an index",
    given: "Ratings",
    left_out: "not rated",
};

/// Tiếng Việt.
pub const VI: Texts = Texts {
    heading: "Những gì được đánh giá",
    note: "Mục kéo chỉ số xuống nhiều nhất đứng đầu.",
    caption: "Mỗi lượt đánh giá tính từ 0 (thấp nhất) đến 100 (cao nhất). Mỗi mục kéo chỉ số xuống bằng phần mà trung bình của nó còn thiếu so với 100, nhân với trọng số của nó.",
    caption_line: |index| format!("Đường nét đứt là chỉ số, {index}."),
    rated: "Mục",
    scale: |level| format!("trung bình, khoảng tin cậy {level}%"),
    mean: "Trung bình",
    drag: "Ảnh hưởng đến chỉ số",
    ratings: |_, shown| format!("{shown} lượt đánh giá"),
    weighs: |percent| format!("chiếm {percent}%"),
    pulls: |points| format!("kéo chỉ số xuống {points} điểm"),
    pulls_most: |name, points| format!("“{name}” kéo chỉ số xuống nhiều nhất: {points} điểm."),
    full: "mọi người đều cho mức cao nhất",
    not_rated: "chưa ai đánh giá",
    few: "quá ít lượt đánh giá để kết luận",
    changed: |verdict, range| format!("{verdict}: {range}"),
    each_alone: "Mỗi khoảng tin cậy chỉ nói về một con số: càng nhiều con số thì càng dễ có một con số lệch chỉ do ngẫu nhiên.",
    counted: "Tính vào chỉ số",
    counted_note: "những người đánh giá đủ nhiều",
    index: "Chỉ số",
    few_line: |n| format!("Chưa đủ người đánh giá đủ nhiều để kết luận: mới có {n}."),
    nothing_before_line: |days| format!("Kỳ trước ({days}) chưa có chỉ số nào để so sánh."),
    index_of: |index| format!("Chỉ số {index} trên 100"),
    no_index: "Đánh giá quá ít để có chỉ số",
    given: "Đánh giá",
    left_out: "không đánh giá",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pulls_the_index_down_most_is_named() {
        assert_eq!(
            (EN.pulls_most)("The price", "14.06"),
            "“The price” pulls the index down most: by 14.06 points."
        );
        assert_eq!(
            (VI.pulls_most)("Giá cả", "14,06"),
            "“Giá cả” kéo chỉ số xuống nhiều nhất: 14,06 điểm."
        );
        assert_eq!((EN.pulls)("4.20"), "pulls the index down by 4.20 points");
    }

    #[test]
    fn one_rating_is_one() {
        let said = [(EN.ratings)(1, "1"), (EN.ratings)(0, "0"), (VI.ratings)(1, "1")];
        assert_eq!(said, ["1 rating", "0 ratings", "1 lượt đánh giá"]);
    }
}
