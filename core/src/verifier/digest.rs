//! Verifying with a shared secret.

use std::borrow::Cow;

use serde_json::Value;

use crate::{
    error::{Code, Error, Result},
    hmac::{HmacKey, parse_digest},
    json::{self, Object},
    scheme::{
        Fault, Found, Hmac, Message, Piece, Placeholder, Scheme, Source, Table, check_made_text, missing_covered_field,
    },
    settings::Settings,
    time,
    visitor::Visitor,
};

/// What the signature proves, what it does not, and the position of the key that fits.
pub(super) struct Proven {
    pub signed: Visitor,
    pub unsigned: Visitor,
    pub key: usize,
}

/// The fields that a page sent for a scheme.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub scheme: &'a Scheme,
    pub settings: &'a Settings,
    pub fields: &'a Object,
    pub signature: &'a Value,
    pub now: u64,
    pub leeway: u64,
}

/// What the page sent for each placeholder of a message: in a field of its own, in the text of the signature, or in the
/// payload.
pub(crate) struct Sent<'a> {
    pub fields: Found,
    pub payload: Found,
    pub settings: &'a Settings,
    /// The digest in the text of the signature.
    pub digest: String,
}

impl<'a> Sent<'a> {
    /// Reads the fields. `signature` is the text that holds the digest.
    ///
    /// # Errors
    /// A sentence for a text that does not have the scheme's parts.
    pub fn read(
        scheme: &Scheme,
        hmac: &Hmac,
        settings: &'a Settings,
        fields: &Object,
        signature: &str,
    ) -> std::result::Result<Self, String> {
        let table = &scheme.model().fields;
        let mut found = table.reader(settings, &[]).read(fields);
        let mut digest = String::new();
        for (slot, text) in split(&hmac.value, signature, settings)? {
            if slot.source == Source::Signature {
                digest = text.to_owned();
                continue;
            }
            if let Err(reason) = check_made_text(&slot.source, text) {
                found.faults.push(Error::about(Code::ClaimValue, table.signature().unwrap_or_default(), reason));
            }
            found.set(&slot.source, text.to_owned());
        }
        let payload = match (&hmac.payload, &found.payload) {
            (Some(payload), Some(text)) => {
                let path = path_of(table, &Source::Payload);
                let mut read = payload.read(text, settings);
                found.faults.extend(read.faults.drain(..).map(|fault| fault.with_field(&path)));
                read
            }
            _ => Found::default(),
        };
        Ok(Self { fields: found, payload, settings, digest })
    }

    /// The text that a placeholder of a message stands for.
    pub fn text(&self, placeholder: &Placeholder) -> Option<Cow<'_, str>> {
        let found = [&self.fields, &self.payload];
        let first = |get: fn(&Found) -> Option<&str>| found.into_iter().find_map(get).map(Cow::Borrowed);
        let text = match &placeholder.source {
            Source::Field(field) => found.into_iter().find_map(|found| found.visitor.text(*field)).map(Cow::Borrowed),
            Source::Attribute(name) => {
                let value = found.into_iter().find_map(|found| found.visitor.attributes().get(name));
                value.map(|value| value.as_str().map_or_else(|| Cow::Owned(json::text(value)), Cow::Borrowed))
            }
            Source::Setting(name) => self.settings.get(name).map(Cow::Borrowed),
            Source::Payload => first(|found| found.payload.as_deref()),
            Source::Now(_) => first(|found| found.now.as_deref()),
            Source::Expires(_) => first(|found| found.expires.as_deref()),
            Source::Random => first(|found| found.random.as_deref()),
            Source::Signature | Source::Further(_) => None,
        };
        text.map(|text| if placeholder.folds.is_empty() { text } else { placeholder.fold(text) })
    }
}

