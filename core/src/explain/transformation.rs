//! What code, templates and configuration do to a text on its way: one table, for the message's fields, the secret and the
//! digest.
//!
//! To add a transformation, write one line into [`TABLE`].

mod bytes;
mod case;
mod charset;
mod configuration;
mod encoded;
mod escapes;
mod html;
mod identifier;
mod number;
mod space;
mod url;
mod words;
mod written;

pub(super) use encoded::in_lines;
pub(super) use number::rounded;

use zeroize::Zeroizing;

use super::finding::Cause;

/// Rewrites bytes: gives each form that is usual, and none for bytes that it does not apply to.
pub(super) type Rewrite = fn(&[u8]) -> Vec<Vec<u8>>;

/// Compares a digest with the text that may have been made of it.
pub(super) type Compare = fn(&[u8], &[u8]) -> bool;

/// A change that happens to a text on its way.
pub(super) struct Transformation {
    pub name: &'static str,
    /// What the text is then, with `{}` for what it was: `{} in lower case`.
    phrase: &'static str,
    causes: Causes,
    /// Whether it happens often. Of two changes at once, one does.
    pub is_common: bool,
    /// Changes a text.
    pub write: Rewrite,
    /// Takes the change back.
    pub read: Rewrite,
    /// Whether a digest in hex or base64, which is first, was changed to a text. It is for changes that lose digits, so that
    /// they cannot be taken back.
    pub loses: Option<Compare>,
}

/// What the change is called in a field of the message, in the secret and in the digest, if it happens there.
#[derive(Clone, Copy)]
struct Causes {
    message: Option<Cause>,
    secret: Option<Cause>,
    result: Option<Cause>,
}

/// Where a text was changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The site signed the changed text.
    Signed,
    /// The page sends the changed text.
    Sent,
    /// The site signed with the changed secret.
    Used,
    /// The verifier has the changed secret.
    Given,
    /// The page sends the changed digest.
    Result,
}

impl Transformation {
    /// The cause, where it can happen there.
    pub fn cause(&self, side: Side) -> Option<Cause> {
        match side {
            Side::Signed | Side::Sent => self.causes.message,
            Side::Used | Side::Given => self.causes.secret,
            Side::Result => self.causes.result,
        }
    }

    /// Says what happened to a text, which has a name in sentences.
    pub fn reason(&self, side: Side, name: &str) -> String {
        let changed = self.phrase.replace("{}", name);
        match side {
            Side::Signed => format!("The site signed {changed}."),
            Side::Sent => format!("The page sends {changed}, but the site signed it before that change."),
            Side::Used => format!("The site used {changed}."),
            Side::Given => format!("The site signed correctly, but the verifier has {changed}."),
            Side::Result => format!("The page sends {changed}."),
        }
    }

    /// All forms of a text before or after the change.
    pub fn apply(&self, side: Side, text: &[u8]) -> Vec<Vec<u8>> {
        let mut forms = self.rewrite(side)(text);
        forms.retain(|form| self.is_change(text, form));
        forms.dedup();
        forms
    }

    /// The same for a secret. Each form is wiped when it is dropped.
    pub fn apply_to_secret(&self, side: Side, secret: &[u8]) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
        let forms: Vec<_> = self.rewrite(side)(secret).into_iter().map(Zeroizing::new).collect();
        forms.into_iter().filter(move |form| self.is_change(secret, form))
    }

    fn rewrite(&self, side: Side) -> Rewrite {
        if matches!(side, Side::Signed | Side::Used) { self.write } else { self.read }
    }

    fn is_change(&self, text: &[u8], form: &[u8]) -> bool {
        let may_be_empty = self.causes.message == Some(Cause::MessageEmpty);
        form != text && (may_be_empty || !form.is_empty())
    }
}

const fn causes(message: Cause, secret: Cause, result: Cause) -> Causes {
    Causes { message: Some(message), secret: Some(secret), result: Some(result) }
}

const fn of_message(cause: Cause) -> Causes {
    Causes { message: Some(cause), secret: None, result: None }
}

const fn of_message_and_secret(message: Cause, secret: Cause) -> Causes {
    Causes { message: Some(message), secret: Some(secret), result: None }
}

const fn of_secret(cause: Cause) -> Causes {
    Causes { message: None, secret: Some(cause), result: None }
}

