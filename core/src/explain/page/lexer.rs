//! Splits JavaScript into words, literals and signs. Nothing is run.

use std::borrow::Cow;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'c> {
    Word(&'c str),
    Number(&'c str),
    Text(Cow<'c, str>),
    /// A regular expression, or a text with code in it.
    Opaque,
    Sign(&'c str),
}

#[derive(Clone, Debug)]
pub(super) struct Token<'c> {
    pub kind: Kind<'c>,
    /// The position in the code.
    pub at: usize,
    /// Whether a line ends before the token.
    pub starts_line: bool,
}

/// Signs of more than one character, the longest first.
const SIGNS: [&str; 29] = [
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&",
    "||", "??", "?.", "++", "--", "+=", "-=", "*=", "%=", "&=", "|=", "^=",
];

/// Words after which a value follows, so that `/` begins a regular expression.
const BEFORE_VALUE: [&str; 12] =
    ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "instanceof"];

pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut starts_line = true;
    let mut at = 0;
    while let Some(first) = code.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = code.get(at..).unwrap_or_default();
        if first.is_whitespace() || first == '\u{feff}' {
            starts_line |= "\n\r\u{2028}\u{2029}".contains(first);
            at += first.len_utf8();
            continue;
        }
        if let Some(length) = comment(rest) {
            starts_line |= rest.get(..length).is_some_and(|comment| comment.contains('\n'));
            at += length;
            continue;
        }
        let (kind, length) = match first {
            '"' | '\'' => text(rest, first),
            '`' => template(rest),
            '/' if may_be_value(tokens.last()) => (Kind::Opaque, regular_expression(rest)),
            _ if is_word(first) => {
                let length = rest.find(|char| !is_word(char) && !char.is_ascii_digit()).unwrap_or(rest.len());
                (Kind::Word(rest.get(..length).unwrap_or_default()), length)
            }
            _ if first.is_ascii_digit() || first == '.' && rest.get(1..).is_some_and(starts_with_digit) => {
                let length = number(rest);
                (Kind::Number(rest.get(..length).unwrap_or_default()), length)
            }
            _ => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
                let length = sign.map_or(first.len_utf8(), |sign| sign.len());
                (Kind::Sign(rest.get(..length).unwrap_or_default()), length)
            }
        };
        tokens.push(Token { kind, at, starts_line });
        starts_line = false;
        at += length;
    }
    tokens
}

fn is_word(char: char) -> bool {
    char.is_alphabetic() || "_$\\#@".contains(char) || !char.is_ascii() && !char.is_whitespace()
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_digit())
}

fn number(rest: &str) -> usize {
    let mut before = ' ';
    let is_end = |char: char| {
        let goes_on =
            char.is_ascii_alphanumeric() || "._".contains(char) || "+-".contains(char) && "eE".contains(before);
        before = char;
        !goes_on
    };
    rest.find(is_end).unwrap_or(rest.len())
}

/// The length of the comment at the beginning.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") || rest.starts_with("<!--") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let inside = rest.strip_prefix("/*")?;
    Some(inside.find("*/").map_or(rest.len(), |end| end + 4))
}

/// Whether a value may begin after this token.
fn may_be_value(before: Option<&Token<'_>>) -> bool {
    match before.map(|token| &token.kind) {
        Some(Kind::Word(word)) => BEFORE_VALUE.contains(word),
        Some(Kind::Sign(sign)) => ![")", "]", "}", "++", "--"].contains(sign),
        Some(_) => false,
        None => true,
    }
}

/// The length of a regular expression. Without an end on its line it is the rest of the line.
fn regular_expression(rest: &str) -> usize {
    let mut in_class = false;
    let mut is_escaped = false;
    for (at, char) in rest.char_indices().skip(1) {
        match char {
            '\n' => return at,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => {
                let flags = rest.get(at + 1..).unwrap_or_default();
                return at + 1 + flags.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(flags.len());
            }
            _ => {}
        }
    }
    rest.len()
}

/// A quoted text without its quotes, and its length with them. Without an end on its line it is opaque.
fn text(rest: &str, quote: char) -> (Kind<'_>, usize) {
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => {
                if let Some((_, '\r')) = chars.next()
                    && chars.clone().next().is_some_and(|(_, next)| next == '\n')
                {
                    chars.next();
                }
            }
            '\n' | '\r' => return (Kind::Opaque, at),
            _ if char == quote => {
                let inside = rest.get(1..at).unwrap_or_default();
                return (unescape(inside).map_or(Kind::Opaque, Kind::Text), at + 1);
            }
            _ => {}
        }
    }
    (Kind::Opaque, rest.len())
}

