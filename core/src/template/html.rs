//! Attributes of HTML elements.

use std::fmt::Write as _;

/// Adds ` name="value"` in ASCII.
pub(crate) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for char in value.chars() {
        match char {
            // HTML has no reference for the control characters from U+0080 to U+009F: it reads &#x80; as the euro sign.
            '\u{80}'..='\u{9f}' => out.push_str("&#xfffd;"),
            ' '..='~' if !"\"'&<>`".contains(char) => out.push(char),
            // Writing into a String never fails.
            _ => drop(write!(out, "&#x{:x};", u32::from(char))),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_ascii_and_holds_nothing_that_ends_it() {
        let mut out = String::new();
        push_attribute(&mut out, "data-x", "a\"b'c<d>e&amp;`\n\r\u{e9}\u{2028}\u{1f642} =/\u{85}");
        assert_eq!(
            out,
            " data-x=\"a&#x22;b&#x27;c&#x3c;d&#x3e;e&#x26;amp;&#x60;&#xa;&#xd;&#xe9;&#x2028;&#x1f642; =/&#xfffd;\""
        );
    }
}
