//! Which classes of bytes a text has, found in one pass.

/// Control characters of ASCII but NUL.
pub(crate) const CONTROL: u8 = 1;
pub(crate) const NUL: u8 = 2;
/// What JSON escapes: `"` and `\`.
pub(crate) const ESCAPED: u8 = 4;
/// Beyond ASCII.
pub(crate) const FOREIGN: u8 = 8;
/// Placeholders of templates have one of these.
pub(crate) const TEMPLATE: u8 = 16;
/// What languages write for an object or a function has one of these.
pub(crate) const OBJECT: u8 = 32;
/// Words for nobody, such as `null`, have none of these.
pub(crate) const NO_WORD: u8 = 64;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let (mut rest, mut byte): (&mut [u8], u8) = (&mut classes, 0);
    while let [class, others @ ..] = rest {
        *class = match byte {
            0 => NUL,
            1..b' ' | 0x7f => CONTROL,
            b'\\' => ESCAPED,
            b'"' => ESCAPED | OBJECT,
            b'{' | b'%' | b'*' => TEMPLATE,
            b'[' | b'(' | b'<' | b'#' | b'\'' => OBJECT,
            b'1'..=b'9' | b'@' | b'+' => NO_WORD,
            0x80.. => FOREIGN | NO_WORD,
            _ => 0,
        };
        byte = byte.wrapping_add(1);
        rest = others;
    }
    classes
};

/// The classes of all bytes of a text.
pub(crate) fn classes(text: &str) -> u8 {
    text.bytes().fold(0, |seen, byte| seen | CLASSES.get(usize::from(byte)).copied().unwrap_or_default())
}

/// Whether JSON in ASCII holds the text unchanged.
pub(crate) fn is_plain(text: &str) -> bool {
    classes(text) & (CONTROL | NUL | ESCAPED | FOREIGN) == 0
}

pub(crate) fn has_nul(text: &str) -> bool {
    classes(text) & NUL != 0
}

pub(crate) fn has_control(text: &str) -> bool {
    let classes = classes(text);
    classes & (NUL | CONTROL) != 0 || (classes & FOREIGN != 0 && text.contains(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_plain_text_unchanged() {
        for char in (0..=0xff).filter_map(char::from_u32) {
            let text = format!("a{char}b");
            let is_same = char.is_ascii() && serde_json::to_string(&text).unwrap() == format!("\"{text}\"");
            assert_eq!(is_plain(&text), is_same && char != '\u{7f}', "{char:?}");
        }
    }

    #[test]
    fn control_characters_are_those_of_unicode() {
        for char in (0..=0x2fff).filter_map(char::from_u32) {
            let text = format!("a{char}b");
            assert_eq!(has_control(&text), char.is_control(), "{char:?}");
            assert_eq!(has_nul(&text), char == '\0', "{char:?}");
        }
    }
}
