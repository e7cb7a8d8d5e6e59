//! Finds the key in a text, whatever a variable, a dashboard or an editor did to the text on its way.

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

use super::{
    LARGEST,
    content::{Content, Kind, lengths},
    damage::Damage,
    identifier::{EC_KEY, KeyType},
    jwk, ssh,
};
use crate::algorithm::Family;

/// What a text holds.
pub(super) enum Found {
    Key(Content),
    /// A JWK or a set of them, well-formed or not.
    Jwk(Zeroizing<String>),
    /// Several PEM blocks.
    Several(Vec<Content>),
    /// No key, or the beginning of one.
    Nothing,
}

/// The layers around a key are taken off so many times at most.
const MOST_LAYERS: usize = 6;

/// The key in the bytes of a file, and what happened to them, from the outside in.
pub(super) fn find(bytes: &[u8]) -> (Vec<Damage>, Found) {
    let mut damages = Vec::new();
    if bytes.len() > LARGEST {
        return (damages, Found::Nothing);
    }
    let Some((charset, mut text)) = decode(bytes) else {
        return match Content::read(bytes) {
            Some(key) => (vec![Damage::Der(key.kind.to_pem())], Found::Key(key)),
            None => (damages, Found::Nothing),
        };
    };
    damages.extend(charset.map(Damage::Charset));
    for _ in 0..MOST_LAYERS {
        let Some((damage, inner)) = LAYERS.iter().find_map(|layer| layer(text.trim())) else { break };
        if let (Some(Damage::Base64(times)), Damage::Base64(_)) = (damages.last_mut(), &damage) {
            *times += 1;
        } else if !damages.contains(&damage) {
            damages.push(damage);
        }
        text = inner;
    }
    let text = text.trim();
    if jwk::is_json(text.as_bytes()) {
        return (damages, Found::Jwk(text.to_owned().into()));
    }
    if !text.contains("-----BEGIN ")
        && let Some(key) = ssh::find(text)
    {
        return (damages, Found::Key(key));
    }
    let (more, found) = find_block(text);
    // Whoever reads the value from the JSON or from its text gets line breaks.
    let is_same = |damage: &Damage| {
        matches!(damage, Damage::Newlines(r"\n" | r"\r\n"))
            && damages.iter().any(|known| matches!(known, Damage::Json(_)))
    };
    let more: Vec<Damage> = more.into_iter().filter(|damage| !is_same(damage)).collect();
    damages.extend(more);
    (damages, found)
}

/// The text, and its charset if that is not UTF-8. None for bytes that are no text.
fn decode(bytes: &[u8]) -> Option<(Option<&'static str>, Zeroizing<String>)> {
    let utf16 = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let (units, _) = bytes.as_chunks::<2>();
        let units = units.iter().map(|unit| read(*unit));
        let chars = char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER));
        Zeroizing::new(chars.collect::<String>())
    };
    let named = |text| Some((Some("UTF-16"), text));
    match bytes {
        [0xff, 0xfe, rest @ ..] => return named(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => return named(utf16(rest, u16::from_be_bytes)),
        [first, 0, second, 0, ..] if first.is_ascii_graphic() && second.is_ascii_graphic() => {
            return named(utf16(bytes, u16::from_le_bytes));
        }
        [0, first, 0, second, ..] if first.is_ascii_graphic() && second.is_ascii_graphic() => {
            return named(utf16(bytes, u16::from_be_bytes));
        }
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        // UTF-16 that was read as another charset.
        Ok(text) if text.contains('\0') => named(text.chars().filter(|char| *char != '\0').collect::<String>().into()),
        Ok(text) => Some((None, Zeroizing::new(text.trim_start_matches('\u{feff}').to_owned()))),
        // A comment before the key may be in another charset. The key itself is ASCII.
        Err(_) => {
            let is_text = bytes.windows(BEGIN.len()).any(|window| window == BEGIN.as_bytes());
            let ascii = || bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' });
            is_text.then(|| (Some("another charset than UTF-8"), ascii().collect::<String>().into()))
        }
    }
}

