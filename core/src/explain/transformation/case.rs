//! Upper and lower case.

use super::{forms, text};

pub fn lower(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).to_lowercase()])
}

pub fn upper(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).to_uppercase()])
}

/// A capital first letter, with the other letters as they are and in lower case.
pub fn capital(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    forms([capitalize(text), capitalize(&text.to_lowercase())])
}

/// The domain of an email address alone, or only what is before it.
pub fn domain(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some((local, domain)) = text(bytes).rsplit_once('@') else { return Vec::new() };
    forms([
        format!("{local}@{}", domain.to_lowercase()),
        format!("{local}@{}", domain.to_uppercase()),
        format!("{local}@{}", capitalize(&domain.to_lowercase())),
        format!("{local}@{}", capitalized_name(domain)),
        format!("{}@{domain}", local.to_lowercase()),
        format!("{}@{domain}", capitalize(local)),
        format!("{}@{domain}", words_of(local)),
    ])
}

/// As in a Turkish locale, in which I and i are the letters of two pairs.
pub fn turkish(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    forms([text.replace('I', "ı").to_lowercase(), text.replace('i', "İ").to_uppercase()])
}

pub fn words(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([words_of(text(bytes))])
}

/// `Example.COM`.
fn capitalized_name(domain: &str) -> String {
    let domain = domain.to_lowercase();
    let (name, end) = domain.rsplit_once('.').unwrap_or((&domain, ""));
    format!("{}.{}", capitalize(name), end.to_uppercase())
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    first + chars.as_str()
}

fn words_of(text: &str) -> String {
    let mut is_start = true;
    let mut words = String::with_capacity(text.len());
    for char in text.chars() {
        if is_start {
            words.extend(char.to_uppercase());
        } else {
            words.extend(char.to_lowercase());
        }
        is_start = !char.is_alphanumeric();
    }
    words
}