/// Splits the text that holds the signature into its parts.
fn split<'a>(
    pieces: &'a [Piece],
    text: &'a str,
    settings: &Settings,
) -> std::result::Result<Vec<(&'a Placeholder, &'a str)>, String> {
    let malformed = || format!("The signature does not have the form {}.", crate::scheme::display(pieces));
    let mut parts = Vec::new();
    let mut rest = text;
    let mut pieces_left = pieces.iter().peekable();
    while let Some(piece) = pieces_left.next() {
        match piece {
            Piece::Literal(literal) => rest = rest.strip_prefix(literal.as_str()).ok_or_else(malformed)?,
            Piece::Slot(slot) => {
                let known = match &slot.source {
                    Source::Setting(name) => settings.get(name),
                    _ => None,
                };
                let length = match (known, pieces_left.peek()) {
                    (Some(known), _) if rest.starts_with(known) => Some(known.len()),
                    (Some(_), _) => None,
                    (None, Some(Piece::Literal(separator))) => rest.find(separator.as_str()),
                    (None, _) => Some(rest.len()),
                };
                let (part, after) = length.and_then(|length| rest.split_at_checked(length)).ok_or_else(malformed)?;
                parts.push((slot, part));
                rest = after;
            }
        }
    }
    if rest.is_empty() { Ok(parts) } else { Err(malformed()) }
}

fn path_of(table: &Table, source: &Source) -> String {
    table.path_of(source).unwrap_or_else(|| table.signature().unwrap_or_default().to_owned())
}

/// The first message whose fields the page sent, and its text.
pub(crate) fn choose<'m, 's>(
    messages: &'m [Message],
    sent: &'s Sent<'_>,
) -> std::result::Result<(&'m Message, Cow<'s, str>), Fault<'m>> {
    let mut first = None;
    for message in messages {
        match message.text(|slot| sent.text(slot)) {
            Ok(text) => return Ok((message, text)),
            Err(Fault::Absent(slot)) => first = first.or(Some(slot)),
            Err(fault) => return Err(fault),
        }
    }
    Err(first.map_or_else(|| Fault::NoMessage, Fault::Absent))
}

impl Hmac {
    /// Verifies the fields of a page.
    pub(super) fn verify(&self, keys: &[HmacKey], request: Request<'_>) -> Result<Proven> {
        for name in self.settings() {
            request.scheme.need(request.settings, name)?;
        }
        let table = &request.scheme.model().fields;
        let name = table.signature().unwrap_or_default();
        let malformed = |reason: String| Error::about(Code::SignatureMalformed, name, reason);
        let Value::String(text) = request.signature else {
            let reason = format!("The signature is {}. Send it as text.", json::type_name(request.signature));
            return Err(malformed(reason));
        };
        let sent = Sent::read(request.scheme, self, request.settings, request.fields, text).map_err(malformed)?;
        let mac = parse_digest(&sent.digest, self.hash, self.result).map_err(malformed)?;
        let (message, text) = choose(&self.messages, &sent).map_err(|fault| request.refuse(&sent, fault))?;
        let key = find_key(keys, &text, &mac).ok_or_else(|| mismatch(name))?;
        let mut covered: Vec<&Placeholder> = message.slots().collect();
        for (index, value) in &sent.fields.further {
            let key = keys.get(key..=key).unwrap_or_default();
            covered.extend(self.verify_further(key, *index, value, &sent, request)?.slots());
        }
        self.check_times(&covered, &sent, request)?;
        sent.fields.check()?;
        let (signed, unsigned) = share_out(&covered, sent);
        Ok(Proven { signed, unsigned, key })
    }