const BEGIN: &str = "-----BEGIN ";

type Layer = fn(&str) -> Option<(Damage, Zeroizing<String>)>;

/// What people put around a key, from the outside in.
const LAYERS: [Layer; 4] = [unquote, take_from_json, unescape_for_web, decode_base64];

fn unquote(text: &str) -> Option<(Damage, Zeroizing<String>)> {
    let unquoted = ['"', '\'', '`'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))?;
    let is_json = unquoted.contains("\\\"");
    Some((Damage::Quoted, if is_json { unescape(unquoted) } else { unquoted.to_owned().into() }))
}

fn take_from_json(text: &str) -> Option<(Damage, Zeroizing<String>)> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let (before, value) = text.split_at(text.find(BEGIN)?);
    let (value, _) = value.split_once('"').unwrap_or((value, ""));
    let name = before.trim_end().trim_end_matches(['"', '\\']).trim_end().trim_end_matches(':').trim_end();
    let name = name.trim_end_matches(['"', '\\']).rsplit(['"', '\\', '{', ',']).next().unwrap_or_default();
    let is_name = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    let name = if (1..=40).contains(&name.len()) && name.chars().all(is_name) { name } else { "" };
    Some((Damage::Json(name.to_owned()), value.to_owned().into()))
}

/// Undoes what URLs and HTML do to the first line of a PEM.
fn unescape_for_web(text: &str) -> Option<(Damage, Zeroizing<String>)> {
    const URL: [(&str, &str); 14] = [
        ("%2D", "-"),
        ("%2d", "-"),
        ("+", " "),
        ("%20", " "),
        ("%0D", ""),
        ("%0d", ""),
        ("%0A", "\n"),
        ("%0a", "\n"),
        ("%2B", "+"),
        ("%2b", "+"),
        ("%2F", "/"),
        ("%2f", "/"),
        ("%3D", "="),
        ("%3d", "="),
    ];
    const HTML: [(&str, &str); 11] = [
        ("&quot;", ""),
        ("&#34;", ""),
        ("&#39;", ""),
        ("&#43;", "+"),
        ("&#x2B;", "+"),
        ("&#x2F;", "/"),
        ("&#47;", "/"),
        ("&#13;", ""),
        ("&#10;", "\n"),
        ("&#xA;", "\n"),
        ("&#61;", "="),
    ];
    let replace = |pairs: &[(&str, &str)]| {
        pairs.iter().fold(Zeroizing::new(text.to_owned()), |text, (from, to)| text.replace(from, to).into())
    };
    let has = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    if has(&["BEGIN%20", "BEGIN+", "%0A", "%0a", "%2D%2D"]) {
        return Some((Damage::Escaped("a URL"), replace(&URL)));
    }
    (has(&["BEGIN "]) && has(&["&#", "&quot;"])).then(|| (Damage::Escaped("HTML"), replace(&HTML)))
}

/// The text of a key that was encoded once more. What is only the inside of a PEM stays as it is.
fn decode_base64(text: &str) -> Option<(Damage, Zeroizing<String>)> {
    if text.contains("BEGIN ") {
        return None;
    }
    let bytes = decode_body(text)?;
    let inner = std::str::from_utf8(&bytes).ok()?;
    let is_key = inner.contains(BEGIN)
        || inner.contains("BEGIN SSH2")
        || inner.trim_start().starts_with(['{', '"'])
        || inner.starts_with("ssh-")
        || inner.starts_with("ecdsa-")
        // Base64 of base64 of a PEM or of DER.
        || inner.starts_with("LS0tLS")
        || inner.starts_with("MI");
    is_key.then(|| (Damage::Base64(1), inner.to_owned().into()))
}

