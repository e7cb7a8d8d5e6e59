//! What may be wrong with a shared secret that signs all the same.

use serde::de::IgnoredAny;

use crate::{
    error::Warning,
    forms::SecretForm,
    key,
    visitor::{is_no_value, is_template},
};

/// A secret for digests has at least this many bytes.
pub(super) const LEAST: usize = 16;

/// The secrets that everyone knows, and the length of a good one.
#[derive(Clone, Copy)]
pub(super) struct Samples<'a> {
    pub texts: &'a [String],
    pub form: SecretForm,
    /// In bytes. A token's secret is as long as its hash (RFC 7518 section 3.2).
    pub least: usize,
}

pub(super) fn warn_of_secret(secret: &[u8], key: &[u8], known: Samples<'_>, warnings: &mut Vec<Warning>) {
    let mut add = |code, reason: String| warnings.push(Warning::new(code, "secret", reason));
    let quoted = [b'"', b'\'', b'`'].iter().any(|quote| secret.first() == Some(quote) && secret.last() == Some(quote));
    if key.len() < known.least {
        let reason = format!("The secret has fewer than {} bytes. Check that you copied all of it.", known.least);
        add(Warning::SECRET_SHORT, reason);
    }
    if quoted || secret.trim_ascii() != secret {
        let reason = "The secret has white space or quotes around it, which count as part of it. Remove them.";
        add(Warning::SECRET_SPACE, reason.to_owned());
    }
    if known.texts.iter().any(|sample| key::shared(sample.as_bytes(), known.form).is_ok_and(|sample| *sample == *key)) {
        let reason = "The secret is the example from the vendor's documentation, which everyone knows. Copy your own from the vendor's dashboard.";
        add(Warning::SECRET_SAMPLE, reason.to_owned());
    } else if let Some(shape) = std::str::from_utf8(secret).ok().and_then(shape) {
        add(Warning::SECRET_SHAPE, shape.to_owned());
    }
}

/// Whether a text has a shape.
type Has = fn(&str) -> bool;

/// What the configuration passes in place of the secret, and what to do. The first that fits is the answer.
const SHAPES: &[(Has, &str)] = &[
    (is_json, "The secret is JSON. Pass only the member that is the secret."),
    (|text| text.contains(['\n', '\r']), "The secret has several lines. Pass only the secret, not the whole file."),
    (
        is_assignment,
        "The secret has the form NAME=value, or a word such as Bearer before it. Pass only what comes after that.",
    ),
    (is_path, "The secret is a path or an address. Pass what stands there, such as the content of the file."),
    (
        is_placeholder,
        "The secret is a placeholder or the name of a variable. Pass what stands in its place: the secret itself.",
    ),
    (is_no_value, "The secret is a word for no value, such as undefined or null. Find out why it is not set."),
];

fn shape(secret: &str) -> Option<&'static str> {
    let text = secret.trim();
    SHAPES.iter().find(|(has, _)| has(text)).map(|(_, reason)| *reason)
}

fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[']) && text.contains('"') && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// The words that the names of secrets end with.
const KINDS: [&str; 5] = ["secret", "key", "token", "password", "hmac"];

/// `NAME=value`, `export NAME=value`, `name: value` and `Bearer value`. Base64 has `=` at its end only, and a password may
/// have it anywhere: so the name must be one that people give a secret.
fn is_assignment(text: &str) -> bool {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let is_word = |word: &str| first.eq_ignore_ascii_case(word);
    if is_word("bearer") && !rest.is_empty() {
        return true;
    }
    let text = if is_word("export") || is_word("set") { rest } else { text };
    let Some((name, value)) = text.split_once(['=', ':']) else { return false };
    let is_set = match text.as_bytes().get(name.len()) {
        Some(b':') => value.starts_with(' '),
        _ => !value.trim_matches('=').is_empty(),
    };
    is_set && is_name(name.trim_matches([' ', '"', '\'']))
}

/// `BOOKBAG_SECRET`, `bookbag-api-key`.
fn is_name(name: &str) -> bool {
    let is_variable = name.contains('_') && !name.bytes().any(|byte| byte.is_ascii_lowercase());
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        && name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && (is_variable || ends_with_kind(name))
}

fn ends_with_kind(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    KINDS.iter().any(|kind| name.ends_with(kind))
}

/// The folders that paths begin with. Base64 may begin with a slash too, so no other folder counts.
const FOLDERS: [&str; 22] = [
    "/run/",
    "/etc/",
    "/var/",
    "/home/",
    "/usr/",
    "/opt/",
    "/app/",
    "/tmp/",
    "/srv/",
    "/mnt/",
    "/root/",
    "/data/",
    "/vault/",
    "/config/",
    "/secrets/",
    "/private/",
    "/Users/",
    "./",
    "../",
    "~/",
    "\\\\",
    "projects/",
];

/// What the names of files with secrets end with.
const ENDINGS: [&str; 16] = [
    ".txt",
    ".pem",
    ".key",
    ".env",
    ".json",
    ".secret",
    ".secrets",
    ".yml",
    ".yaml",
    ".toml",
    ".ini",
    ".cfg",
    ".conf",
    ".crt",
    ".p8",
    ".properties",
];

/// A path, or an address such as that of a vault.
fn is_path(text: &str) -> bool {
    let is_drive = |bytes: &[u8]| matches!(bytes, [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic());
    let is_address = |(scheme, _): (&str, &str)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-'))
    };
    let lower = text.to_ascii_lowercase();
    is_drive(text.as_bytes())
        || text.split_once("://").is_some_and(is_address)
        || text.starts_with("arn:aws")
        || FOLDERS.iter().any(|folder| text.starts_with(folder))
        || ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// How programs read a variable: what comes before its name.
const READS: [&str; 7] = ["process.env", "os.environ", "os.getenv", "import.meta.env", "getenv(", "ENV[", "env("];

/// `{{ secret }}`, `$BOOKBAG_SECRET`, `%BOOKBAG_SECRET%`, `BOOKBAG_SECRET`, `<your secret>`, `your-secret-here`.
fn is_placeholder(text: &str) -> bool {
    let name = text.strip_prefix('$').or_else(|| text.strip_prefix('%')?.strip_suffix('%'));
    let is_capital = |name: &str| name.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'));
    let is_prose =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'-' | b'_'));
    let yours =
        text.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("your-") || word.eq_ignore_ascii_case("your_"));
    is_template(text)
        || name.is_some_and(|name| is_capital(name) && is_name(name))
        || is_capital(text) && text.contains('_') && ends_with_kind(text)
        || text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).is_some_and(is_prose)
        || yours && is_prose(text)
        || READS.iter().any(|read| text.starts_with(read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_stands_in_place_of_a_secret() {
        for (text, word) in [
            (r#"{"secret":"d41c0e9b7a5f4e63b2a8c97d10f6e235"}"#, "JSON"),
            ("[\n \"d41c0e9b7a5f4e63b2a8c97d10f6e235\"\n]", "JSON"),
            ("d41c0e9b7a5f4e63\nb2a8c97d10f6e235", "lines"),
            ("A=1\r\nBOOKBAG_SECRET=d41c0e9b7a5f4e63", "lines"),
            ("BOOKBAG_SECRET=d41c0e9b7a5f4e63b2a8c97d10f6e235", "NAME=value"),
            ("BOOKBAG=d41c0e9b7a5f4e63", ""),
            ("export BOOKBAG_SECRET='d41c0e9b7a5f4e63'", "NAME=value"),
            ("BOOKBAG_SECRET = d41c0e9b7a5f4e63", "NAME=value"),
            ("bookbagSecret=bZESdWOvMs+p/qtnKvId3EVcwEINxPHU9/TqhB0kg3c=", "NAME=value"),
            ("secret: d41c0e9b7a5f4e63", "NAME=value"),
            ("\"hmac-secret\": d41c0e9b7a5f4e63", "NAME=value"),
            ("Bearer d41c0e9b7a5f4e63", "NAME=value"),
            ("/run/secrets/bookbag", "path"),
            ("./secrets/bookbag", "path"),
            ("C:\\keys\\bookbag", "path"),
            ("secrets/bookbag.txt", "path"),
            ("bookbag.PEM", "path"),
            ("op://vault/bookbag/secret", "path"),
            ("file:///run/secrets/bookbag", "path"),
            ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:bookbag", "path"),
            ("projects/1/secrets/bookbag/versions/latest", "path"),
            ("{{ bookbag_secret }}", "placeholder"),
            ("${BOOKBAG_SECRET}", "placeholder"),
            ("<%= ENV['BOOKBAG_SECRET'] %>", "placeholder"),
            ("$BOOKBAG_SECRET", "placeholder"),
            ("%BOOKBAG_SECRET%", "placeholder"),
            ("BOOKBAG_SECRET", "placeholder"),
            ("<your signing secret>", "placeholder"),
            ("your-secret-here", "placeholder"),
            ("process.env.BOOKBAG_SECRET", "placeholder"),
            ("undefined", "no value"),
            ("None", "no value"),
        ] {
            let reason = shape(text);
            assert_eq!(reason.is_some(), !word.is_empty(), "{text}");
            assert!(reason.unwrap_or_default().contains(word), "{text}: {reason:?}");
        }
    }

    #[test]
    fn takes_no_secret_for_something_else() {
        for text in [
            "bZESdWOvMs+p/qtnKvId3EVcwEINxPHU9/TqhB0kg3c=",
            "/xBZTyqXVypWFRYyTyPv+CjeAUsOrM+kkiHD3JKhuaIJRE+dTChoOO==",
            "AbCdSecretKey==",
            "SECRETKEY=",
            "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce",
            "YWJj_-x_SECRET9xkQ",
            "a/b/c/d/e/f/g/h/i/j/k/l",
            "pa=ss$word{with}every%sign",
            "{d41c0e9b-7a5f-4e63-b2a8-c97d10f6e235}",
            "[d41c0e9b7a5f4e63b2a8]",
            "xK9=pQ2:rT7;uV3,wX8",
            "$2y$10$abcdefghijklmnopqrstuv",
            "sk_live_51H8xQ2eZvKYlo2C",
            "a secret: of many words, such as these",
            "much secret, very wow",
            "correct horse battery staple",
            "nullified-0123456789",
        ] {
            assert_eq!(shape(text), None, "{text}");
        }
    }
}
