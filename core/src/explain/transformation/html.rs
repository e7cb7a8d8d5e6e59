//! Character references of HTML.

use super::{forms, text};

/// The references that templates write, with what they stand for.
const NAMED: [(&str, &str); 12] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&nbsp;", "\u{a0}"),
    ("&sol;", "/"),
    ("&plus;", "+"),
    ("&commat;", "@"),
    ("&period;", "."),
    ("&equals;", "="),
    ("&grave;", "`"),
    ("&amp;", "&"),
];

/// The names of the characters U+00A0 to U+00FF (HTML 4, section 24.2.1).
const LATIN: &str = "\
     nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
     sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc \
     Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve \
     Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute \
     acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde \
     ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// As each language and each template escapes quotes, and with further characters escaped.
pub fn escape(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let marks = |apostrophe: &str, quote: &str| {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        escaped.replace('"', quote).replace('\'', apostrophe)
    };
    let mut all = forms([
        marks("&#x27;", "&quot;"),
        marks("&#39;", "&quot;"),
        marks("&#039;", "&quot;"),
        marks("'", "&quot;"),
        marks("&#39;", "&#34;"),
        marks("&apos;", "&quot;"),
        marks("'", "\""),
        marks("&#x27;", "&quot;").replace('/', "&#x2F;"),
        marks("&#39;", "&quot;").replace('/', "&#x2F;").replace('`', "&#x60;").replace('=', "&#x3D;"),
        marks("&#39;", "&quot;").replace('+', "&#43;"),
        marks("&#x27;", "&quot;").replace('+', "&#x2B;").replace('=', "&#x3D;").replace('`', "&#x60;"),
    ]);
    let numbered: [fn(char) -> String; 3] = [
        |char| format!("&#{};", u32::from(char)),
        |char| format!("&#x{:X};", u32::from(char)),
        |char| format!("&#x{:x};", u32::from(char)),
    ];
    let is_mark = |char: char| !char.is_alphanumeric() && !".-_ ".contains(char);
    let where_any = |is_special: &dyn Fn(char) -> bool, write: &dyn Fn(char) -> String| -> String {
        text.chars().map(|char| if is_special(char) { write(char) } else { char.to_string() }).collect()
    };
    for write in &numbered {
        all.extend(forms([where_any(&|char| !char.is_ascii(), write), where_any(&is_mark, write)]));
    }
    all.extend(forms([where_any(&|char| !char.is_ascii(), &named)]));
    all
}

/// The named reference of a character of Latin-1.
fn named(char: char) -> String {
    let place = u32::from(char).checked_sub(0xa0).and_then(|place| usize::try_from(place).ok());
    place
        .and_then(|place| LATIN.split_whitespace().nth(place))
        .map_or_else(|| char.to_string(), |name| format!("&{name};"))
}

pub fn unescape(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut rest = text(bytes);
    if !rest.contains('&') {
        return Vec::new();
    }
    let mut plain = String::with_capacity(rest.len());
    while let Some((before, reference)) = rest.split_at_checked(rest.find('&').unwrap_or(rest.len())) {
        plain.push_str(before);
        if reference.is_empty() {
            break;
        }
        let (character, length) = read(reference).unwrap_or(('&', 1));
        plain.push(character);
        rest = reference.get(length..).unwrap_or_default();
    }
    forms([plain])
}

/// The character at the start, and the length of its reference.
fn read(reference: &str) -> Option<(char, usize)> {
    if let Some((name, character)) = NAMED.iter().find(|(name, _)| reference.starts_with(name)) {
        return Some((character.chars().next()?, name.len()));
    }
    if let Some(name) =
        reference.get(1..10.min(reference.len())).and_then(|start| start.split_once(';')).map(|(name, _)| name)
        && let Some(place) = LATIN.split_whitespace().position(|known| known == name)
    {
        return Some((char::from_u32(u32::try_from(place).ok()? + 0xa0)?, name.len() + 2));
    }
    let number = reference.strip_prefix("&#")?;
    let end = number.bytes().take(9).position(|byte| byte == b';')?;
    let digits = number.get(..end)?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    Some((char::from_u32(code.ok()?)?, end + 3))
}