const fn of_result(cause: Cause) -> Causes {
    Causes { message: None, secret: None, result: Some(cause) }
}

const CASE: Causes = of_message_and_secret(Cause::MessageCase, Cause::SecretCase);
const SPACE: Causes = causes(Cause::MessageSpace, Cause::SecretSpace, Cause::ResultSpace);
const INNER_SPACE: Causes = of_message(Cause::MessageSpace);
const QUOTES: Causes = causes(Cause::MessageQuotes, Cause::SecretQuotes, Cause::ResultQuotes);
const NUMBER: Causes = of_message(Cause::MessageNumber);
const URL: Causes = causes(Cause::MessageUrlEncoded, Cause::SecretEscaped, Cause::ResultUrlEncoded);
const FORM: Causes = of_message_and_secret(Cause::MessageUrlEncoded, Cause::SecretEscaped);
const HTML: Causes = causes(Cause::MessageHtmlEscaped, Cause::SecretEscaped, Cause::ResultEscaped);
const JSON: Causes = of_message_and_secret(Cause::MessageJsonQuoted, Cause::SecretQuotes);
const ESCAPES: Causes = causes(Cause::MessageEscaped, Cause::SecretEscaped, Cause::ResultEscaped);
const UNICODE: Causes = of_message_and_secret(Cause::MessageUnicode, Cause::SecretCharset);
const CHARSET: Causes = of_message_and_secret(Cause::MessageCharset, Cause::SecretCharset);
const MARK: Causes = of_message_and_secret(Cause::MessageSpace, Cause::SecretCharset);
const DOMAIN: Causes = of_message(Cause::MessageDomain);
const IDENTIFIER: Causes = of_message(Cause::MessageIdentifier);
const ADDRESS: Causes = of_message(Cause::MessageAddress);
const HASHED: Causes = of_message_and_secret(Cause::MessageHashed, Cause::SecretHashed);
const HEX: Causes = of_message_and_secret(Cause::MessageEncoded, Cause::SecretHex);
const BASE64: Causes = of_message_and_secret(Cause::MessageEncoded, Cause::SecretBase64);
const WORD: Causes = of_message_and_secret(Cause::MessageEmpty, Cause::SecretWord);
const NAME: Causes = of_secret(Cause::SecretName);
const CUT: Causes = of_secret(Cause::SecretCut);
const CONFIGURED: Causes = of_secret(Cause::SecretEscaped);

/// Nothing can be told.
const NEVER: Rewrite = |_| Vec::new();

/// A word that stands for a text which was not there.
macro_rules! word {
    ($word:literal) => {
        Transformation {
            name: concat!("the word ", $word),
            phrase: concat!("the word ", $word, " in place of {}"),
            causes: WORD,
            is_common: true,
            write: |_| vec![$word.as_bytes().to_vec()],
            read: NEVER,
            loses: None,
        }
    };
}

const fn common(
    name: &'static str,
    phrase: &'static str,
    causes: Causes,
    write: Rewrite,
    read: Rewrite,
) -> Transformation {
    Transformation { name, phrase, causes, is_common: true, write, read, loses: None }
}

const fn rare(
    name: &'static str,
    phrase: &'static str,
    causes: Causes,
    write: Rewrite,
    read: Rewrite,
) -> Transformation {
    Transformation { name, phrase, causes, is_common: false, write, read, loses: None }
}

const fn lossy(name: &'static str, phrase: &'static str, cause: Cause, loses: Compare) -> Transformation {
    let (causes, loses) = (of_result(cause), Some(loses));
    Transformation { name, phrase, causes, is_common: true, write: NEVER, read: NEVER, loses }
}