    /// Verifies a further signature with the key of the first, and gives what it covers.
    fn verify_further<'a>(
        &'a self,
        keys: &[HmacKey],
        index: usize,
        value: &Value,
        sent: &Sent<'_>,
        request: Request<'_>,
    ) -> Result<&'a Message> {
        let table = &request.scheme.model().fields;
        let path = path_of(table, &Source::Further(index));
        let malformed = |reason: String| Error::about(Code::SignatureMalformed, path.as_str(), reason);
        let Value::String(text) = value else {
            return Err(malformed(format!("The signature is {}. Send it as text.", json::type_name(value))));
        };
        let mac = parse_digest(text, self.hash, self.result).map_err(malformed)?;
        let messages = self.further.get(index).map(|(_, messages)| messages.as_slice()).unwrap_or_default();
        let (message, text) = choose(messages, sent).map_err(|fault| request.refuse(sent, fault))?;
        find_key(keys, &text, &mac).ok_or_else(|| mismatch(&path))?;
        Ok(message)
    }

    /// Holds the signed times to the scheme's limits.
    fn check_times(&self, covered: &[&Placeholder], sent: &Sent<'_>, request: Request<'_>) -> Result<()> {
        let Request { scheme, now, leeway, .. } = request;
        let table = &scheme.model().fields;
        let milliseconds = |seconds: u64| seconds.saturating_mul(1000);
        let (earliest, latest) = (milliseconds(now.saturating_sub(leeway)), milliseconds(now.saturating_add(leeway)));
        let path = |source: &Source| {
            let in_payload = self.payload.as_ref().and_then(|payload| payload.members.path_of(source));
            in_payload.unwrap_or_else(|| path_of(table, source))
        };
        let about = |source: &Source, code, reason: String| Err(Error::about(code, path(source), reason));
        let members = self.payload.iter().flat_map(|payload| payload.members.placeholders());
        for slot in covered.iter().copied().chain(members) {
            let (Source::Now(form) | Source::Expires(form)) = &slot.source else { continue };
            let Some(time) = sent.text(slot) else {
                let fault = [&sent.fields, &sent.payload].into_iter().find_map(|found| found.faults.first().cloned());
                return Err(fault.unwrap_or_else(|| missing_covered_field(path(&slot.source))));
            };
            let time = time::parse(*form, &time)
                .map_err(|reason| Error::about(Code::ClaimValue, path(&slot.source), reason))?;
            match (&slot.source, self.max_age) {
                (Source::Now(_), _) if time > latest => {
                    let reason = "The time of the signature is in the future. Correct the clock of the site's server.";
                    return about(&slot.source, Code::SignatureNotYetValid, reason.to_owned());
                }
                (Source::Now(_), Some(age)) if time.saturating_add(milliseconds(age)) <= earliest => {
                    let reason =
                        format!("The signature is {age} seconds old or older. Sign the visitor anew for each page.");
                    return about(&slot.source, Code::SignatureExpired, reason);
                }
                (Source::Expires(_), _) if time <= earliest => {
                    let reason = "The signature has expired. Sign the visitor anew for each page.";
                    return about(&slot.source, Code::SignatureExpired, reason.to_owned());
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Request<'_> {
    /// Why there is no message to verify.
    fn refuse(&self, sent: &Sent<'_>, fault: Fault<'_>) -> Error {
        let table = &self.scheme.model().fields;
        match fault {
            // Why a covered field cannot be read is more helpful than that it is absent.
            Fault::Absent(slot) => {
                let first = sent.fields.faults.first().cloned();
                first.unwrap_or_else(|| missing_covered_field(path_of(table, &slot.source)))
            }
            Fault::Separator(slot, _) => Error::about(
                Code::ClaimValue,
                path_of(table, &slot.source),
                "The field holds the character that separates the signed fields, so another visitor could have the same signature. The site cannot sign such a visitor.",
            ),
            Fault::NoMessage => Error::new(Code::Internal, "The scheme has no message."),
        }
    }
}

fn mismatch(name: &str) -> Error {
    Error::about(
        Code::SignatureMismatch,
        name,
        "The signature is wrong for these fields: the site used another secret or signed other fields. Run explain to learn which.",
    )
}

/// The index of the first key that verifies the MAC. All keys are tried, so that the time does not tell which one fits.
fn find_key(keys: &[HmacKey], message: &str, mac: &[u8]) -> Option<usize> {
    let mut found = None;
    for (index, key) in keys.iter().enumerate() {
        if key.verify(message.as_bytes(), mac) {
            found = found.or(Some(index));
        }
    }
    found
}

/// Shares the visitor out into what the signature covers, in the form in which it was signed, and the rest.
fn share_out(covered: &[&Placeholder], sent: Sent<'_>) -> (Visitor, Visitor) {
    let signs_payload = covered.iter().any(|slot| slot.source == Source::Payload);
    let mut signed = if signs_payload { sent.payload.visitor } else { Visitor::new() };
    let mut unsigned = sent.fields.visitor;
    for slot in covered {
        match &slot.source {
            Source::Field(field) => {
                if let Some(text) = unsigned.take(*field) {
                    signed.set(*field, slot.fold(text).into_owned());
                }
            }
            Source::Attribute(name) => {
                if let Some(value) = unsigned.attributes_mut().shift_remove(name) {
                    let value = match value {
                        Value::String(text) => Value::String(slot.fold(text).into_owned()),
                        value => value,
                    };
                    signed.attributes_mut().insert(name.clone(), value);
                }
            }
            _ => {}
        }
    }
    (signed, unsigned)
}