/// Base64 with or without padding, and with any last bits: a key that was copied badly is read here to say so.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// Decodes base64 or base64url with any white space in it.
fn decode_body(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = Zeroizing::new(text.chars().filter(|char| !char.is_whitespace()).collect::<String>());
    let alphabet = if text.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
    let mut bytes = Zeroizing::new(vec![0; text.len()]);
    let length = GeneralPurpose::new(alphabet, LENIENT).decode_slice(text.as_bytes(), &mut bytes).ok()?;
    bytes.truncate(length);
    Some(bytes)
}

/// A dash of a PEM's first or last line, also as word processors write it.
fn is_dash(char: char) -> bool {
    char == '-' || ('\u{2010}'..='\u{2015}').contains(&char) || char == '\u{2212}'
}

/// The parts of a text between runs of dashes.
fn split_at_dashes(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut part_start, mut run): (usize, Option<usize>) = (0, None);
    for (at, char) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_dash(char), run) {
            (true, None) => run = Some(at),
            (false, Some(start)) => {
                // One hyphen is a part of a word.
                if at - start > 1 {
                    parts.push(text.get(part_start..start).unwrap_or_default());
                    part_start = at;
                }
                run = None;
            }
            _ => {}
        }
    }
    parts.push(text.get(part_start..).unwrap_or_default());
    parts
}

/// The label in the first or the last line of a PEM, without its spaces.
fn label_after(word: &str, part: &str) -> Option<String> {
    let part = part.trim();
    let (start, label) = part.split_at_checked(word.len())?;
    let is_letter = |char: &char| char.is_ascii_alphanumeric();
    start.eq_ignore_ascii_case(word).then(|| label.chars().filter(is_letter).collect::<String>().to_uppercase())
}

/// The PEM in a text, whole or not.
fn find_block(text: &str) -> (Vec<Damage>, Found) {
    let mut damages = Vec::new();
    let mut text = Zeroizing::new(text.to_owned());
    if text.contains('\\') {
        let written = [r"\r\n", r"\n", r"\r"].into_iter().find(|written| text.contains(written));
        damages.push(written.map_or(Damage::Characters, Damage::Newlines));
        text = unescape(&text);
    }
    let parts = split_at_dashes(&text);
    let starts = |at: &usize| parts.get(*at).is_some_and(|part| label_after("BEGIN", part).is_some());
    let ends = |at: &usize| parts.get(*at).is_some_and(|part| label_after("END", part).is_some());
    let begins: Vec<usize> = (0..parts.len()).filter(starts).collect();
    let is_parameters =
        |at: &usize| parts.get(*at).and_then(|part| label_after("BEGIN", part)).as_deref() == Some("ECPARAMETERS");
    let begins: Vec<usize> = begins.into_iter().filter(|at| !is_parameters(at)).collect();
    if begins.len() > 1 {
        let keys = begins.iter().take(16).filter_map(|at| read_body("", parts.get(at + 1)?, &mut Vec::new()));
        return (damages, Found::Several(keys.collect()));
    }
    let begin = begins.first().copied();
    let end = (begin.unwrap_or_default()..parts.len()).find(ends);
    let (label, body) = match (begin, end) {
        (Some(begin), _) => (parts.get(begin), parts.get(begin + 1).copied()),
        (None, Some(end)) => (parts.get(end), end.checked_sub(1).and_then(|at| parts.get(at).copied())),
        (None, None) => (None, Some(text.as_str())),
    };
    let label = label.and_then(|part| label_after("BEGIN", part).or_else(|| label_after("END", part)));
    let body = body.unwrap_or_default();
    if begin.is_some() && end.is_none() && body.trim().is_empty() {
        damages.push(Damage::OnlyFirstLine);
        return (damages, Found::Nothing);
    }
    let key = match read_body(label.as_deref().unwrap_or_default(), body, &mut damages) {
        Some(key) => key,
        None => return (damages, Found::Nothing),
    };
    let right = key.kind.label();
    let is_exact = |word: &str| text.contains(&format!("-----{word} {right}-----"));
    // Other names that OpenSSL has for some of them.
    let is_alias = matches!(key.kind, Kind::Certificate | Kind::Request | Kind::Encrypted);
    let lost = match (begin, end) {
        (None, None) => Some("its first and its last line"),
        (None, Some(_)) => Some("its first line"),
        (Some(_), None) => Some("its last line"),
        (Some(_), Some(_)) => None,
    };
    match lost {
        Some(lost) => damages.push(Damage::LinesLost(lost, right)),
        None if is_alias || (is_exact("BEGIN") && is_exact("END")) => {}
        None => damages.push(Damage::LinesChanged(right)),
    }
    (damages, Found::Key(key))
}

