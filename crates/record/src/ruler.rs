//! Bytes ↔ code points in one text.

use tellings_model::Span;

/// How many bytes lie between two marks of a [`Ruler`].
const STEP: usize = 128;

/// Counts code points in a text: each question costs at most [`STEP`] bytes of counting.
#[derive(Debug)]
pub(crate) struct Ruler<'a> {
    text: &'a str,
    /// How many code points begin before byte `STEP * idx`; empty where all bytes are ASCII.
    marks: Vec<u32>,
}

impl<'a> Ruler<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Vec::new() };
        }
        let mut n_points = 0;
        let marks = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let before = n_points;
                n_points += count(chunk);
                before
            })
            .collect();
        Self { text, marks }
    }

    /// The code point that begins at byte `at`.
    pub(crate) fn point(&self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        let Some(mark) = self.marks.get(at / STEP) else {
            // ASCII, or the end of a text that fills its last step.
            return match self.marks.last() {
                None => u32::try_from(at).unwrap_or(u32::MAX),
                Some(last) => last + self.counted((self.marks.len() - 1) * STEP, at),
            };
        };
        mark + self.counted(at / STEP * STEP, at)
    }

    /// The first and the past-the-end code point of a span.
    pub(crate) fn points(&self, span: Span) -> (u32, u32) {
        (self.point(span.start()), self.point(span.end()))
    }

    /// The byte at which a code point begins; `None` past the end of the text.
    pub(crate) fn byte(&self, point: u32) -> Option<usize> {
        if self.marks.is_empty() {
            let byte = point as usize;
            return (byte <= self.text.len()).then_some(byte);
        }
        let idx = self.marks.partition_point(|&mark| mark <= point).checked_sub(1)?;
        let mark = *self.marks.get(idx)?;
        let rest = point.checked_sub(mark)? as usize;
        // A step with as many code points as bytes is plain ASCII.
        if self.marks.get(idx + 1).is_some_and(|next| (next - mark) as usize == STEP) {
            return Some(idx * STEP + rest);
        }
        let start = self.text.ceil_char_boundary(idx * STEP);
        // A mark counts the points that begin before it, so the first one after it is `rest` = 0.
        let tail = self.text.get(start..)?;
        match tail.char_indices().nth(rest) {
            Some((at, _)) => Some(start + at),
            None => (tail.chars().count() == rest).then_some(self.text.len()),
        }
    }

    fn counted(&self, from: usize, to: usize) -> u32 {
        self.text.as_bytes().get(from..to).map_or(0, count)
    }
}

/// How many code points begin in these bytes.
fn count(bytes: &[u8]) -> u32 {
    let n_points = bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    u32::try_from(n_points).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every boundary of a text has the code point that counting from its start gives, and back.
        #[test]
        fn bytes_and_points_name_the_same_place(text in "([a-z ]{0,40}|é{0,9}|“|𝒜|\n){0,40}") {
            let ruler = Ruler::new(&text);
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (n, at) in ends.enumerate() {
                prop_assert_eq!(ruler.point(at) as usize, n);
                prop_assert_eq!(ruler.byte(n as u32), Some(at));
            }
            prop_assert_eq!(ruler.byte(text.chars().count() as u32 + 1), None);
        }
    }
}
