//! The payload of a scheme: data that is signed and sent as one text.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use percent_encoding::percent_decode;
use serde_json::Value;

use crate::{
    error::{Code, Error, Result},
    forms::Encoding,
    json::{self, Object},
    scheme::{Found, Inputs, Payload, PayloadForm, Type},
    settings::Settings,
};

impl Payload {
    /// The text for a visitor.
    pub fn write(&self, inputs: Inputs<'_>) -> Result<String> {
        let filled = self.members.fill(inputs)?;
        let text = match self.form {
            PayloadForm::Json => filled.to_ascii(),
            PayloadForm::Query => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                for (name, value) in filled.to_object() {
                    let text = value.as_str().map_or_else(|| json::text(&value), str::to_owned);
                    query.append_pair(&name, &text);
                }
                query.finish()
            }
        };
        Ok(match self.encoding {
            Some(Encoding::Base64) => STANDARD.encode(text),
            Some(Encoding::Base64Url) => URL_SAFE_NO_PAD.encode(text),
            _ => text,
        })
    }

    /// Reads the text that a page sent, with every fault in it.
    pub fn read(&self, text: &str, settings: &Settings) -> Found {
        let object = match self.decode(text) {
            Ok(object) => object,
            Err(reason) => {
                let faults = vec![Error::new(Code::ClaimValue, reason)];
                return Found { faults, ..Found::default() };
            }
        };
        let mut found = self.members.reader(settings, &[]).read(&object);
        let absent = self
            .required
            .iter()
            .filter(|name| object.get(*name).is_none_or(|value| value.is_null() || value.as_str() == Some("")));
        let missing = |name: &String| {
            Error::about(Code::ClaimMissing, name.as_str(), "The payload lacks this member. Sign a payload with it.")
        };
        found.faults.extend(absent.map(missing));
        found
    }

    fn decode(&self, text: &str) -> std::result::Result<Object, String> {
        let not_encoded = |name: &str| format!("The payload is not {name}. Send the text that the server signed.");
        let bytes = match self.encoding {
            None => text.as_bytes().to_vec(),
            Some(Encoding::Base64Url) => URL_SAFE_NO_PAD.decode(text).map_err(|_| not_encoded("base64url"))?,
            Some(_) => STANDARD.decode(text).map_err(|_| not_encoded("base64"))?,
        };
        match self.form {
            PayloadForm::Json => json::object(&bytes).map_err(|what| format!("The payload cannot be read. {what}")),
            PayloadForm::Query => self.read_query(&bytes).map_err(str::to_owned),
        }
    }

    /// Every value of a query is text. Where the scheme demands a number, or true or false, the text is read as that.
    fn read_query(&self, bytes: &[u8]) -> std::result::Result<Object, &'static str> {
        // The parser below reads what is not UTF-8 as one character, so that two texts would become one.
        if percent_decode(bytes).decode_utf8().is_err() {
            return Err("The payload is not UTF-8. Sign a payload in UTF-8.");
        }
        let mut object = Object::new();
        for (name, text) in form_urlencoded::parse(bytes) {
            let wanted = self.members.placeholder(&name).map(|placeholder| placeholder.r#type);
            let wanted = wanted.filter(|wanted| matches!(wanted, Type::Integer | Type::Number | Type::Boolean));
            let typed = wanted.and_then(|wanted| serde_json::from_str(&text).ok().filter(|value| wanted.fits(value)));
            let value = typed.unwrap_or_else(|| Value::String(text.into_owned()));
            if object.insert(name.into_owned(), value).is_some() {
                return Err("The payload has a member twice. Sign each member once.");
            }
        }
        Ok(object)
    }
}
