//! Attributes of HTML elements.

use std::fmt::Write as _;

/// Adds ` name="value"` in ASCII.
pub(crate) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    let mut rest = value;
    while let Some(at) = rest.bytes().position(|byte| b"&<>\"".contains(&byte) || !byte.is_ascii()) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let mut chars = found.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            // Writing into a String never fails.
            Some(char) => drop(write!(out, "&#x{:x};", u32::from(char))),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_holds_nothing_that_ends_it() {
        let mut out = String::new();
        push_attribute(&mut out, "data-x", r#"{"a":"b'c<d>e&amp;\u00e9"}"#);
        assert_eq!(out, r#" data-x="{&quot;a&quot;:&quot;b'c&lt;d&gt;e&amp;amp;\u00e9&quot;}""#);
        push_attribute(&mut out, "y", "");
        assert!(out.ends_with(" y=\"\""));
        push_attribute(&mut out, "z", "\u{e4}a\u{2028}\u{1f642}");
        assert!(out.ends_with(" z=\"&#xe4;a&#x2028;&#x1f642;\""));
    }
}