/// Every transformation, the most usual first. A line has a name, what the text is then, the causes, how a text is changed,
/// and how the change is taken back.
#[rustfmt::skip]
pub(super) static TABLE: &[Transformation] = &[
    common("lower case", "{} in lower case", CASE, case::lower, NEVER),
    common("upper case", "{} in upper case", CASE, case::upper, NEVER),
    common("white space", "{} with white space around it", SPACE, space::around, space::trim),
    rare("other white space", "{} with unusual white space around it", SPACE, space::unusual, NEVER),
    common("bytes", "{} as a program prints bytes, such as [90, 208] or b'…'", of_result(Cause::ResultBytes), NEVER, bytes::listed),
    rare("UUID", "{} as a UUID in another form", IDENTIFIER, identifier::uuid, identifier::from_uuid),
    common("JSON", "{} in quotes, as in JSON", JSON, escapes::json, escapes::from_json),
    common("quotes", "{} in quotes", QUOTES, escapes::quote, escapes::unquote),
    rare("other quotes", "{} in unusual quotes", QUOTES, escapes::unusual, escapes::from_unusual),
    common("HTML", "{} escaped for HTML", HTML, html::escape, html::unescape),
    common("URL", "{} URL-encoded", URL, url::encode, url::decode),
    common("escapes", "{} escaped for JavaScript or JSON", ESCAPES, escapes::script, escapes::from_script),
    common("form", "{} with + in place of each space", FORM, url::plus, url::from_plus),
    common("no zeros", "{} without the zeros in front", NUMBER, number::without_zeros, NEVER),
    common("zeros", "{} with zeros in front", NUMBER, number::zeros, NEVER),
    common("fraction", "{} as a number with a fraction", NUMBER, number::fraction, number::whole),
    common("thousands", "{} with separators between the thousands", NUMBER, number::thousands, number::from_thousands),
    common("NFC", "{} with composed characters (NFC)", UNICODE, charset::nfc, NEVER),
    common("NFD", "{} with decomposed characters (NFD)", UNICODE, charset::nfd, NEVER),
    common("Latin-1", "{} in Latin-1", CHARSET, charset::latin1, NEVER),
    common("UTF-16LE", "{} in UTF-16 (little-endian)", CHARSET, charset::utf16le, NEVER),
    common("read as Latin-1", "{} as UTF-8 that was read as Latin-1", CHARSET, charset::mojibake, charset::from_mojibake),
    common("hex", "{} written as hex", HEX, encoded::hex, NEVER),
    common("from hex", "{} decoded from hex", HEX, encoded::from_hex, NEVER),
    common("base64", "{} written as base64", BASE64, encoded::base64, NEVER),
    rare("base64 of a line", "{} written as base64 together with a line break, as echo without -n gives it", BASE64, encoded::base64_of_line, NEVER),
    rare("other base64", "{} written as another base64: base64url, without padding, in lines or with a line break", BASE64, encoded::other_base64, NEVER),
    common("from base64", "{} decoded from base64", BASE64, encoded::from_base64, NEVER),
    rare("plus", "{} with a plus sign before it", NUMBER, number::plus, number::without_plus),
    common("word before", "{} with a word before it", IDENTIFIER, identifier::with_word, identifier::without_word),
    rare("other word before", "{} with another word before it", IDENTIFIER, identifier::with_other_word, NEVER),
    common("no dashes", "{} without its dashes", IDENTIFIER, identifier::without_dashes, identifier::with_dashes),
    common("cut at #", "{} cut at the first #", CUT, configuration::cut_at_hash, NEVER),
    common("cut at space", "{} cut at the first space", CUT, configuration::cut_at_space, NEVER),
    common("no variables", "{} after a shell removed each $NAME from it", CUT, configuration::without_variables, NEVER),
    common("no padding", "{} without the = at its end", CUT, configuration::without_padding, configuration::with_padding),
    common("NAME=", "{} with NAME= before it", NAME, configuration::assignment, configuration::value),
    common("empty", "an empty text in place of {}", WORD, |_| vec![Vec::new()], NEVER),
    word!("undefined"),
    word!("null"),
    word!("None"),
    rare("template", "a template that nobody filled in, in place of {}", WORD, words::templates, NEVER),
    rare("anonymous", "the word of a framework for nobody in place of {}", WORD, words::nobody, NEVER),
    rare("two quotes", "two quotes with nothing between them in place of {}", WORD, configuration::two_quotes, NEVER),
    rare("nil", "the word nil in place of {}", WORD, |_| vec![b"nil".to_vec()], NEVER),
    rare("false", "the word false in place of {}", WORD, |_| vec![b"false".to_vec(), b"False".to_vec()], NEVER),
    rare("NULL", "the word NULL in place of {}", WORD, |_| vec![b"NULL".to_vec()], NEVER),
    rare("0", "the number 0 in place of {}", WORD, |_| vec![b"0".to_vec()], NEVER),
    rare("NaN", "the word NaN in place of {}", WORD, |_| vec![b"NaN".to_vec()], NEVER),
    rare("object", "[object Object] in place of {}", WORD, |_| vec![b"[object Object]".to_vec(), b"[object Promise]".to_vec()], NEVER),
    rare("changeme", "a sample secret in place of {}", of_secret(Cause::SecretWord), configuration::examples, NEVER),
    common("capital", "{} with a capital first letter", CASE, case::capital, NEVER),
    common("domain case", "{} with its domain in another case", CASE, case::domain, NEVER),
    rare("Turkish", "{} in Turkish lower or upper case", CASE, case::turkish, NEVER),
    rare("capital words", "{} with a capital letter in each word", CASE, case::words, NEVER),
    rare("byte order mark", "{} with a byte order mark", MARK, charset::mark, charset::without_mark),
    rare("single spaces", "{} with single spaces", INNER_SPACE, space::single, space::double),
    rare("no spaces", "{} without the white space in it", INNER_SPACE, space::without, NEVER),
    rare("line breaks", "{} with white space in it", of_secret(Cause::SecretSpace), NEVER, space::without),
    rare("base64 in lines", "{} written as base64", of_secret(Cause::SecretBase64), NEVER, encoded::from_base64_lines),
    rare("no-break spaces", "{} with no-break spaces", INNER_SPACE, space::no_break, space::from_no_break),
    rare("other digits", "{} in the digits of another script", NUMBER, number::other_digits, NEVER),
    rare("32 bits", "{} as a 32-bit integer", NUMBER, number::in_32_bits, NEVER),
    rare("exponent", "{} with an exponent", NUMBER, number::exponent, number::from_exponent),
    rare("HTML twice", "{} escaped for HTML twice", HTML, |text| twice(html::escape, text), |text| twice(html::unescape, text)),
    rare("URL twice", "{} URL-encoded twice", URL, |text| twice(url::encode, text), |text| twice(url::decode, text)),
    rare("backslashes", "{} with escaped quotes, backslashes, $ or !", ESCAPES, escapes::backslashes, escapes::without_backslashes),
    rare("NFKC", "{} with simple characters (NFKC)", UNICODE, charset::nfkc, NEVER),
    rare("Windows-1252", "{} in Windows-1252", CHARSET, charset::windows1252, NEVER),
    rare("ASCII", "{} in ASCII, without its other characters", CHARSET, charset::ascii, NEVER),
    rare("UTF-16BE", "{} in UTF-16 (big-endian, or with a byte order mark)", CHARSET, charset::utf16_others, NEVER),
    rare("read as Windows-1252", "{} as UTF-8 that was read as Windows-1252", CHARSET, charset::mojibake1252, charset::from_mojibake1252),
    rare("read as Latin-1 twice", "{} as UTF-8 that was read as Latin-1 twice", CHARSET, |text| twice(charset::mojibake, text), |text| twice(charset::from_mojibake, text)),
    rare("read as Windows-1252 twice", "{} as UTF-8 that was read as Windows-1252 twice", CHARSET, |text| twice(charset::mojibake1252, text), |text| twice(charset::from_mojibake1252, text)),
    rare("Punycode", "{} with its domain in Punycode", DOMAIN, identifier::punycode, identifier::from_punycode),
    rare("Salesforce", "{} with the last three letters of a Salesforce id", IDENTIFIER, identifier::salesforce, identifier::from_salesforce),
    rare("inbox", "{} without its dots or its tag, or with gmail in place of googlemail", ADDRESS, identifier::inbox, NEVER),
    rare("hashed", "a hash of {}", HASHED, encoded::hashed, NEVER),
    rare("global id", "{} as a global id", IDENTIFIER, identifier::global, identifier::from_global),
    rare("ObjectId", "{} as an ObjectId", IDENTIFIER, identifier::object_id, identifier::from_object_id),
    rare("base64 twice", "{} written as base64 twice", BASE64, |text| twice(encoded::base64, text), NEVER),
    rare("from base64 twice", "{} decoded from base64 twice", BASE64, |text| twice(encoded::from_base64, text), NEVER),
    rare("label", "{} with a word before it", NAME, configuration::label, configuration::without_label),
    rare("first line", "the first line of {}", CUT, configuration::first_line, NEVER),
    rare("cut", "{} without its first or last characters", CUT, configuration::cut, NEVER),
    rare("doubled", "{} with each $ or % twice", CONFIGURED, configuration::doubled, configuration::from_doubled),
    rare("no prefix", "{} without the word before it", NAME, configuration::without_prefix, NEVER),
    rare("decoded", "{} decoded from base64 without the word before it", BASE64, configuration::decoded_without_prefix, NEVER),
    rare("repeated", "{} twice, one after the other", CONFIGURED, configuration::repeated, NEVER),
    rare("no backslashes", "{} without its backslashes", CONFIGURED, configuration::without_backslashes, NEVER),
    common("prefix", "{} with a word before it", of_result(Cause::ResultPrefix), NEVER, written::without_prefix),
    common("in JSON", "{} inside an object or a list", of_result(Cause::ResultPrefix), NEVER, written::in_json),
    common("spaces for +", "{} with a space in place of each +", of_result(Cause::ResultUrlEncoded), NEVER, written::from_spaces),
    common("suffix", "{} with other text after it", of_result(Cause::ResultSpace), NEVER, written::without_suffix),
    common("separated", "{} with separators between its digits", of_result(Cause::ResultSeparated), NEVER, written::joined),
    common("raw bytes", "{} as bytes that were read as text", of_result(Cause::ResultBytes), NEVER, bytes::raw),
    lossy("zeros lost", "{} without the zeros in front", Cause::ResultZeros, written::is_without_zeros),
    lossy("zeros of bytes lost", "{} without the first digit of each byte below 16", Cause::ResultZeros, written::has_short_bytes),
    rare("decimal", "{} as a decimal number", of_result(Cause::ResultNumber), NEVER, bytes::decimal),
    rare("negative", "{} as a negative number", of_result(Cause::ResultNumber), NEVER, bytes::negative),
    lossy("signed bytes", "{} as signed bytes, each written as 32 bits", Cause::ResultNumber, written::has_signed_bytes),
    lossy("replaced", "{} as bytes that were read as UTF-8", Cause::ResultBytes, bytes::were_replaced),
    lossy("part", "a part of {}", Cause::ResultCut, written::is_part),
];

