//! Texts that are other texts, one after the other.

use std::collections::VecDeque;

use crate::explain::times::read_any;

/// A longer text is not looked at.
const LONGEST: usize = 1024;
/// At most this many texts are joined.
const MOST_PARTS: usize = 4;
/// A separator has at most this many characters.
const LONGEST_SEPARATOR: usize = 4;
/// Shorter texts alone could make up another text by chance.
const SHORTEST: usize = 4;

/// The names of the texts that make up a text, with separators or none between them. The last may be a time.
pub(super) fn find_parts<'a>(text: &str, all: &[(&'a str, String)]) -> Option<Vec<&'a str>> {
    if text.len() > LONGEST || all.iter().any(|(_, one)| one == text) {
        return None;
    }
    // Each length of text that is made up of parts is reached once.
    let mut reached = vec![0];
    let mut ends: VecDeque<(usize, Vec<usize>)> = VecDeque::from([(0, Vec::new())]);
    while let Some((end, parts)) = ends.pop_front() {
        for rest in rests(text.get(end..)?, parts.is_empty()) {
            for (at, (_, part)) in all.iter().enumerate() {
                let Some(after) = rest.strip_prefix(part.as_str()).filter(|_| !part.is_empty()) else { continue };
                let next = text.len() - after.len();
                if reached.contains(&next) || parts.len() == MOST_PARTS {
                    continue;
                }
                reached.push(next);
                ends.push_back((next, [parts.as_slice(), &[at]].concat()));
            }
        }
        let is_whole = parts.len() > 1 && end == text.len()
            || !parts.is_empty() && rests(text.get(end..)?, false).any(|rest| read_any(rest).is_some());
        let used: Vec<&(&str, String)> = parts.iter().filter_map(|part| all.get(*part)).collect();
        if is_whole && used.iter().any(|(_, part)| part.len() >= SHORTEST) {
            return Some(used.into_iter().map(|(name, _)| *name).collect());
        }
    }
    None
}

/// The text without each separator that it may begin with.
fn rests(text: &str, is_first: bool) -> impl Iterator<Item = &str> {
    let most = if is_first { 0 } else { LONGEST_SEPARATOR };
    let ends = text.char_indices().take(most).take_while(|(_, char)| !char.is_alphanumeric());
    let ends = ends.map(|(at, char)| at + char.len_utf8()).collect::<Vec<_>>();
    [0].into_iter().chain(ends).filter_map(|end| text.get(end..))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, parts: &[&'static str]) -> Option<Vec<&'static str>> {
        find_parts(text, &parts.iter().map(|part| (*part, (*part).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn two_to_four_texts_with_any_separator_are_found() {
        let page = ["user-123", "jane@example.com", "growth"];
        for text in ["user-123:jane@example.com", "jane@example.comuser-123", "user-123 || growth"] {
            assert_eq!(find(text, &page).map(|parts| parts.len()), Some(2), "{text}");
        }
        assert_eq!(find("user-123-1795132800", &page), Some(vec!["user-123"]));
        assert_eq!(find("growth|user-123|jane@example.com", &page).map(|parts| parts.len()), Some(3));
    }

    #[test]
    fn other_texts_are_not_joined() {
        let page = ["user-123", "jane@example.com", "1", "2", "a"];
        for text in ["user-123", "user-123x", "user-123 and jane@example.com", "1212", "aa", ""] {
            assert_eq!(find(text, &page), None, "{text}");
        }
    }

    #[test]
    fn each_length_is_reached_once() {
        let texts: Vec<String> = (1..=16).map(|length| "a".repeat(length)).collect();
        let page: Vec<(&str, String)> = texts.iter().map(|text| (text.as_str(), text.clone())).collect();
        assert_eq!(find_parts(&"a".repeat(1024), &page), None);
    }
}