/// What may stand in place of a line break.
const BREAKS: [&str; 7] = ["/r/n", "/n", "rn", "n", "<br>", "<br/>", "<br />"];

/// Reads what is between the first line and the last.
fn read_body(label: &str, body: &str, damages: &mut Vec<Damage>) -> Option<Content> {
    if body.contains("ENCRYPTED") {
        let key_type = match label {
            "RSAPRIVATEKEY" => Some(KeyType::Known(Family::Rsa)),
            "ECPRIVATEKEY" => Some(EC_KEY),
            "DSAPRIVATEKEY" => Some(KeyType::Other("a DSA key")),
            _ => None,
        };
        return Some(Content { kind: Kind::Encrypted, key_type, bytes: Zeroizing::default(), public: None });
    }
    let mut cut = None;
    let mut read = |body: &str| {
        let bytes = decode_body(body).or_else(|| decode_body(body.trim_end().get(..without_rest(body.trim_end()))?))?;
        if let Some((have, need)) = lengths(&bytes)
            && have < need
        {
            cut.get_or_insert((have, need));
        }
        Content::read(&bytes)
    };
    if let Some(key) = read(body) {
        return Some(key);
    }
    for written in BREAKS {
        if let Some(key) = join_lines(body, written).and_then(|body| read(&body)) {
            damages.push(Damage::Newlines(written));
            return Some(key);
        }
    }
    let clean = body.split_whitespace().filter(|word| *word != "+").flat_map(str::chars);
    let is_base64 = |char: &char| char.is_ascii_alphanumeric() || "+/=".contains(*char);
    let clean = Zeroizing::new(clean.filter(is_base64).collect::<String>());
    if let Some(key) = read(&clean) {
        damages.push(Damage::Characters);
        return Some(key);
    }
    damages.extend(cut.map(|(have, need)| Damage::Cut(have, need)));
    None
}

/// The length of a text of base64 up to its last whole byte.
fn without_rest(text: &str) -> usize {
    let count = text.chars().filter(|char| !char.is_whitespace()).count();
    if count % 4 == 1 { text.len().saturating_sub(1) } else { text.len() }
}

/// Joins the lines of a text that has something else in place of the breaks between them. What looks like a break may be
/// base64 too, so that the length of the lines counts.
fn join_lines(body: &str, written: &str) -> Option<Zeroizing<String>> {
    let inner = body.trim().strip_prefix(written)?;
    let inner = inner.strip_suffix(written).unwrap_or(inner);
    if written.contains('<') {
        return Some(inner.replace(written, "").into());
    }
    [64, 76, 70].into_iter().find_map(|width| {
        let mut joined = Zeroizing::new(String::with_capacity(inner.len()));
        let mut rest = inner;
        while let Some((line, more)) = rest.split_at_checked(width).filter(|(_, more)| !more.is_empty()) {
            joined.push_str(line);
            rest = more.strip_prefix(written)?;
        }
        joined.push_str(rest);
        Some(joined)
    })
}

/// Undoes the escapes of JSON, JavaScript and shells, also where they were escaped again.
fn unescape(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '\\' {
            plain.push(char);
            continue;
        }
        while chars.next_if_eq(&'\\').is_some() {}
        match chars.next() {
            Some('n' | 'r' | 't') | None => plain.push('\n'),
            Some('u') => {
                let digits: String = std::iter::from_fn(|| chars.next_if(char::is_ascii_hexdigit)).take(4).collect();
                plain.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            Some(other) => plain.push(other),
        }
    }
    plain
}
