//! What variables, dashboards and editors do to the text of a key.

use super::content::Label;

/// What happened to the text of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// It is in this charset.
    Charset(&'static str),
    /// It is the bytes that a PEM writes as base64. This command writes the PEM.
    Der(&'static str),
    Quoted,
    /// It was encoded as base64 so many times more.
    Base64(usize),
    /// It is in this member of a JSON text.
    Json(String),
    /// It is escaped for this language.
    Escaped(&'static str),
    /// It has this in place of line breaks.
    Newlines(&'static str),
    /// It has characters between its lines that no base64 has.
    Characters,
    /// The PEM with this label lacks these lines.
    LinesLost(&'static str, Label),
    /// The first or the last line of the PEM with this label is another.
    LinesChanged(Label),
    /// It is the first line of a PEM and nothing more.
    OnlyFirstLine,
    /// It has so many bytes of so many.
    Cut(usize, usize),
}

impl Damage {
    /// What is wrong, in a sentence.
    pub fn what(&self) -> String {
        match self {
            Self::Charset(charset) => format!("The key is in {charset}."),
            Self::Der(_) => "The key is DER, the binary form.".to_owned(),
            Self::Quoted => "The key has quotes around it.".to_owned(),
            Self::Base64(1) => "The key was encoded as base64 once more.".to_owned(),
            Self::Base64(times) => format!("The key was encoded as base64 {times} times more."),
            Self::Json(name) if name.is_empty() => "The key is inside a JSON text.".to_owned(),
            Self::Json(name) => format!("The key is the member {name} of a JSON text."),
            Self::Escaped(language) => format!("The key is escaped for {language}."),
            Self::Newlines(written) => format!("The key has {written} in place of line breaks."),
            Self::Characters => "The key has other characters between its lines.".to_owned(),
            Self::LinesLost(lines, _) => format!("The key lacks {lines}."),
            Self::LinesChanged(_) => "The first or the last line of the PEM is wrong.".to_owned(),
            Self::OnlyFirstLine => "The key is only the first line of a PEM.".to_owned(),
            Self::Cut(have, need) => format!("The key is cut: it has {have} of its {need} bytes."),
        }
    }

    /// What to do. `is_last`: the key can then be passed. Otherwise a command must read it first, as FILE.
    pub fn advice(&self, is_last: bool) -> String {
        let use_it = |what: &str| if is_last { format!("pass {what}") } else { format!("write {what} to FILE") };
        match self {
            Self::Charset(_) => "Save the file as UTF-8.".to_owned(),
            Self::Der(command) => format!("Convert it to PEM with: {command}"),
            Self::Quoted => "Remove the quotes.".to_owned(),
            Self::Base64(1) => format!("Decode the text from base64, and {}.", use_it("the result")),
            Self::Base64(times) => format!("Decode the text from base64 {times} times, and {}.", use_it("the result")),
            Self::Json(name) if name.is_empty() => format!("Parse the JSON, and {}.", use_it("the text of the key alone")),
            Self::Json(name) => format!("Parse the JSON, and {}.", use_it(&format!("the value of {name}"))),
            Self::Escaped(_) => format!("Undo the escapes, and {}.", use_it("the result")),
            Self::Newlines(_) => "Put in real line breaks, or read the key from a file.".to_owned(),
            Self::Characters => "Copy the key again, without anything between its lines.".to_owned(),
            Self::LinesLost(_, label) | Self::LinesChanged(label) => {
                format!("Write the lines -----BEGIN {label}----- and -----END {label}----- around the base64.")
            }
            Self::OnlyFirstLine => "The variable ends at its first line break. Put quotes around the PEM in the .env file, or read it from a file.".to_owned(),
            Self::Cut(..) => "Copy the whole key again.".to_owned(),
        }
    }
}
