//! Attributes of HTML elements.

/// Adds ` name="value"`. The value is ASCII: JSON of ours, or a text that was checked.
pub(crate) fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    let mut rest = value;
    while let Some(at) = rest.bytes().position(|byte| b"&<>\"".contains(&byte)) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match found.bytes().next() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = found.get(1..).unwrap_or_default();
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
    }
}
