//! The address of a vendor's page, with fields and settings in it.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt::Write as _};

use serde_json::Value;

use super::{MOST_SLOTS, TOO_MANY_SLOTS, value};
use crate::{
    error::{Code, Error, Result},
    json::{self, Object},
    scan,
    settings::Settings,
    visitor::is_http_address,
};

/// An address with slots. A parameter whose value is absent is left out.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Address {
    path: Vec<Piece>,
    /// Each mark, `?` or `#`, with the parameters that follow it.
    parts: Vec<(char, Vec<Vec<Piece>>)>,
    /// The fields with slots of their own, which `{fields}` does not repeat.
    pub named: BTreeSet<String>,
    /// Whether `{fields}` occurs.
    pub has_fields: bool,
    slots: usize,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
enum Piece {
    Text(String),
    Fields,
    Field(String),
    Setting(String),
    /// A setting that is the beginning of the address.
    Start(String),
}

/// What a setting may be used for in an address.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    Start,
    Host,
    Rest,
}

impl Address {
    /// Reads an address such as `{settings.address}/sso?{fields}`.
    ///
    /// `may_stand` says whether a setting may stand at a place, `is_field` whether a field exists.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what to do.
    pub fn read(
        text: &str,
        may_stand: impl Fn(&str, Place) -> std::result::Result<(), String>,
        is_field: impl Fn(&str) -> bool,
    ) -> std::result::Result<Self, String> {
        const START: &str = "An address must begin with https:// and a host, or with {settings.NAME} for a setting of the form \"address\".";
        let mut address =
            Self { path: Vec::new(), parts: Vec::new(), named: BTreeSet::new(), has_fields: false, slots: 0 };
        let mut place = Place::Start;
        let mut plain = String::new();
        let mut rest = text;
        if let Some(after) = rest.strip_prefix("https://") {
            address.push_text("https://");
            plain.push_str("https://");
            place = Place::Host;
            rest = after;
        }
        while !rest.is_empty() {
            let at = scan::find_any(rest, &['{', '}', '/', '?', '&', '#']).unwrap_or(rest.len());
            let (before, found) = rest.split_at(at);
            if !before.is_empty() && place == Place::Start {
                return Err(START.to_owned());
            }
            address.push_text(before);
            plain.push_str(before);
            let mut chars = found.chars();
            let mark = chars.next();
            rest = chars.as_str();
            match mark {
                Some('{') => {
                    let end = scan::find(rest, "}").ok_or("A { has no }.")?;
                    let (name, after) = rest.split_at(end);
                    rest = after.get(1..).unwrap_or_default();
                    address.push_slot(name, place, rest, &may_stand, &is_field)?;
                    plain.push_str(if place == Place::Start { "https://x" } else { "x" });
                    if place == Place::Start {
                        if !rest.is_empty() && !rest.starts_with(['/', '?', '#']) {
                            return Err(
                                "Write /, ? or # after the setting with the address: otherwise the host would change."
                                    .to_owned(),
                            );
                        }
                        place = Place::Rest;
                    }
                }
                Some('}') => return Err("A } has no {.".to_owned()),
                Some(mark) => {
                    if place == Place::Start {
                        return Err(START.to_owned());
                    }
                    if mark != '&' {
                        place = Place::Rest;
                    }
                    plain.push(mark);
                    address.push_mark(mark);
                }
                None => {}
            }
        }
        if !plain.is_ascii()
            || !is_http_address(&plain)
            || plain.starts_with("https://?")
            || plain.starts_with("https://#")
        {
            return Err(format!("{START} It must be ASCII without spaces and quotes."));
        }
        Ok(address)
    }

    fn push_slot(
        &mut self,
        name: &str,
        place: Place,
        after: &str,
        may_stand: impl Fn(&str, Place) -> std::result::Result<(), String>,
        is_field: impl Fn(&str) -> bool,
    ) -> std::result::Result<(), String> {
        self.slots += 1;
        if self.slots > MOST_SLOTS {
            return Err(TOO_MANY_SLOTS.to_owned());
        }
        if let Some(setting) = name.strip_prefix("settings.") {
            may_stand(setting, place)?;
            let setting = setting.to_owned();
            self.current().push(if place == Place::Start { Piece::Start(setting) } else { Piece::Setting(setting) });
            return Ok(());
        }
        if place != Place::Rest {
            return Err(
                "The visitor must not choose the host. Write slots of fields after the host and a /.".to_owned()
            );
        }
        if name == "fields" {
            let is_alone =
                self.parts.last().is_some_and(|(_, parameters)| parameters.last().is_some_and(Vec::is_empty))
                    && (after.is_empty() || after.starts_with(['&', '#']));
            if !is_alone {
                return Err(
                    "{fields} is a whole query. Write it after ?, & or #, and nothing but & or # after it.".to_owned()
                );
            }
            if std::mem::replace(&mut self.has_fields, true) {
                return Err("{fields} must occur at most once.".to_owned());
            }
            self.current().push(Piece::Fields);
            return Ok(());
        }
        let field = name.strip_prefix("fields.").filter(|field| is_field(field)).ok_or(
            "An address may contain only {fields}, {fields.NAME} for a field of [fields], and {settings.NAME}.",
        )?;
        self.named.insert(field.to_owned());
        self.current().push(Piece::Field(field.to_owned()));
        Ok(())
    }

