//! Finds the `<script` tags of a snippet that a site pasted.

/// Elements whose content is text up to their end tag (HTML standard, 13.2.5).
const TEXT_ELEMENTS: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"];

/// The places right behind the name of each `<script` start tag, where an attribute may go: the
/// first of two attributes of one name counts. Tags inside comments, attribute values and scripts
/// are text and stay as they are.
pub(super) fn script_tags(html: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(open) = find(html, at, "<") {
        let rest = html.get(open..).unwrap_or_default();
        if rest.starts_with("<!--") {
            at = find(html, open + 4, "-->").map_or(html.len(), |end| end + 3);
            continue;
        }
        let name: String = rest
            .chars()
            .skip(1)
            .take_while(|char| !char.is_ascii_whitespace() && !['>', '/'].contains(char))
            .collect::<String>()
            .to_ascii_lowercase();
        let after_name = open + 1 + name.len();
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            at = if rest.starts_with("</") { tag_end(html, open + 2) } else { open + 1 };
            continue;
        }
        if name == "script" {
            places.push(after_name);
        }
        at = tag_end(html, after_name);
        if TEXT_ELEMENTS.contains(&name.as_str()) {
            at = end_tag(html, at, &name);
        }
    }
    places
}

fn find(html: &str, from: usize, what: &str) -> Option<usize> {
    html.get(from..)?.find(what).map(|at| from + at)
}

/// Behind the `>` that closes a tag; one inside a quoted attribute value does not.
fn tag_end(html: &str, from: usize) -> usize {
    let mut quote = None;
    let mut before = ' ';
    for (at, char) in html.get(from..).unwrap_or_default().char_indices() {
        match (quote, char) {
            (None, '>') => return from + at + 1,
            (None, '"' | '\'') if before == '=' => quote = Some(char),
            (Some(open), _) if open == char => quote = None,
            _ => {}
        }
        if !char.is_ascii_whitespace() {
            before = char;
        }
    }
    html.len()
}

/// Where the end tag of a text element begins.
fn end_tag(html: &str, mut from: usize, name: &str) -> usize {
    while let Some(at) = find(html, from, "</") {
        if html.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(html: &str) -> String {
        let mut out = html.to_owned();
        for place in script_tags(html).into_iter().rev() {
            out.insert(place, '@');
        }
        out
    }

    #[test]
    fn finds_each_script_tag_once() {
        assert_eq!(
            marked("<script>a</script><SCRIPT src='x'></SCRIPT>"),
            "<script@>a</script><SCRIPT@ src='x'></SCRIPT>"
        );
        assert_eq!(marked("<script\nasync>1<2</script >"), "<script@\nasync>1<2</script >");
    }

    #[test]
    fn leaves_text_that_only_looks_like_a_tag() {
        for html in [
            "<script@>document.write('<script>')</script>",
            "<!-- <script> --><script@></script>",
            "<div title=\"<script>\" data-x='>'><script@></script></div>",
            "<p title=a'b><script@></script>",
            "<textarea><script></textarea><script@></script>",
            "<scripted><script@/></script>",
            "a < b <script@ x=\"</script>\">1</script>",
            "<é><script@>",
        ] {
            assert_eq!(marked(&html.replace('@', "")), html);
        }
    }
}
