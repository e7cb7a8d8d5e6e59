//! Finds the `<script` tags of a pasted snippet.

use crate::scan;

/// Elements whose content is text until their end tag (HTML standard, 13.2.5).
pub(crate) const TEXT_ELEMENTS: [&str; 8] =
    ["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"];

/// The position after the name of each `<script` start tag. A nonce belongs there, since the first of two attributes of
/// the same name counts. Tags inside comments, attribute values and scripts are text and are not found.
pub(super) fn script_tags(html: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(open) = find(html, at, "<") {
        let rest = html.get(open + 1..).unwrap_or_default();
        at = match rest.chars().next() {
            Some('!') if rest.starts_with("!--") => comment_end(html, open + 4),
            Some('/') => tag_end(html, open + 2),
            Some(first) if first.is_ascii_alphabetic() => {
                let name = rest
                    .split(|char: char| char.is_ascii_whitespace() || "/>".contains(char))
                    .next()
                    .unwrap_or_default();
                let after_name = open + 1 + name.len();
                if name.eq_ignore_ascii_case("script") {
                    places.push(after_name);
                }
                let content = tag_end(html, after_name);
                match TEXT_ELEMENTS.iter().find(|element| name.eq_ignore_ascii_case(element)) {
                    Some(element) => end_tag(html, content, element),
                    None => content,
                }
            }
            _ => open + 1,
        };
    }
    places
}

/// A `<script>` of a snippet.
pub(super) struct Script<'h> {
    pub attributes: Vec<(String, String)>,
    pub code: &'h str,
}

/// The scripts of a snippet that has nothing else but comments and white space. The error names what else it has.
pub(super) fn scripts(html: &str) -> Result<Vec<Script<'_>>, String> {
    const TAG: &str = "<script";
    let mut scripts = Vec::new();
    let mut at = 0;
    loop {
        let rest = html.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.is_empty() {
            return Ok(scripts);
        }
        if trimmed.starts_with("<!--") {
            at = comment_end(html, at + 4);
            continue;
        }
        let is_script = trimmed.get(..TAG.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(TAG))
            && trimmed.get(TAG.len()..).is_some_and(|rest| rest.starts_with(['>', '/', ' ', '\t', '\n', '\r']));
        if !is_script {
            let name: String = trimmed.chars().skip(1).take_while(char::is_ascii_alphanumeric).take(32).collect();
            return Err(if trimmed.starts_with('<') {
                format!("the element {name}")
            } else {
                "text outside them".to_owned()
            });
        }
        let name_end = at + TAG.len();
        let content = tag_end(html, name_end);
        let end = end_tag(html, content, "script");
        scripts.push(Script {
            attributes: attributes(html.get(name_end..content).unwrap_or_default().trim_end_matches('>')),
            code: html.get(content..end).unwrap_or_default(),
        });
        at = tag_end(html, end);
    }
}

/// The attributes between a tag's name and its end. Values have no character references: vendors' addresses have none but `&amp;`.
fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(|char: char| char.is_ascii_whitespace() || char == '/');
    while !rest.is_empty() {
        let end = rest.find(|char: char| char.is_ascii_whitespace() || "=/".contains(char)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|char| "\"'".contains(*char));
            (value, rest) = match quote {
                Some(quote) => after.get(1..).unwrap_or_default().split_once(quote).unwrap_or((after, "")),
                None => after.split_at(after.find(|char: char| char.is_ascii_whitespace()).unwrap_or(after.len())),
            };
        }
        if !name.is_empty() {
            found.push((name.to_ascii_lowercase(), value.replace("&amp;", "&")));
        } else if !rest.is_empty() {
            rest = rest.get(1..).unwrap_or_default();
        }
        rest = rest.trim_start_matches(|char: char| char.is_ascii_whitespace() || char == '/');
    }
    found
}

/// The position after a comment, which ends with `-->` or `--!>`. A comment that begins with `>` or `->` ends there.
pub(crate) fn comment_end(html: &str, from: usize) -> usize {
    let rest = html.get(from..).unwrap_or_default();
    if let Some(short) = [">", "->"].iter().find(|short| rest.starts_with(**short)) {
        return from + short.len();
    }
    let mut at = from;
    while let Some(dashes) = find(html, at, "--") {
        let after = html.get(dashes + 2..).unwrap_or_default();
        if let Some(end) = [">", "!>"].iter().find(|end| after.starts_with(**end)) {
            return dashes + 2 + end.len();
        }
        at = dashes + 1;
    }
    html.len()
}

fn find(html: &str, from: usize, what: &str) -> Option<usize> {
    scan::find(html.get(from..)?, what).map(|at| from + at)
}

/// The position after the `>` that closes a tag. A `>` inside a quoted attribute value does not close it.
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

/// The position of the end tag of a text element.
pub(crate) fn end_tag(html: &str, mut from: usize, name: &str) -> usize {
    while let Some(at) = find(html, from, "</") {
        let after_name = at + 2 + name.len();
        let has_name = html.get(at + 2..after_name).is_some_and(|found| found.eq_ignore_ascii_case(name));
        let is_end =
            html.get(after_name..).is_none_or(|rest| rest.starts_with(['/', '>', ' ', '\t', '\n', '\r', '\u{c}']));
        if has_name && is_end {
            return at;
        }
        from = at + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::assert_linear;

    fn mark(html: &str) -> String {
        let mut out = html.to_owned();
        for place in script_tags(html).into_iter().rev() {
            out.insert(place, '@');
        }
        out
    }

    #[test]
    fn finds_each_script_tag_once() {
        assert_eq!(
            mark("<script>a</script><SCRIPT src='x'></SCRIPT>"),
            "<script@>a</script><SCRIPT@ src='x'></SCRIPT>"
        );
        assert_eq!(mark("<script\nasync>1<2</script >"), "<script@\nasync>1<2</script >");
    }

    #[test]
    fn finds_no_tag_in_comments_scripts_and_attribute_values() {
        for html in [
            "<script@>document.write('<script>')</script>",
            "<!-- <script> --><script@></script>",
            "<!--><script@></script><!---><script@></script><!-- x --!><script@></script>",
            "<script@>var a=\"</scripts><script>\";</script>",
            "<div title=\"<script>\" data-x='>'><script@></script></div>",
            "<p title=a'b><script@></script>",
            "<textarea><script></textarea><script@></script>",
            "<scripted><script@/></script>",
            "a < b <script@ x=\"</script>\">1</script>",
            "<é><script@>",
            "<!DOCTYPE html><script@></script><!-- <script>",
        ] {
            assert_eq!(mark(&html.replace('@', "")), html);
        }
    }

    #[test]
    fn finding_tags_takes_linear_time_for_any_snippet() {
        for piece in [
            "<",
            "<script></script>",
            "<!---->",
            "<!--",
            "<!-- --!>",
            "</",
            "<script>",
            "<p title=\"",
            "--",
            "<script></",
        ] {
            assert_linear(piece, |text| drop(script_tags(text)));
        }
    }
}
