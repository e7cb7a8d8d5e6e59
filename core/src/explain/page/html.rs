//! Finds the elements of a page that may state a visitor: scripts and ours.

use crate::{
    page::html::{TEXT_ELEMENTS, comment_end, end_tag},
    scan,
};

/// Our element.
pub(super) const ELEMENT: &str = "visitorseal-visitor";

/// A `<script>` or a `<visitorseal-visitor>`.
#[derive(Debug, Default)]
pub(super) struct Element<'h> {
    pub is_script: bool,
    /// The names in lower case. The first of two attributes of the same name counts.
    pub attributes: Vec<(String, String)>,
    /// The position in the page.
    pub at: usize,
    /// The content of a script.
    pub code: &'h str,
    /// The position of the content in the page.
    pub code_at: usize,
}

impl Element<'_> {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a browser runs the script as JavaScript.
    pub fn is_javascript(&self) -> bool {
        const TYPES: [&str; 4] = ["text/javascript", "application/javascript", "module", "text/ecmascript"];
        let kind = self.get("type").unwrap_or_default().trim();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        self.is_script && (kind.is_empty() || TYPES.iter().any(|known| essence.eq_ignore_ascii_case(known)))
    }
}

/// The elements in their order. What stands in comments, in other elements' text and in `<template>` is none.
pub(super) fn elements(html: &str) -> Vec<Element<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut templates = 0_usize;
    while let Some(open) = scan::find(html.get(at..).unwrap_or_default(), "<").map(|found| at + found) {
        let rest = html.get(open + 1..).unwrap_or_default();
        let is_end = rest.starts_with('/');
        let name_at = open + 1 + usize::from(is_end);
        let after = html.get(name_at..).unwrap_or_default();
        at = if rest.starts_with("!--") {
            comment_end(html, open + 4)
        } else if after.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let end = after.find(|char: char| char.is_ascii_whitespace() || "/>".contains(char));
            let name = after.get(..end.unwrap_or(after.len())).unwrap_or_default().to_ascii_lowercase();
            let is_script = name == "script";
            let is_wanted = !is_end && templates == 0 && (is_script || name == ELEMENT);
            let mut element = Element { is_script, at: open, ..Element::default() };
            let mut attributes = is_wanted.then_some(&mut element.attributes);
            let (tag_end, is_live) = read_attributes(html, name_at + name.len(), &mut attributes);
            if name == "template" && !is_live {
                templates = if is_end { templates.saturating_sub(1) } else { templates + 1 };
            }
            let is_text = !is_end && (TEXT_ELEMENTS.contains(&name.as_str()) || name == "noscript");
            let content_end = if is_text { end_tag(html, tag_end, &name) } else { tag_end };
            // A browser drops a tag that the page ends in.
            if is_wanted && html.get(..tag_end).is_some_and(|tag| tag.ends_with('>')) {
                element.code = html.get(tag_end..content_end).unwrap_or_default();
                element.code_at = tag_end;
                found.push(element);
            }
            content_end
        } else if is_end || rest.starts_with(['!', '?']) {
            // A comment of another kind, or a doctype.
            scan::find(rest, ">").map_or(html.len(), |end| open + 1 + end + 1)
        } else {
            open + 1
        };
    }
    found
}

/// Whether our element stands in the page as text.
pub(super) fn has_escaped_element(html: &str) -> bool {
    const ESCAPED: [&str; 5] = ["&lt;", "&#60;", "&#060;", "&#x3c;", "&#x3C;"];
    html.match_indices(ELEMENT).any(|(at, _)| {
        let before = html.get(..at).unwrap_or_default();
        ESCAPED.iter().any(|less| before.ends_with(less))
    })
}

/// Reads the attributes of a tag. Gives the position after its `>`, and whether it has `shadowrootmode`.
fn read_attributes(html: &str, mut at: usize, out: &mut Option<&mut Vec<(String, String)>>) -> (usize, bool) {
    let mut is_live = false;
    loop {
        let rest = html.get(at..).unwrap_or_default();
        let name_at =
            rest.len() - rest.trim_start_matches(|char: char| char.is_ascii_whitespace() || char == '/').len();
        let rest = rest.get(name_at..).unwrap_or_default();
        at += name_at;
        if rest.is_empty() || rest.starts_with('>') {
            return ((at + 1).min(html.len()), is_live);
        }
        // A name may begin with =.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let is_end = |char: char| char.is_ascii_whitespace() || "/>=".contains(char);
        let length = rest.get(first..).unwrap_or_default().find(is_end).map_or(rest.len(), |end| first + end);
        let (name, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
        at += length;
        let after = rest.trim_start_matches(|char: char| char.is_ascii_whitespace());
        let value =
            after.strip_prefix('=').map(|after| after.trim_start_matches(|char: char| char.is_ascii_whitespace()));
        let value = value.map(|from| {
            at = html.len() - from.len();
            let quote = from.chars().next().filter(|first| "\"'".contains(*first));
            let (value, length) = match quote {
                Some(quote) => {
                    let inside = from.get(1..).unwrap_or_default();
                    let end = scan::find_any(inside, &[quote]);
                    (inside.get(..end.unwrap_or(inside.len())), end.map_or(from.len(), |end| end + 2))
                }
                None => {
                    let end = from.find(|char: char| char.is_ascii_whitespace() || char == '>').unwrap_or(from.len());
                    (from.get(..end), end)
                }
            };
            at += length;
            value.unwrap_or_default()
        });
        is_live |= name.eq_ignore_ascii_case("shadowrootmode");
        if let Some(out) = out {
            let name = name.to_ascii_lowercase();
            if !out.iter().any(|(known, _)| *known == name) && out.len() < MOST_ATTRIBUTES {
                out.push((name, unescape(value.unwrap_or_default())));
            }
        }
    }
}

/// More attributes of one tag are not read.
const MOST_ATTRIBUTES: usize = 128;

/// The character references that programs write.
const REFERENCES: [(&str, &str); 5] = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];

