//! Why a digest is refused: tries other messages, secrets, hash functions and encodings.

use serde_json::Value;

use super::{
    Case, Explanation,
    attempt::{Explained, Guesses, Most},
    encoding::{decode_signature, unwrap},
    find_unreadable_keys,
    finding::{Cause, Finding},
    message::{LONGEST, MessageGuess, Part, Subject, join_with, make_visible},
    method::{Method, fingerprint},
    mistake::Mistake,
    parts::{name_of, read_loosely},
    payload::explain_payload,
    search::Search,
    secret::{Given, SecretGuess, guess_secrets, secret_fix},
    times::{explain_age, explain_form, placeholders, read_any},
    token::looks_like_token,
};
use crate::{
    error::{Code, Error},
    forms::Encoding,
    hmac::parse_digest,
    json,
    key::{self, Key, SharedKey},
    scheme::{Fault, Found, Hmac, Message, Placeholder, Source, display, missing_covered_field, slots},
    time,
    verifier::{Sent, choose},
    visitor::warning_of_text,
};

/// The signature to explain, the first or a further one.
struct Target<'a> {
    /// The field's name.
    name: String,
    /// The digest as the page sends it.
    text: String,
    messages: &'a [Message],
    /// What is wrong with the text around the digest.
    around: Vec<Mistake>,
    /// Whether a part of the message was not sent, so that another stands in its place.
    is_complete: bool,
}