/// Every transformation: its name, what a text is then (with `{}` for what it was), and the codes of its causes.
pub fn transformations() -> impl Iterator<Item = (&'static str, &'static str, Vec<&'static str>)> {
    let codes =
        |causes: Causes| [causes.message, causes.secret, causes.result].into_iter().flatten().map(Cause::as_str);
    TABLE.iter().map(move |row| (row.name, row.phrase, codes(row.causes).collect()))
}

/// A change, made twice in the same way.
fn twice(rewrite: Rewrite, text: &[u8]) -> Vec<Vec<u8>> {
    // The forms differ in details, and both times it is the same form.
    let once = rewrite(text);
    let again = |(index, form): (usize, &Vec<u8>)| {
        let forms = rewrite(form);
        let same = forms.get(index).or(forms.first()).cloned()?;
        (same != *form).then_some(same)
    };
    once.iter().enumerate().filter_map(again).collect()
}

/// The text that bytes are in UTF-8.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// The forms of a text, without those that are not there.
fn forms<T: Into<Vec<u8>>>(forms: impl IntoIterator<Item = T>) -> Vec<Vec<u8>> {
    forms.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phrases_are_told_apart() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.phrase.matches("{}").count(), 1, "{}", row.name);
            assert!(TABLE.iter().skip(index + 1).all(|other| other.name != row.name), "{}", row.name);
        }
    }

    #[test]
    fn every_transformation_happens_somewhere() {
        for row in TABLE {
            let sides = [Side::Signed, Side::Used, Side::Result];
            assert!(sides.iter().any(|side| row.cause(*side).is_some()), "{}", row.name);
        }
    }

    #[test]
    fn no_transformation_fails_for_bytes_of_any_kind() {
        let samples: [&[u8]; 12] = [
            b"",
            b"\0",
            b"\xff\xfe",
            b"%",
            b"&#",
            b"\\u",
            b"@",
            b"0",
            b"-",
            b"=",
            &[0xc3],
            "é@ü\u{10ffff}.de".as_bytes(),
        ];
        for row in TABLE {
            for sample in samples {
                for rewrite in [row.write, row.read] {
                    assert!(rewrite(sample).len() <= 160, "{}", row.name);
                }
            }
        }
    }
}