/// A text without its character references. Those that no program writes stay as they are.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let known = part.split_once(';').filter(|(word, _)| word.len() <= 10);
        match known.and_then(|(word, after)| Some((reference(word)?, after))) {
            Some((char, after)) => {
                out.push_str(&char);
                out.push_str(after);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    out
}

fn reference(word: &str) -> Option<String> {
    let Some(number) = word.strip_prefix('#') else {
        return REFERENCES.iter().find(|(name, _)| *name == word).map(|(_, char)| (*char).to_owned());
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    number.ok().and_then(char::from_u32).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::assert_linear;

    fn count(html: &str) -> usize {
        elements(html).len()
    }

    fn attributes(html: &str) -> Vec<(String, String)> {
        elements(html).remove(0).attributes
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn finds_scripts_and_our_element_with_their_attributes() {
        let html = "<!doctype html><p title='<script>'><SCRIPT Async data-x = \"a&amp;b\">f('<p>')</SCRIPT ><visitorseal-visitor scheme=bookbag fields='{&quot;a&quot;:1}'></visitorseal-visitor>";
        let [script, element] = elements(html).try_into().unwrap();
        assert_eq!((script.is_script, script.code, script.get("data-x")), (true, "f('<p>')", Some("a&b")));
        assert_eq!(&html[script.code_at..][..3], "f('");
        assert_eq!(script.get("async"), Some(""));
        assert_eq!((element.get("scheme"), element.get("fields")), (Some("bookbag"), Some("{\"a\":1}")));
        assert!(html[element.at..].starts_with("<visitorseal-visitor"));
    }

    #[test]
    fn reads_attributes_as_a_browser_does() {
        assert_eq!(attributes("<script a=1 a=2 A=3>"), pairs(&[("a", "1")]));
        assert_eq!(attributes("<script/a/b='>'c=\"'\"d>"), pairs(&[("a", ""), ("b", ">"), ("c", "'"), ("d", "")]));
        assert_eq!(attributes("<script =x a = >"), pairs(&[("=x", ""), ("a", "")]));
        assert_eq!(attributes("<script a=b/c>"), pairs(&[("a", "b/c")]));
        assert_eq!(attributes("<script a\n=\n'é'\tb>"), pairs(&[("a", "é"), ("b", "")]));
        let text = "<script a='&#39;&#x22;&lt;&gt;&apos;&amp;amp;&nbsp;&;&#xd800;&#99999999999;& b'>";
        assert_eq!(attributes(text), pairs(&[("a", "'\"<>'&amp;&nbsp;&;&#xd800;&#99999999999;& b")]));
    }

    #[test]
    fn finds_nothing_in_comments_texts_and_templates() {
        for html in [
            "<!-- <script></script> -->",
            "<textarea><visitorseal-visitor></textarea>",
            "<noscript><script></script></noscript>",
            "<template><p><script></script></template>",
            "<p title=\"<visitorseal-visitor>\">",
            "</script><scripted></scripted>",
            "<script",
            "<script a='",
            "<visitorseal-visitors>",
        ] {
            assert_eq!(count(html), 0, "{html}");
        }
        assert_eq!(count("<template></template><script></script>"), 1);
        assert_eq!(count("<template shadowrootmode=open><script></script></template>"), 1);
    }

    #[test]
    fn knows_which_scripts_a_browser_runs() {
        for (html, expected) in [
            ("<script>", true),
            ("<script type=''>", true),
            ("<script type='text/JavaScript; charset=utf-8'>", true),
            ("<script type=module>", true),
            ("<script type='application/json'>", false),
            ("<script type='text/x-template'>", false),
            ("<visitorseal-visitor>", false),
        ] {
            assert_eq!(elements(html)[0].is_javascript(), expected, "{html}");
        }
    }

    #[test]
    fn finding_elements_takes_linear_time_for_any_page() {
        for piece in [
            "<",
            "<script>",
            "<script></script>",
            "<!--",
            "<!---->",
            "</",
            "<!",
            "<p a='",
            "<p a=\"'",
            "<script a=",
            "<template>",
            "&amp;",
            "<script a='&'>",
            "<visitorseal-visitor ",
        ] {
            assert_linear(piece, |text| drop(elements(text)));
        }
    }
}