/// A template literal. With code in it, it is opaque.
fn template(rest: &str) -> (Kind<'_>, usize) {
    // For each literal that is open, how many braces of the code in it are open.
    let mut open: Vec<Option<usize>> = vec![None];
    let mut has_code = false;
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        let Some(last) = open.last_mut() else { break };
        match (char, last) {
            ('\\', _) => drop(chars.next()),
            ('`', None) => {
                open.pop();
                match open.last_mut() {
                    Some(_) => {}
                    None if has_code => return (Kind::Opaque, at + 1),
                    None => {
                        let inside = rest.get(1..at).unwrap_or_default();
                        return (unescape(inside).map_or(Kind::Opaque, Kind::Text), at + 1);
                    }
                }
            }
            ('`', Some(_)) => open.push(None),
            ('$', last @ None) if rest.get(at + 1..).is_some_and(|after| after.starts_with('{')) => {
                has_code = true;
                *last = Some(0);
                chars.next();
            }
            ('{', Some(braces)) => *braces += 1,
            ('}', last @ Some(0)) => *last = None,
            ('}', Some(braces)) => *braces -= 1,
            _ => {}
        }
    }
    (Kind::Opaque, rest.len())
}

/// A text without its escapes (ECMA-262, 12.9.4). None for an escape that is none.
fn unescape(inside: &str) -> Option<Cow<'_, str>> {
    if !inside.contains('\\') {
        return Some(Cow::Borrowed(inside));
    }
    let mut units: Vec<u16> = Vec::with_capacity(inside.len());
    let mut chars = inside.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            units.extend_from_slice(char.encode_utf16(&mut [0; 2]));
            continue;
        }
        let escaped = match chars.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => '\0',
            '\r' => {
                if chars.as_str().starts_with('\n') {
                    chars.next();
                }
                continue;
            }
            '\n' | '\u{2028}' | '\u{2029}' => continue,
            'x' => {
                units.push(take_hex(&mut chars, 2)?);
                continue;
            }
            'u' => {
                match chars.as_str().strip_prefix('{').and_then(|rest| rest.split_once('}')) {
                    Some((hex, rest)) if hex.len() <= 6 => {
                        let char = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
                        units.extend_from_slice(char.encode_utf16(&mut [0; 2]));
                        chars = rest.chars();
                    }
                    _ => units.push(take_hex(&mut chars, 4)?),
                }
                continue;
            }
            other => other,
        };
        units.extend_from_slice(escaped.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16(&units).ok().map(Cow::Owned)
}

fn take_hex(chars: &mut std::str::Chars<'_>, length: usize) -> Option<u16> {
    let (hex, rest) = chars.as_str().split_at_checked(length)?;
    *chars = rest.chars();
    u16::from_str_radix(hex, 16).ok().filter(|_| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(code: &str) -> Vec<Kind<'_>> {
        tokens(code).into_iter().map(|token| token.kind).collect()
    }

    fn text(code: &str) -> String {
        match kinds(code).as_slice() {
            [Kind::Text(text)] => text.to_string(),
            other => panic!("{code}: {other:?}"),
        }
    }

    #[test]
    fn reads_quoted_texts_with_their_escapes() {
        assert_eq!(text("'a\"b'"), "a\"b");
        assert_eq!(text(r#""a\"b\\c\/d""#), "a\"b\\c/d");
        assert_eq!(text(r"'\x41\u0042\u{43}\ud83d\ude42\n\0'"), "ABC\u{1f642}\n\0");
        assert_eq!(text("'a\\\nb\\\r\nc'"), "abc");
        assert_eq!(text("`a\n$b`"), "a\n$b");
        for code in ["'a\nb'", "'\\ud83d'", "'\\xg0'", "'open", "`a${b}`", "`a${`b${c}`}${ {d: '}'} }`"] {
            assert_eq!(kinds(code)[0], Kind::Opaque, "{code}");
        }
    }

    #[test]
    fn tells_divisions_from_regular_expressions_and_comments() {
        use Kind::{Number, Opaque, Sign, Word};
        assert_eq!(kinds("a/b/c"), [Word("a"), Sign("/"), Word("b"), Sign("/"), Word("c")]);
        assert_eq!(kinds("x=/['\"/]/g.test"), [Word("x"), Sign("="), Opaque, Sign("."), Word("test")]);
        assert_eq!(kinds("return /\\/'/"), [Word("return"), Opaque]);
        assert_eq!(kinds("1 // '\n/* ' */ 2 <!-- '\n3"), [Number("1"), Number("2"), Number("3")]);
        assert_eq!(kinds("-1.5e-3+.5"), [Sign("-"), Number("1.5e-3"), Sign("+"), Number(".5")]);
        assert_eq!(
            kinds("a?.b=>c===d"),
            [Word("a"), Sign("?."), Word("b"), Sign("=>"), Word("c"), Sign("==="), Word("d")]
        );
    }
}
