//! A verified visitor as text of seven lines: the index of the key, the id of the contact, the rest of the contact, what the
//! signature covers, what the browser claims, the token's id, and why a wrong signature was let through.
//!
//! `lib/verified.js` reads the same. A native handle would cost more than the verification does, because Node tracks when each
//! one can be freed. Each line is JSON, and so holds no line break, or is empty if there is no such thing.

use serde_json::Value;
use visitorseal::{Contact, Object, Verified, Visitor};

use crate::boundary::error_json;

/// The texts of a visitor.
const TEXTS: [&str; 5] = ["id", "email", "name", "phone", "avatar"];
/// The lines of most visitors are no longer.
const USUAL: usize = 512;

/// Writes the seven lines.
pub fn write(verified: &Verified) -> String {
    let mut lines = Lines(Vec::with_capacity(USUAL));
    let contact = verified.contact();
    lines.optional(verified.key(), |lines, key| lines.raw(&key.to_string()));
    lines.next().optional(contact.as_ref().and_then(Contact::external_id), Lines::text);
    lines.next().optional(contact.as_ref(), Lines::contact);
    lines.next().optional(verified.is_verified().then(|| verified.signed()), Lines::visitor);
    lines.next().visitor(verified.unsigned());
    lines.next().optional(verified.token_id(), Lines::text);
    lines.next().optional(verified.refusal(), |lines, refusal| lines.raw(&error_json(refusal)));
    String::from_utf8(lines.0).unwrap_or_default()
}

struct Lines(Vec<u8>);

impl Lines {
    fn next(&mut self) -> &mut Self {
        self.raw("\n");
        self
    }

    fn raw(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn text(&mut self, text: &str) {
        // Writing into memory never fails.
        let _ = serde_json::to_writer(&mut self.0, text);
    }

    fn object(&mut self, object: &Object) {
        let _ = serde_json::to_writer(&mut self.0, object);
    }

    fn visitor(&mut self, visitor: &Visitor) {
        let mut next = "{";
        for name in TEXTS {
            if let Some(text) = visitor.get(name) {
                self.raw(next);
                self.text(name);
                self.raw(":");
                self.text(text);
                next = ",";
            }
        }
        if !visitor.attributes().is_empty() {
            self.raw(next);
            self.raw(r#""attributes":"#);
            self.object(visitor.attributes());
            next = ",";
        }
        self.raw(if next == "{" { "{}" } else { "}" });
    }

    fn contact(&mut self, contact: &Contact) {
        self.raw("{");
        for (name, text) in [("name", contact.name()), ("email", contact.email()), ("phone", contact.phone())] {
            self.text(name);
            self.raw(":");
            match text {
                Some(text) => self.text(text),
                None => self.raw("null"),
            }
            self.raw(",");
        }
        self.raw(r#""attributes":"#);
        self.object(contact.attributes());
        self.raw(r#","unsigned":"#);
        self.raw(&Value::from(contact.unsigned().to_vec()).to_string());
        self.raw("}");
    }
}