impl Case<'_> {
    pub(super) fn explain_digest(&self, keys: &[Key<'_>], hmac: &Hmac) -> Explanation {
        let mut findings = find_unreadable_keys(keys, |key| key::shared(key.bytes, hmac.secret).map(|_| ()));
        if !findings.is_empty() {
            return Explanation::refused(findings);
        }
        let error = match self.verified(keys) {
            Ok(verified) => return self.explain_verified(&verified, keys),
            Err(error) => error,
        };
        if let Some(finding) = self.find_misplaced_value(hmac) {
            return Explanation::refused(vec![finding]);
        }
        findings.extend(match self.signature().1 {
            Some(Value::String(signature)) => self.explain_signature(keys, hmac, error, signature),
            // A list of bytes, or an object that holds the digest.
            Some(value @ (Value::Array(_) | Value::Object(_))) => {
                self.explain_signature(keys, hmac, error, &json::text(value))
            }
            _ => vec![error.into()],
        });
        Explanation::refused(findings)
    }

    fn explain_signature(&self, keys: &[Key<'_>], hmac: &Hmac, error: Error, signature: &str) -> Vec<Finding> {
        let (sent, mut target) = self.read_signature(hmac, signature);
        if let Some(finding) = explain_age(&error, hmac, &sent, self.now) {
            return vec![finding];
        }
        let is_wrong = matches!(error.code(), Code::SignatureMalformed | Code::SignatureMismatch);
        if !is_wrong && target.around.is_empty() {
            return self.explain_fields(hmac, error, &sent, signature);
        }
        if let Some(further) = further_target(self, hmac, &sent, error.field()) {
            target = further;
        }
        self.find_digest_mistakes(keys, hmac, error, &sent, &target)
    }

    /// Reads the text that holds the signature, in the scheme's form or as people write it by mistake.
    fn read_signature<'a>(&'a self, hmac: &'a Hmac, text: &str) -> (Sent<'a>, Target<'a>) {
        let table = &self.scheme.model().fields;
        let mut target = Target {
            name: table.signature().unwrap_or_default().to_owned(),
            text: text.to_owned(),
            messages: &hmac.messages,
            around: Vec::new(),
            is_complete: true,
        };
        let (text, wrapped) = self.unwrap_whole(hmac, text);
        let text = text.as_str();
        target.text = text.to_owned();
        let strict = Sent::read(self.scheme, hmac, self.settings, self.fields, text).ok();
        let has_form = strict.as_ref().is_some_and(|sent| {
            let is_time = |slot: &&Placeholder| matches!(slot.source, Source::Now(_) | Source::Expires(_));
            let mut times = slots(&hmac.value).filter(is_time).filter_map(|slot| sent.text(slot));
            parse_digest(&sent.digest, hmac.hash, hmac.result).is_ok()
                || (hmac.value.len() == 1 || times.all(|time| read_any(&time).is_some()))
                    && !decode_signature(&sent.digest, hmac.result).is_empty()
        });
        let loose = (!has_form).then(|| read_loosely(hmac, self.settings, self.scheme.vendor(), text)).flatten();
        let Some(loose) = loose else {
            let sent = strict.unwrap_or_else(|| self.read_parts(hmac, &[]));
            if !sent.digest.is_empty() {
                target.text.clone_from(&sent.digest);
            }
            target.around = wrapped;
            return (sent, target);
        };
        let mut parts = loose.parts;
        let digest = parts.iter().find(|(slot, _)| slot.source == Source::Signature);
        target.text = digest.map(|(_, text)| text.clone()).unwrap_or_default();
        target.is_complete = loose.is_complete;
        target.around = [wrapped, loose.mistakes].concat();
        // A time that was not sent may still have been signed: now is as good a guess as any.
        for slot in slots(&hmac.value) {
            if let Source::Now(form) = slot.source
                && !parts.iter().any(|(found, _)| found.source == slot.source)
            {
                parts.push((slot, time::write(form, self.now)));
            }
        }
        (self.read_parts(hmac, &parts), target)
    }

    /// A text of several parts without what is around it as a whole, and that mistake.
    fn unwrap_whole(&self, hmac: &Hmac, text: &str) -> (String, Vec<Mistake>) {
        let has_form = |text: &str| {
            let sent = Sent::read(self.scheme, hmac, self.settings, self.fields, text).ok()?;
            let is_time = |slot: &&Placeholder| matches!(slot.source, Source::Now(_) | Source::Expires(_));
            let mut times = slots(&hmac.value).filter(is_time).filter_map(|slot| sent.text(slot));
            (times.all(|time| read_any(&time).is_some()) && parse_digest(&sent.digest, hmac.hash, hmac.result).is_ok())
                .then_some(())
        };
        if hmac.value.len() < 2 || has_form(text).is_some() {
            return (text.to_owned(), Vec::new());
        }
        let inner =
            unwrap(text).into_iter().filter_map(|(inner, mistakes)| Some((String::from_utf8(inner).ok()?, mistakes)));
        inner.into_iter().find(|(inner, _)| has_form(inner).is_some()).unwrap_or((text.to_owned(), Vec::new()))
    }

    /// What the page sent, with these parts of the text that holds the signature.
    fn read_parts(&self, hmac: &Hmac, parts: &[(&Placeholder, String)]) -> Sent<'_> {
        let mut fields = self.scheme.model().fields.reader(self.settings, &[]).read(self.fields);
        for (slot, text) in parts {
            fields.set(&slot.source, text.clone());
        }
        let payload = match (&hmac.payload, &fields.payload) {
            (Some(payload), Some(text)) => payload.read(text, self.settings),
            _ => Found::default(),
        };
        Sent { fields, payload, settings: self.settings, digest: String::new() }
    }

    /// Why the fields are refused although the signature has its form.
    fn explain_fields(&self, hmac: &Hmac, error: Error, sent: &Sent<'_>, signature: &str) -> Vec<Finding> {
        let table = &self.scheme.model().fields;
        if let Some(finding) = self.explain_times(hmac, &error, signature) {
            return vec![finding];
        }
        if let (Some(payload), Some(text)) = (&hmac.payload, &sent.fields.payload) {
            let path = self.path_of(&Source::Payload);
            let findings = explain_payload(payload, text, &path, self.settings, self.fields);
            if !findings.is_empty() {
                return findings;
            }
        }
        match choose(&hmac.messages, sent) {
            Err(Fault::Separator(slot, separator)) if error.code() == Code::ClaimValue => {
                vec![self.explain_separator(hmac, slot, separator)]
            }
            Err(Fault::Absent(_)) if error.code() == Code::ClaimMissing && hmac.messages.len() > 1 => {
                let any: Vec<String> = hmac
                    .messages
                    .iter()
                    .flat_map(Message::slots)
                    .filter(|slot| slot.word().is_some())
                    .filter_map(|slot| table.path_of(&slot.source))
                    .collect();
                let reason =
                    format!("The page sends none of the fields that may be signed. Send {}.", any.join(" or "));
                vec![Error::about(error.code(), error.field().unwrap_or_default(), reason).into()]
            }
            _ => vec![error.into()],
        }
    }

    fn explain_separator(&self, hmac: &Hmac, slot: &Placeholder, separator: &str) -> Finding {
        let path = self.path_of(&slot.source);
        let holder = hmac.messages.iter().find_map(|message| message.holder.as_ref());
        let only = holder.map_or_else(String::new, |holder| format!(" Only {} may hold it.", self.path_of(holder)));
        let reason = format!(
            "{path} holds {separator:?}, which separates the signed fields, so another visitor could have the same signature.{only} The site cannot sign such a visitor."
        );
        Error::about(Code::ClaimValue, path, reason).into()
    }

    /// The finding for a time in another form than the scheme's, in a field, in the payload or beside the signature.
    fn explain_times(&self, hmac: &Hmac, error: &Error, signature: &str) -> Option<Finding> {
        if !matches!(error.code(), Code::ClaimValue | Code::ClaimType) {
            return None;
        }
        let field = error.field()?;
        let form_of = |slot: &Placeholder| match slot.source {
            Source::Now(form) | Source::Expires(form) => Some(form),
            _ => None,
        };
        if self.scheme.model().fields.signature() == Some(field) {
            let sent = Sent::read(self.scheme, hmac, self.settings, self.fields, signature).ok()?;
            return slots(&hmac.value).find_map(|slot| explain_form(error, form_of(slot)?, &sent.text(slot)?));
        }
        let slot = placeholders(hmac).find(|slot| self.path_of(&slot.source) == field)?;
        let (outer, name) = field.rsplit_once('.').unwrap_or(("", field));
        let outer = outer.split('.').filter(|name| !name.is_empty());
        let object = outer.into_iter().try_fold(self.fields, |object, name| object.get(name)?.as_object())?;
        let value = object.get(name)?;
        let text = value.as_str().map_or_else(|| crate::json::text(value), str::to_owned);
        explain_form(error, form_of(slot)?, &text)
    }

    fn path_of(&self, source: &Source) -> String {
        let table = &self.scheme.model().fields;
        table.path_of(source).unwrap_or_else(|| table.signature().unwrap_or_default().to_owned())
    }

    fn find_digest_mistakes(
        &self,
        keys: &[Key<'_>],
        hmac: &Hmac,
        error: Error,
        sent: &Sent<'_>,
        target: &Target<'_>,
    ) -> Vec<Finding> {
        let name = target.name.as_str();
        let around = || findings(hmac, &target.around, name, "");
        let message = match choose(target.messages, sent) {
            Ok((message, _)) => message,
            Err(_) if !target.around.is_empty() => return around(),
            Err(Fault::Absent(slot)) => {
                let path = self.path_of(&slot.source);
                let fault = sent.fields.faults.iter().find(|fault| fault.field() == Some(path.as_str())).cloned();
                return vec![fault.unwrap_or_else(|| missing_covered_field(path)).into()];
            }
            Err(Fault::Separator(slot, separator)) => return vec![self.explain_separator(hmac, slot, separator)],
            Err(Fault::NoMessage) => return vec![error.into()],
        };
        let parts = self.parts_of(message, sent);
        let others = self.other_texts(&parts, &sent.fields.visitor, name);

        let covered = parts.iter().find(|part| part.text == target.text || part.raw == target.text);
        let covered = covered.map(|part| self.path_of(&part.slot.source));
        let other = || others.iter().find(|(_, text)| *text == target.text).map(|(name, _)| name.clone());
        if let Some(finding) = self.find_other_value(keys, name, &target.text, covered.or_else(other)) {
            return vec![finding];
        }

        let decoded: Vec<(&[u8], SharedKey<'_>)> =
            keys.iter().filter_map(|key| Some((key.bytes, key::shared(key.bytes, hmac.secret).ok()?))).collect();
        let (form, scheme, count) = (hmac.secret, self.scheme.name(), decoded.len());
        let given: Vec<Given<'_>> = decoded
            .iter()
            .enumerate()
            .map(|(at, (secret, key))| Given { secret, key, form, scheme, texts: &others, at, keys: count })
            .collect();
        let secrets: Vec<Vec<SecretGuess>> = given.iter().map(|given| guess_secrets(*given, Most::One)).collect();
        for index in 0..parts.len() {
            if let Some(mistakes) = self.swapped_field_mistakes(hmac, &secrets, message, &parts, index, &target.text) {
                let path = parts.get(index).map(|part| self.path_of(&part.slot.source)).unwrap_or_default();
                let reason = format!("{path} contains the digest, and {name} contains the signed field.");
                let swapped = Finding::new(Cause::FieldsSwapped, Some(name), reason);
                return [vec![swapped], findings(hmac, &mistakes, name, "")].concat();
            }
        }
        let subject = Subject {
            vendor: self.scheme.vendor(),
            message,
            parts: &parts,
            payload: hmac.payload.as_ref(),
            rivals: self.rivals(hmac, sent, target, message),
            others: &others,
        };
        let search =
            Search { hmac, subject, given: &given, secrets: &secrets, text: &target.text, budget: self.budget };
        if let Some(explained) = search.find() {
            return self.report(keys, hmac, error, target, explained, &search.subject.wanted());
        }
        if !target.around.is_empty() && !target.is_complete {
            return around();
        }
        if error.code() == Code::SignatureMalformed && target.around.is_empty() {
            let nobody = warning_of_text(&target.text, "signature");
            let error = match nobody {
                Some(warning) => Error::about(Code::SignatureMalformed, name, warning.reason()),
                None => error,
            };
            return vec![error.into()];
        }
        let text = search.subject.expected();
        let text = if shows_secret(&text, keys) {
            "not shown here, because it contains the secret".to_owned()
        } else {
            make_visible(&text)
        };
        let fingerprints: Vec<String> = decoded.iter().map(|(secret, _)| fingerprint(secret)).collect();
        let absent = self.absent_alternative(target, message);
        let reason = format!(
            "No mistake that visitorseal knows makes this signature. The text to sign is {text}.{absent} Fingerprints of the keys that were tried: {}.",
            fingerprints.join(", "),
        );
        let unknown = Finding::new(Cause::SecretUnknown, Some(name), reason);
        let nobody = self.find_nobody(&sent.fields.visitor);
        let faults = sent.fields.faults.iter().cloned().map(Finding::from);
        around().into_iter().chain(nobody).chain([unknown]).chain(faults).collect()
    }

    /// The findings for the mistakes that explain a signature.
    fn report(
        &self,
        keys: &[Key<'_>],
        hmac: &Hmac,
        error: Error,
        target: &Target<'_>,
        explained: Explained,
        wanted: &str,
    ) -> Vec<Finding> {
        let Explained { key, mut mistakes } = explained;
        let name = target.name.as_str();
        if !target.is_complete {
            // The time was a guess.
            mistakes.retain(|mistake| !matches!(mistake.cause(), Cause::MessageTime | Cause::MessageTimeForm));
        }
        let more = name_key(keys, key);
        let mut all = [findings(hmac, &target.around, name, ""), findings(hmac, &mistakes, name, &more)].concat();
        for finding in all.iter_mut().filter(|finding| finding.code() == Cause::OtherField.as_str()) {
            *finding = finding.clone().with_fix(format!("Sign {wanted} and nothing else."));
        }
        if !all.is_empty() {
            return all;
        }
        // All signatures of one call have the same key.
        if error.code() == Code::SignatureMismatch && keys.len() > 1 {
            let reason = format!("The site used another key than for the first signature.{more}");
            return vec![Finding::new(Cause::OtherKey, Some(name), reason)];
        }
        vec![error.into()]
    }

    /// The other messages of the scheme, which a site may have signed in place of this one.
    fn rivals(&self, hmac: &Hmac, sent: &Sent<'_>, target: &Target<'_>, chosen: &Message) -> Vec<MessageGuess> {
        let vendor = self.scheme.vendor();
        let (name, first) = (&target.name, self.signature().0);
        let mut rivals = Vec::new();
        let names = |message: &Message| {
            let words: Vec<String> =
                message.slots().filter_map(|slot| slot.word().map(|_| self.path_of(&slot.source))).collect();
            words.join(" and ")
        };
        // Another signature's message.
        let further = hmac.further.iter().enumerate().map(|(index, (_, messages))| (Some(index), messages.as_slice()));
        for (index, messages) in std::iter::once((None, hmac.messages.as_slice())).chain(further) {
            let place = index.map_or_else(|| first.to_owned(), |index| self.path_of(&Source::Further(index)));
            let value = match index {
                None => self.signature().1,
                Some(index) => sent.fields.further.iter().find(|(at, _)| *at == index).map(|(_, value)| value),
            };
            let is_other = |value: &str| place != *name && value != target.text;
            if value.and_then(Value::as_str).is_some_and(is_other)
                && let Ok((_, text)) = choose(messages, sent)
            {
                let how = format!("{name} contains the signature that belongs into {place}.");
                rivals.push(MessageGuess::new(text.into_owned(), vec![Mistake::told(Cause::SignaturesSwapped, how)]));
            }
        }
        for other in target.messages.iter().filter(|other| !std::ptr::eq(*other, chosen)) {
            if let Ok(text) = other.text(|slot| sent.text(slot)) {
                let (other, chosen) = (names(other), names(chosen));
                let how = format!(
                    "The site signed {other}, but the page sends {chosen} too, and {vendor} then checks the signature of {chosen}."
                );
                rivals.push(MessageGuess::new(text.into_owned(), vec![Mistake::told(Cause::OtherField, how)]));
            }
        }
        rivals
    }

    /// A sentence about an alternative that comes before the chosen one and that the page does not send.
    fn absent_alternative(&self, target: &Target<'_>, chosen: &Message) -> String {
        let table = &self.scheme.model().fields;
        let before = target.messages.iter().take_while(|message| !std::ptr::eq(*message, chosen));
        let absent = before
            .flat_map(Message::slots)
            .filter(|slot| slot.word().is_some())
            .find_map(|slot| table.path_of(&slot.source));
        absent.map_or_else(String::new, |path| {
            format!(" The page sends no {path}: if the site signed that, it must send it too.")
        })
    }

    /// The finding for a known value that was sent in place of the signature. `field` is the name of the field that
    /// has the same text.
    fn find_other_value(
        &self,
        keys: &[Key<'_>],
        name: &str,
        signature: &str,
        field: Option<String>,
    ) -> Option<Finding> {
        let (cause, reason) = if let Some(field) = field {
            (Cause::SignatureIsField, format!("{name} contains the same text as {field}."))
        } else if is_secret(signature, keys) {
            (Cause::SignatureIsSecret, format!("{name} contains the secret itself."))
        } else if looks_like_token(signature) {
            (
                Cause::SignatureIsToken,
                format!("{name} contains a token. {} expects an HMAC digest.", self.scheme.vendor()),
            )
        } else {
            return None;
        };
        Some(Finding::new(cause, Some(name), reason))
    }

    /// The parts of a message as the page sent them.
    fn parts_of<'m>(&self, message: &'m Message, sent: &Sent<'_>) -> Vec<Part<'m>> {
        let text = |slot: &Placeholder| sent.text(slot).unwrap_or_default().into_owned();
        let part = |slot: &'m Placeholder| {
            let raw = text(&Placeholder { folds: Vec::new(), ..slot.clone() });
            let path = slot.word().and_then(|_| self.scheme.model().fields.path_of(&slot.source));
            let name = path.unwrap_or_else(|| name_of(slot));
            Part { slot, name: name.into(), text: text(slot), raw }
        };
        message.slots().map(part).collect()
    }

    /// The further mistakes, where a field and its digest were sent under each other's names.
    fn swapped_field_mistakes(
        &self,
        hmac: &Hmac,
        secrets: &[Vec<SecretGuess>],
        message: &Message,
        parts: &[Part<'_>],
        index: usize,
        signature: &str,
    ) -> Option<Vec<Mistake>> {
        let signatures = decode_signature(&parts.get(index)?.raw, hmac.result);
        if signatures.is_empty() {
            return None;
        }
        let messages = [MessageGuess::new(join_with(message, parts, index, signature.as_bytes()), Vec::new())];
        let methods = [Method::of_scheme(hmac.hash)];
        let guesses = Guesses { secrets, methods: &methods, messages: &messages, budget: self.budget };
        guesses.fewest_mistakes(&signatures, Most::One).map(|explained| explained.mistakes)
    }
}

/// A shorter secret could be a part of another text by chance.
const SHORTEST_SECRET: usize = 16;

/// Whether a text is one of the secrets, or contains it, also in quotes or encoded.
fn is_secret(text: &str, keys: &[Key<'_>]) -> bool {
    let is_inside = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|text| shows_secret(text, keys));
    keys.iter().any(|key| key.bytes.trim_ascii() == text.trim().as_bytes())
        || is_inside(text.as_bytes())
        || text.len() <= LONGEST
            && (unwrap(text).iter().any(|(inner, _)| is_inside(inner))
                || decode_signature(text, Encoding::Hex).iter().any(|decoded| is_inside(&decoded.bytes)))
}

/// Whether a text contains one of the secrets as it is.
fn shows_secret(text: &str, keys: &[Key<'_>]) -> bool {
    keys.iter().any(|key| {
        let secret = std::str::from_utf8(key.bytes).unwrap_or_default().trim();
        secret.len() >= SHORTEST_SECRET && text.contains(secret)
    })
}

/// The further signature that an error is about.
fn further_target<'a>(case: &Case<'_>, hmac: &'a Hmac, sent: &Sent<'_>, field: Option<&str>) -> Option<Target<'a>> {
    let (index, value) = sent.fields.further.iter().find(|(index, _)| {
        let path = case.path_of(&Source::Further(*index));
        field == Some(path.as_str())
    })?;
    let (_, messages) = hmac.further.get(*index)?;
    Some(Target {
        name: field?.to_owned(),
        text: value.as_str()?.to_owned(),
        messages,
        around: Vec::new(),
        is_complete: true,
    })
}

/// The findings for mistakes. `more` is said after each.
fn findings(hmac: &Hmac, mistakes: &[Mistake], name: &str, more: &str) -> Vec<Finding> {
    let find = |mistake: &Mistake| {
        let finding = mistake.finding(Some(name)).with_more(more);
        match fix(mistake.cause(), hmac).filter(|_| !mistake.is_of_page()) {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        }
    };
    mistakes.iter().map(find).collect()
}

/// What to change, where the scheme tells it better than the cause.
fn fix(cause: Cause, hmac: &Hmac) -> Option<String> {
    let folds =
        |text: &str, folded: &str| hmac.messages.iter().flat_map(Message::slots).any(|slot| slot.fold(text) == folded);
    let fix = match cause {
        Cause::OtherHash => {
            let hash = hmac.hash.algorithm().trim_start_matches("HMAC-").replace("SHA", "SHA-");
            format!("Use HMAC with {hash}.")
        }
        Cause::SecretHex | Cause::SecretBase64 => {
            return secret_fix(hmac.secret);
        }
        Cause::ResultBase64Form if hmac.result == Encoding::Base64 => {
            "Write the digest as standard base64 with padding.".to_owned()
        }
        Cause::ResultBase64Form => "Write the digest as base64url without padding.".to_owned(),
        Cause::ResultPrefix | Cause::ResultSpace if hmac.value.len() > 1 => {
            format!("Send the text in exactly the form {}.", display(&hmac.value))
        }
        Cause::MessageCase if folds("A", "a") => "Change the text to lower case before you sign it.".to_owned(),
        Cause::MessageSpace if folds(" a", "a") => "Trim the text before you sign it.".to_owned(),
        _ => return None,
    };
    Some(fix)
}

/// A sentence that says which of several keys it was.
fn name_key(keys: &[Key<'_>], index: usize) -> String {
    let kid = keys.get(index).and_then(|key| key.kid).map_or_else(String::new, |kid| format!(" ({kid})"));
    if keys.len() == 1 { String::new() } else { format!(" The key is keys[{index}]{kid}.") }
}
