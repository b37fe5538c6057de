//! Pictures compared pixel by pixel.
//!
//! In: decoding PNG, and finding the pixels that differ. Not in: taking the pictures (`browser`).

use std::io::Cursor;

use png::{Decoder, Transformations};

/// A picture's pixels.
#[derive(Debug, PartialEq, Eq)]
pub struct Pixels {
    width: usize,
    /// The bytes of each pixel.
    pixels: Vec<Vec<u8>>,
}

/// The pixels in which pictures of one size differ.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference(Vec<bool>);

impl Pixels {
    /// Decodes a PNG.
    #[must_use]
    #[track_caller]
    pub fn decode(png: &[u8]) -> Pixels {
        let mut decoder = Decoder::new(Cursor::new(png));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut bytes).expect("a frame");
        let pixels = bytes[..frame.buffer_size()].chunks_exact(frame.color_type.samples());
        Pixels { width: frame.width as usize, pixels: pixels.map(<[u8]>::to_vec).collect() }
    }

    /// Returns the pixels that differ. Pictures of different sizes differ in all pixels.
    #[must_use]
    pub fn difference(&self, other: &Pixels) -> Difference {
        let is_one_size = self.width == other.width && self.pixels.len() == other.pixels.len();
        if !is_one_size {
            return Difference(vec![true; self.pixels.len()]);
        }
        Difference(self.pixels.iter().zip(&other.pixels).map(|(a, b)| a != b).collect())
    }
}

impl Difference {
    /// Returns the number of differing pixels.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().filter(|differs| **differs).count()
    }

    /// True if no pixel differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of differing pixels in a thousand, rounded up.
    #[must_use]
    pub fn per_mille(&self) -> usize {
        (self.len() * 1_000).div_ceil(self.0.len().max(1))
    }

    /// Adds the pixels of another difference.
    pub fn add(&mut self, other: &Difference) {
        self.0.resize(self.0.len().max(other.0.len()), false);
        self.0.iter_mut().zip(&other.0).for_each(|(mine, other)| *mine |= other);
    }

    /// True if the other difference has each of these pixels.
    #[must_use]
    pub fn is_within(&self, other: &Difference) -> bool {
        let is_other = |at: usize| other.0.get(at).copied().unwrap_or(false);
        self.0.iter().enumerate().all(|(at, differs)| !differs || is_other(at))
    }
}

#[cfg(test)]
mod tests {
    use png::{BitDepth, ColorType, Encoder};

    use super::*;

    /// Makes a row of grey pixels.
    fn row(greys: &[u8]) -> Pixels {
        let mut png = Vec::new();
        let mut encoder = Encoder::new(&mut png, u32::try_from(greys.len()).unwrap(), 1);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::Eight);
        encoder.write_header().unwrap().write_image_data(greys).unwrap();
        Pixels::decode(&png)
    }

    #[test]
    fn only_pixels_that_are_not_the_same_differ() {
        assert!(row(&[1, 2, 3]).difference(&row(&[1, 2, 3])).is_empty());
        assert_eq!(row(&[1, 2, 3]).difference(&row(&[1, 9, 3])).0, [false, true, false]);
        assert_eq!(row(&[1, 2, 3]).difference(&row(&[1, 2])).len(), 3);
    }

    #[test]
    fn what_changes_by_itself_covers_itself_and_nothing_else() {
        let mut unsteady = row(&[1, 2, 3, 4]).difference(&row(&[1, 9, 3, 4]));
        let ours = row(&[1, 2, 3, 4]).difference(&row(&[1, 8, 3, 9]));
        assert!(!ours.is_within(&unsteady));
        unsteady.add(&row(&[1, 2, 3, 4]).difference(&row(&[1, 2, 3, 5])));
        assert!(ours.is_within(&unsteady));
        assert_eq!(unsteady.per_mille(), 500);
        assert!(!ours.is_within(&Difference::default()));
    }
}
