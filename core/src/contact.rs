//! A verified visitor as the vendor's contact, and texts with placeholders for it.

use std::fmt;

use serde_json::{Value, json};

use crate::{
    error::{Code, Error, shortened},
    json::{self, Object},
    scan::{find, find_any},
    scheme::{Identity, Scheme, Signature},
    settings::Settings,
    visitor::{Field, Visitor},
};

/// The contact that a verified chat belongs to.
///
/// The default is an empty contact, for [`fill`](Self::fill) with an anonymous visitor. `Debug` shows no value.
#[derive(Clone, Default, PartialEq)]
pub struct Contact {
    external_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    attributes: Object,
    unsigned: Vec<&'static str>,
}

impl Contact {
    /// None where no signed field identifies the visitor: two people could become one contact.
    pub(crate) fn new(scheme: &Scheme, settings: &Settings, signed: &Visitor, unsigned: &Visitor) -> Option<Self> {
        let external_id = identity(scheme, settings, signed)?;
        let text = |field: Field| signed.text(field).or_else(|| unsigned.text(field)).map(str::to_owned);
        let mut attributes = signed.attributes().clone();
        let merely_claimed = unsigned.attributes().iter().filter(|(key, _)| !signed.attributes().contains_key(*key));
        attributes.extend(merely_claimed.map(|(key, value)| (key.clone(), value.clone())));
        let mut claimed: Vec<&'static str> = [Field::Name, Field::Email, Field::Phone]
            .into_iter()
            .filter(|field| signed.text(*field).is_none() && unsigned.text(*field).is_some())
            .map(Field::as_str)
            .collect();
        if attributes.len() > signed.attributes().len() {
            claimed.push("attributes");
        }
        Some(Self {
            external_id: Some(external_id),
            name: text(Field::Name),
            email: text(Field::Email),
            phone: text(Field::Phone),
            attributes,
            unsigned: claimed,
        })
    }

    /// The signed value that identifies the contact: find or create the contact by it. None only for the default, an
    /// empty contact.
    #[must_use]
    pub fn external_id(&self) -> Option<&str> {
        self.external_id.as_deref()
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The email address.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }

    /// The telephone number.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.phone.as_deref()
    }

    /// Custom attributes.
    #[must_use]
    pub fn attributes(&self) -> &Object {
        &self.attributes
    }

    /// Those of `name`, `email`, `phone` and `attributes` that the signature does not cover. They must not overwrite a
    /// value that an earlier signature covered.
    #[must_use]
    pub fn unsigned(&self) -> &[&'static str] {
        &self.unsigned
    }

    /// Fills the placeholders of a text: `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`,
    /// `{{contact.external_id}}` and `{{contact.attr.<key>}}`. An unknown value becomes an empty text, and other
    /// placeholders stay. The result is plain text: escape it where you show it.
    ///
    /// ```
    /// let nobody = visitorseal::Contact::default();
    /// assert_eq!(nobody.fill("Hello {{contact.name}}!"), "Hello !");
    /// ```
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, inside)) = find(rest, OPEN).and_then(|at| split_around(rest, at, OPEN.len())) {
            out.push_str(before);
            rest = match placeholder(inside) {
                Ok((name, after)) => {
                    self.push(&mut out, name);
                    after
                }
                Err(searched) => {
                    out.push_str(OPEN);
                    let (stays, after) = inside.split_at_checked(searched).unwrap_or((inside, ""));
                    out.push_str(stays);
                    after
                }
            };
        }
        out.push_str(rest);
        out
    }

    fn push(&self, out: &mut String, name: &str) {
        let text = match name {
            "external_id" => self.external_id(),
            "name" => self.name(),
            "email" => self.email(),
            "phone" => self.phone(),
            _ => match name.strip_prefix("attr.").and_then(|key| self.attributes.get(key)) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) => Some(text.as_str()),
                Some(other) => return out.push_str(&json::text(other)),
            },
        };
        out.push_str(text.unwrap_or_default());
    }

    /// The contact as a JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(&json!({
            "external_id": self.external_id,
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "attributes": self.attributes,
            "unsigned": self.unsigned,
        }))
    }
}

