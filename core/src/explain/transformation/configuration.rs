//! What dotenv files, shells, YAML, and people who copy do to a secret.

use super::{forms, text};

pub fn cut_at_hash(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some((before, _)) = text(bytes).split_once('#') else { return Vec::new() };
    forms([before, before.trim_end()])
}

pub fn cut_at_space(bytes: &[u8]) -> Vec<Vec<u8>> {
    text(bytes).split_once(char::is_whitespace).map(|(before, _)| before.into()).into_iter().collect()
}

/// A shell reads `$` and a name as a variable, which is empty. `$1` to `$9` are one digit long.
pub fn without_variables(bytes: &[u8]) -> Vec<Vec<u8>> {
    let secret = text(bytes);
    let mut parts = secret.split('$');
    let mut left = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
        let name = match part.chars().next() {
            Some('{') => part.find('}').map_or(part.len(), |end| end + 1),
            Some(digit) if digit.is_ascii_digit() => 1,
            _ => part.find(|char| !is_name(char)).unwrap_or(part.len()),
        };
        if name == 0 {
            left.push('$');
        }
        left.push_str(part.get(name..).unwrap_or_default());
    }
    forms([left])
}

pub fn without_padding(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).trim_end_matches('=')])
}

pub fn with_padding(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms(["=", "=="].map(|padding| [bytes, padding.as_bytes()].concat()))
}

const NAMES: [&str; 12] = [
    "SECRET=",
    "SECRET_KEY=",
    "KEY=",
    "API_KEY=",
    "SIGNING_SECRET=",
    "IDENTITY_SECRET=",
    "VISITORSEAL_SECRET=",
    "HMAC_SECRET=",
    "secret=",
    "key=",
    "=",
    "= ",
];

pub fn assignment(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms(NAMES.map(|name| [name.as_bytes(), bytes].concat()))
}

/// What stands after `NAME=`, also with `export` or `set` before it and in quotes.
pub fn value(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some((name, value)) = text(bytes).split_once('=') else { return Vec::new() };
    let name = name.trim();
    let name =
        ["export ", "set ", "SET ", "setx ", "ENV "].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    let is_name = !name.is_empty()
        && !value.is_empty()
        && !name.starts_with(|char: char| char.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_name {
        return Vec::new();
    }
    let bare = value.trim().trim_matches(['"', '\'']);
    forms([value, bare])
}

const LABELS: [&str; 14] = [
    "Bearer ", "Basic ", "secret:", "secret: ", "Secret: ", "key:", "key: ", "Key: ", "sha256=", "sha256:", "hmac:",
    "base64:", "hex:", "Token ",
];

pub fn label(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms(LABELS.map(|label| [label.as_bytes(), bytes].concat()))
}

pub fn without_label(bytes: &[u8]) -> Vec<Vec<u8>> {
    LABELS.iter().filter_map(|label| bytes.strip_prefix(label.as_bytes())).map(<[u8]>::to_vec).collect()
}

pub fn first_line(bytes: &[u8]) -> Vec<Vec<u8>> {
    text(bytes).trim_start().split_once(['\r', '\n']).map(|(line, _)| line.into()).into_iter().collect()
}

/// One character that was not selected, and the widths of columns.
pub fn cut(bytes: &[u8]) -> Vec<Vec<u8>> {
    let secret = text(bytes);
    let start = |length: usize| secret.get(..length).filter(|start| start.len() >= 8);
    let first = secret.chars().next().map_or(0, char::len_utf8);
    let last = secret.chars().next_back().map_or(0, char::len_utf8);
    let cut_at_equals = secret.split_once('=').map(|(before, _)| before).filter(|before| before.len() >= 3);
    let ends = [secret.len().saturating_sub(last), 16, 20, 24, 32, 36, 40, 48, 64, 100, 128, 255];
    let mut all: Vec<&str> = ends.into_iter().filter_map(start).collect();
    all.extend(cut_at_equals);
    all.extend(secret.get(first..).filter(|rest| rest.len() >= 8));
    forms(all)
}

pub fn doubled(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).replace('$', "$$"), text(bytes).replace('%', "%%")])
}

pub fn from_doubled(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).replace("$$", "$"), text(bytes).replace("%%", "%")])
}

/// What stands after a prefix such as `whsec_` or `base64:`.
pub fn without_prefix(bytes: &[u8]) -> Vec<Vec<u8>> {
    let secret = text(bytes);
    let after = |mark: char| secret.split_once(mark).filter(|(prefix, rest)| prefix.len() <= 12 && rest.len() >= 8);
    forms([after('_'), after(':'), after('=')].into_iter().flatten().map(|(_, rest)| rest))
}

pub fn decoded_without_prefix(bytes: &[u8]) -> Vec<Vec<u8>> {
    without_prefix(bytes).iter().flat_map(|rest| super::encoded::from_base64(rest)).collect()
}

pub fn repeated(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms(["", " ", "\n"].map(|between| [bytes, between.as_bytes(), bytes].concat()))
}

pub fn without_backslashes(bytes: &[u8]) -> Vec<Vec<u8>> {
    let secret = text(bytes);
    forms([secret.replace('\\', ""), secret.replace("\\\\", "\\"), secret.replace("\\n", "\n")])
}

pub fn two_quotes(_: &[u8]) -> Vec<Vec<u8>> {
    forms(["\"\"", "''"])
}

/// Secrets that examples and templates have.
pub fn examples(_: &[u8]) -> Vec<Vec<u8>> {
    forms([
        "changeme",
        "change-me",
        "secret",
        "your-secret",
        "your_secret",
        "your-secret-key",
        "YOUR_SECRET",
        "YOUR_SECRET_KEY",
        "your secret key",
        "<secret>",
        "xxx",
        "test",
        "password",
        "true",
    ])
}