    fn push_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.current().last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.current().push(Piece::Text(text.to_owned())),
        }
    }

    /// Adds a character that may begin a part or a parameter.
    fn push_mark(&mut self, mark: char) {
        let is_fragment = self.parts.iter().any(|(mark, _)| *mark == '#');
        match (mark, self.parts.last_mut()) {
            ('&', Some((_, parameters))) => parameters.push(Vec::new()),
            ('?', None) => self.parts.push(('?', vec![Vec::new()])),
            ('#', _) if !is_fragment => self.parts.push(('#', vec![Vec::new()])),
            _ => self.push_text(mark.encode_utf8(&mut [0; 4])),
        }
    }

    /// The pieces that are being read.
    fn current(&mut self) -> &mut Vec<Piece> {
        match self.parts.last_mut().and_then(|(_, parameters)| parameters.last_mut()) {
            Some(parameter) => parameter,
            None => &mut self.path,
        }
    }

    /// The setting that is the beginning of the address.
    pub fn start(&self) -> Option<&str> {
        self.path.iter().find_map(|piece| match piece {
            Piece::Start(setting) => Some(setting.as_str()),
            _ => None,
        })
    }

    /// Settings that the address cannot do without.
    pub fn needed_settings(&self) -> impl Iterator<Item = &str> {
        self.path.iter().filter_map(|piece| match piece {
            Piece::Start(setting) | Piece::Setting(setting) => Some(setting.as_str()),
            _ => None,
        })
    }

    /// The address with its values.
    ///
    /// # Errors
    /// `field_missing` for an absent field of the path, `field_invalid` for one that would lead to another path.
    pub fn render(&self, fields: &Object, settings: &Settings) -> Result<String> {
        let mut out = String::with_capacity(256);
        for (at, piece) in self.path.iter().enumerate() {
            let before = out.len();
            if !self.push_piece(&mut out, piece, fields, settings) {
                return Err(Error::about(
                    Code::FieldMissing,
                    piece.name(),
                    "The address needs this value in its path. Pass it.",
                ));
            }
            // A browser takes /../ for the folder above, also when the dots are percent-encoded.
            let is_dots = out.get(before..).is_some_and(|text| text.bytes().all(|byte| byte == b'.'));
            if matches!(piece, Piece::Field(_) | Piece::Setting(_)) && is_dots {
                return Err(Error::about(
                    Code::FieldInvalid,
                    piece.name(),
                    "The address needs this value in its path, so it must not be empty or consist of dots.",
                ));
            }
            let goes_on = matches!(self.path.get(at + 1), Some(Piece::Text(text)) if text.starts_with('/'));
            if matches!(piece, Piece::Start(_)) && goes_on && out.ends_with('/') {
                out.pop();
            }
        }
        for (mark, parameters) in &self.parts {
            let mut mark = *mark;
            for parameter in parameters {
                let mut text = String::new();
                if parameter.iter().all(|piece| self.push_piece(&mut text, piece, fields, settings)) && !text.is_empty()
                {
                    out.push(mark);
                    out.push_str(&text);
                    mark = '&';
                }
            }
        }
        Ok(out)
    }

    /// Adds the value of a piece. False means that it has none.
    fn push_piece(&self, out: &mut String, piece: &Piece, fields: &Object, settings: &Settings) -> bool {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Start(setting) => match settings.get(setting) {
                Some(address) => out.push_str(address),
                None => return false,
            },
            Piece::Setting(setting) => match settings.get(setting) {
                Some(text) => push_encoded(out, text),
                None => return false,
            },
            Piece::Field(name) => match value(fields, name) {
                Some(value) => push_value(out, value),
                None => return false,
            },
            Piece::Fields => {
                let mut separator = "";
                for (name, value) in
                    fields.iter().filter(|(name, value)| !value.is_null() && !self.named.contains(*name))
                {
                    out.push_str(separator);
                    push_encoded(out, name);
                    out.push('=');
                    push_value(out, value);
                    separator = "&";
                }
            }
        }
        true
    }
}

