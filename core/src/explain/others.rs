//! Further texts that a site may have signed: those that the page sends, and those of the site's own record.

use serde_json::Value;

use super::{
    Case,
    message::{LONGEST, NamedText, Part},
    sorted_by,
};
use crate::{error::shortened, json::Object, visitor::Visitor};

/// At most this many texts of the page, and as many of the record, are tried as the message.
const MOST_OTHERS: usize = 16;

impl Case<'_> {
    /// The texts besides the message, with their names. Where several fields are signed together, each of them is among
    /// these.
    pub(super) fn other_texts(&self, parts: &[Part<'_>], visitor: &Visitor, signature: &str) -> Vec<NamedText> {
        let covered: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        let is_unfolded = |text: &str| parts.iter().any(|part| part.raw == text && part.raw != part.text);
        let is_other =
            |text: &str| !text.is_empty() && text.len() <= LONGEST && covered != [text] && !is_unfolded(text);
        let first = self.signature().0;
        let of_page = texts_of(self.fields).into_iter().filter(|(name, _)| name != signature && name != first);
        let mut texts: Vec<NamedText> = of_page.filter(|(_, text)| is_other(text)).collect();
        // The scheme's own fields come before those that the site added.
        texts = sorted_by(texts, |(_, text)| usize::from(!visitor.texts().any(|(_, known)| known == text)));
        texts.truncate(MOST_OTHERS);

        let record = self.visitor.map(Visitor::to_object).unwrap_or_default();
        let of_record: Vec<NamedText> = texts_of(&record)
            .into_iter()
            .filter(|(_, text)| is_other(text) && texts.iter().all(|(_, known)| known != text))
            .map(|(name, text)| (format!("the record's {}", name.trim_start_matches("attributes.")), text))
            .take(MOST_OTHERS)
            .collect();
        texts.extend(of_record);
        texts
    }
}

/// The texts and numbers of an object and of the objects in it, with their paths.
fn texts_of(object: &Object) -> Vec<NamedText> {
    let members = object.iter().flat_map(|(name, value)| {
        let name = shortened(name);
        match value {
            Value::Object(nested) => {
                nested.iter().map(|(member, value)| (format!("{name}.{}", shortened(member)), value)).collect()
            }
            value => vec![(name, value)],
        }
    });
    let texts = members.filter_map(|(name, value)| match value {
        Value::String(text) => Some((name, text.clone())),
        Value::Number(number) => Some((name, number.to_string())),
        _ => None,
    });
    texts.collect()
}
