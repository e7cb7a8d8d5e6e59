//! Fields whose names are almost those of the scheme.

use serde_json::Value;

use super::{
    Case,
    finding::{Cause, Finding},
    token::looks_like_token,
};
use crate::{
    error::shortened,
    json::Object,
    scheme::{Part, Source, Table, join_settings},
};

/// At most this many unknown fields are compared with the names that a scheme needs.
const MOST_UNKNOWN_FIELDS: usize = 256;

impl Case<'_> {
    /// Fields whose names are similar to the name of a field that the scheme needs and the page did not send.
    pub(super) fn find_misspelt_fields(&self) -> Vec<Finding> {
        let table = &self.scheme.model().fields;
        let known = all_names(table);
        let nested = self.fields.values().filter_map(Value::as_object).flatten();
        let members = self.fields.iter().chain(nested);
        let unknown: Vec<(&String, &Value)> =
            members.filter(|(name, _)| !known.contains(&name.as_str())).take(MOST_UNKNOWN_FIELDS).collect();
        let mut findings = Vec::new();
        self.find_in(table, Some(self.fields), "", &unknown, &mut findings);
        findings
    }

    fn find_in(
        &self,
        table: &Table,
        sent: Option<&Object>,
        path: &str,
        unknown: &[(&String, &Value)],
        findings: &mut Vec<Finding>,
    ) {
        for (name, part) in &table.members {
            let value = sent.and_then(|sent| sent.get(name)).filter(|value| !value.is_null());
            let is_needed = match part {
                Part::Table(nested) => {
                    let sent = value.and_then(Value::as_object);
                    self.find_in(nested, sent, &format!("{path}{name}."), unknown, findings);
                    nested.members.iter().any(|(_, part)| !matches!(part, Part::Constant(_)) && self.needs(part))
                }
                // A table may be absent, and its constants with it.
                Part::Constant(_) => sent.is_some() && self.needs(part),
                part => self.needs(part),
            };
            if value.is_some() || !is_needed {
                continue;
            }
            let is_token = |value: &Value| part.is_signature() && value.as_str().is_some_and(looks_like_token);
            let Some((similar, _)) =
                unknown.iter().find(|(other, value)| is_similar_name(name, other) || is_token(value))
            else {
                continue;
            };
            let path = format!("{path}{name}");
            let (vendor, similar) = (self.scheme.vendor(), shortened(similar));
            let reason = format!("{vendor} reads the field {path}, but the page sends {similar}.");
            findings.push(Finding::new(Cause::FieldMisspelt, Some(&path), reason));
        }
    }

    /// Whether a page must send the member for its signature to verify.
    fn needs(&self, part: &Part) -> bool {
        match part {
            Part::Value(placeholder) => match (&placeholder.source, placeholder.word()) {
                (_, Some(word)) => self.scheme.covers().contains(&&*word),
                (Source::Setting(setting), _) => self.settings.get(setting).is_some(),
                (Source::Further(_), _) => false,
                _ => true,
            },
            Part::Constant(_) => true,
            Part::Text(pieces) => join_settings(pieces, self.settings).is_some(),
            Part::Dependent(..) | Part::Table(_) => false,
        }
    }
}

/// The names of all members, here and in nested tables.
fn all_names(table: &Table) -> Vec<&str> {
    let mut names: Vec<&str> = table.names().collect();
    for (_, part) in &table.members {
        if let Part::Table(nested) = part {
            names.extend(all_names(nested));
        }
    }
    names
}

/// Whether one name is the other in another case, style or order, or differs by at most two letters.
pub(super) fn is_similar_name(name: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
    };
    let sorted = |letters: &[char]| {
        let mut letters = letters.to_vec();
        letters.sort_unstable();
        letters
    };
    let (name, other) = (letters(name), letters(other));
    // Short names are similar by chance.
    let most_edits = if name.len() < 5 { 0 } else { (name.len() / 3).min(2) };
    name.len().abs_diff(other.len()) <= 2
        && (sorted(&name) == sorted(&other) || strsim::generic_levenshtein(&name, &other) <= most_edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_similar_by_case_style_and_two_letters() {
        for (name, other) in [
            ("user_id", "userId"),
            ("connectionEmail", "conenctionEmail"),
            ("authkey", "authKey"),
            ("user_hash", "userhash"),
            ("user_hash", "user-hash"),
            ("hash", "hahs"),
            ("id", "ID"),
            ("userhash", "userhashes"),
            ("email", "emaill"),
            ("connection", "connexxion"),
        ] {
            assert!(is_similar_name(name, other), "{name} {other}");
        }
        for (name, other) in [
            ("id", "email"),
            ("hash", "name"),
            ("name", "game"),
            ("user_id", "user_hash"),
            ("jwt", "name"),
            ("email", "emxxl"),
            ("userhash", "userhashxyz"),
        ] {
            assert!(!is_similar_name(name, other), "{name} {other}");
        }
    }
}