impl Piece {
    fn name(&self) -> &str {
        match self {
            Self::Field(name) | Self::Setting(name) | Self::Start(name) => name,
            Self::Text(_) | Self::Fields => "",
        }
    }
}

fn push_value(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => push_encoded(out, text),
        value => push_encoded(out, &json::text(value)),
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn push_encoded(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            // Writing into a String never fails.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::assert_linear;

    fn read(text: &str) -> std::result::Result<Address, String> {
        let may_stand = |setting: &str, place| match (setting, place) {
            ("address", Place::Start) | ("name", Place::Host | Place::Rest) => Ok(()),
            _ => Err("not here".to_owned()),
        };
        Address::read(text, may_stand, |field| ["sso", "sig"].contains(&field))
    }

    fn render(text: &str, fields: &str) -> Result<String> {
        let settings = Settings::new().with("address", "https://forum.example.com/").with("name", "a&b");
        read(text).unwrap().render(&json::object(fields.as_bytes()).unwrap(), &settings)
    }

    #[test]
    fn values_are_percent_encoded() {
        let fields = r#"{"sso":"a+/= &#\u00e9\n","sig":"0f","n":[1,"x"],"k &":true}"#;
        let sso = "a%2B%2F%3D%20%26%23%C3%A9%0A";
        for (address, expected) in [
            ("https://x.example/?a={fields.sso}&b={fields.sig}", format!("https://x.example/?a={sso}&b=0f")),
            (
                "{settings.address}/sso?{fields}",
                format!("https://forum.example.com/sso?sso={sso}&sig=0f&n=%5B1%2C%22x%22%5D&k%20%26=true"),
            ),
            (
                "{settings.address}?x=1&{fields}#a",
                format!("https://forum.example.com/?x=1&sso={sso}&sig=0f&n=%5B1%2C%22x%22%5D&k%20%26=true#a"),
            ),
            (
                "https://{settings.name}.x.example/{fields.sig}?{fields}#{fields.sso}",
                format!("https://a%26b.x.example/0f?n=%5B1%2C%22x%22%5D&k%20%26=true#{sso}"),
            ),
        ] {
            assert_eq!(render(address, fields).unwrap(), expected);
        }
    }

    #[test]
    fn a_parameter_without_a_value_is_left_out() {
        let address = "https://x.example/a?a={fields.sso}&b=1&{fields}#c={fields.sso}";
        assert_eq!(render(address, "{}").unwrap(), "https://x.example/a?b=1");
        assert_eq!(render("https://x.example/a?a={fields.sso}", r#"{"sso":null}"#).unwrap(), "https://x.example/a");
        let error = render("https://x.example/{fields.sso}", "{}").unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::FieldMissing, Some("sso")));
        for dots in [r#"{"sso":""}"#, r#"{"sso":".."}"#] {
            let error = render("https://x.example/{fields.sso}/a", dots).unwrap_err();
            assert_eq!((error.code(), error.field()), (Code::FieldInvalid, Some("sso")));
        }
    }

    #[test]
    fn an_address_is_checked() {
        for bad in [
            "",
            "x",
            "/sso",
            "javascript:{fields.sso}",
            "http://x.example/{fields}",
            "https://",
            "https:///x",
            "https://?{fields}",
            "https://{fields.sso}.example/",
            "https://x{fields.sso}",
            "https://x&{fields.sso}",
            "https://x.example/{fields}",
            "https://x.example/?a={fields}",
            "https://x.example/?{fields}x",
            "https://x.example/?{fields}&{fields}",
            "https://x.example/?{id}",
            "https://x.example/?{fields.nosuch}",
            "https://x.example/?{settings.address}",
            "https://x.example/?a b",
            "https://x.example/?\u{e9}",
            "https://x.example/?\"",
            "https://x.example/?{",
            "https://x.example/?}",
            "{settings.name}/?{fields}",
            "x{settings.address}",
            "{settings.address}{fields.sso}",
            "{settings.address}x",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn reading_an_address_takes_linear_time() {
        for piece in ["https://x/", "{", "?", "&", "#", "{fields.sso}", "{fields}", "{settings.", "x"] {
            assert_linear(piece, |text| drop(read(&format!("https://x.example/?{text}"))));
        }
    }
}