const OPEN: &str = "{{contact.";
const CLOSE: &str = "}}";

/// Splits the text after [`OPEN`] into the placeholder's name and the rest. A name has no `{` and no newline. Where the
/// name has no end, the error is the number of bytes that were searched, so that no byte is searched twice.
fn placeholder(inside: &str) -> Result<(&str, &str), usize> {
    let until = find_any(inside, &['{', '\n']).unwrap_or(inside.len());
    let end = inside.get(..until).and_then(|line| find(line, CLOSE)).ok_or(until)?;
    split_around(inside, end, CLOSE.len()).ok_or(until)
}

/// The text before and after `length` bytes.
fn split_around(text: &str, at: usize, length: usize) -> Option<(&str, &str)> {
    Some((text.get(..at)?, text.get(at + length..)?))
}

fn identity(scheme: &Scheme, settings: &Settings, signed: &Visitor) -> Option<String> {
    let model = scheme.model();
    let claim = match &model.contact {
        None => return None,
        Some(Identity::Fields(fields)) => {
            return fields.iter().find_map(|field| signed.text(*field)).map(str::to_owned);
        }
        Some(Identity::Setting(name)) => settings.get(name)?,
    };
    let field = match &model.signature {
        Signature::Jwt(jwt) => jwt.claims.field(claim),
        Signature::Hmac(_) => None,
    };
    match field {
        Some(field) => signed.text(field).map(str::to_owned),
        None => match signed.attributes().get(claim)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
            _ => None,
        },
    }
}

/// The fault of the claim that identifies the contact by a setting of the verifier.
pub(crate) fn identity_fault(scheme: &Scheme, settings: &Settings, signed: &Visitor) -> Option<Error> {
    let Some(Identity::Setting(setting)) = &scheme.model().contact else { return None };
    let claim = settings.get(setting)?;
    if identity(scheme, settings, signed).is_some() {
        return None;
    }
    let (code, reason) = match signed.attributes().get(claim) {
        None | Some(Value::Null) => (Code::ClaimMissing, "The claim is absent or empty"),
        Some(Value::String(_)) => (Code::ClaimValue, "The claim is empty"),
        Some(_) => (Code::ClaimType, "The claim is neither text nor a whole number"),
    };
    let reason = format!(
        "{reason}. The setting {setting} says that this claim identifies the contact, so it must be text or a whole number."
    );
    Some(Error::about(code, shortened(claim), reason))
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact").field("unsigned", &self.unsigned).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::assert_linear;

    fn jane() -> Contact {
        Contact {
            name: Some("Jane".to_owned()),
            attributes: Object::from_iter([
                ("a}b".to_owned(), json!("x")),
                ("n".to_owned(), json!(9_007_199_254_740_993_u64)),
            ]),
            ..Contact::default()
        }
    }

    #[test]
    fn fills_each_placeholder_once_and_leaves_the_rest() {
        for (text, filled) in [
            ("Hello {{contact.name}}, {{contact.name}}!", "Hello Jane, Jane!"),
            ("{{contact.{{contact.name}}", "{{contact.Jane"),
            ("{{contact.name\n}} {{contact.name}}", "{{contact.name\n}} Jane"),
            ("{{contact.attr.a}b}}{{contact.attr.n}}", "x9007199254740993"),
            ("{{contact.name", "{{contact.name"),
            ("{{contact.name}", "{{contact.name}"),
            ("{{contact.", "{{contact."),
            ("{{contact.}}{{agent.name}}é", "{{agent.name}}é"),
            ("", ""),
        ] {
            assert_eq!(jane().fill(text), filled, "{text}");
        }
    }

    #[test]
    fn filling_takes_linear_time_for_any_text() {
        for piece in ["{{contact.", "{{contact.}", "{{contact.name}}", "{{contact.é\n", "{{", "}}", "{", "x{{contact.x"]
        {
            assert_linear(piece, |text| drop(jane().fill(text)));
        }
    }
}
