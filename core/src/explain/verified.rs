//! What is worth a look where a signature is right.

use serde_json::Value;

use super::{
    Case, Explanation,
    finding::{Cause, Finding},
};
use crate::{
    error::Warning,
    key::Key,
    scheme::{Hmac, Message, Signature, Source},
    verified::Verified,
    verifier::{Sent, choose},
    visitor::{Field, Visitor, warnings_of_nobody},
};

impl Case<'_> {
    /// Why a widget may fail although its fields verify.
    pub(super) fn explain_verified(&self, verified: &Verified, keys: &[Key<'_>]) -> Explanation {
        let mut findings = Vec::new();
        let key = verified.key().unwrap_or_default();
        if key > 0 {
            let kid = keys.get(key).and_then(|key| key.kid);
            let label = kid.map_or_else(String::new, |kid| format!(" ({kid})"));
            // A digest names no key, so a kid there tells brands or platforms apart, not versions.
            let is_of_brand = kid.is_some() && matches!(self.scheme.model().signature, Signature::Hmac(_));
            findings.push(Finding::new(
                if is_of_brand { Cause::OtherKey } else { Cause::KeyNotNewest },
                None,
                format!("The signature fits keys[{key}]{label}, not the first key."),
            ));
        }
        if let Signature::Hmac(hmac) = &self.scheme.model().signature {
            findings.extend(self.explain_covered(hmac));
        }
        findings.extend(self.find_nobody(verified.signed()));
        // Without page code there is no widget that could start late or keep a visitor.
        if self.scheme.model().page.states.is_some() {
            findings.extend([
                Finding::new(
                    Cause::CheckStartedLate,
                    None,
                    "The signature is correct. If the widget shows a guest, check that it has the fields when it starts.",
                ),
                Finding::new(
                    Cause::CheckSwitchOfUsers,
                    None,
                    "The signature is correct. Check whether the widget still shows the previous visitor.",
                ),
            ]);
        }
        let vendor = self.scheme.vendor();
        let enforcement = Finding::new(
            Cause::CheckEnforcement,
            None,
            format!("The signature is correct. Check that {vendor} requires a signature."),
        );
        findings.push(match &self.scheme.model().guide.enforce {
            Some(how) => enforcement.with_fix(how.as_str()),
            None => enforcement,
        });
        Explanation { verified: true, findings }
    }

    /// The findings for an id or an address that is a word such as undefined.
    pub(super) fn find_nobody(&self, visitor: &Visitor) -> Vec<Finding> {
        let find = |(field, warning): (Field, Warning)| {
            let path = self.scheme.model().fields.path_of(&Source::Field(field));
            Finding::new(Cause::CheckIdentity, Some(path.as_deref().unwrap_or(field.as_str())), warning.reason())
        };
        warnings_of_nobody(visitor).map(find).collect()
    }

    /// Fields that are sent without a signature although the vendor has one for them, and ids that could stand for an
    /// email address.
    fn explain_covered(&self, hmac: &Hmac) -> Vec<Finding> {
        let table = &self.scheme.model().fields;
        let text = self.signature().1.and_then(Value::as_str).unwrap_or_default();
        let Ok(sent) = Sent::read(self.scheme, hmac, self.settings, self.fields, text) else { return Vec::new() };
        let mut findings = Vec::new();
        for (index, (_, messages)) in hmac.further.iter().enumerate() {
            let is_sent = sent.fields.further.iter().any(|(sent, _)| *sent == index);
            let Some((message, _)) = choose(messages, &sent).ok().filter(|_| !is_sent) else { continue };
            let mut paths =
                message.slots().filter(|slot| slot.word().is_some()).filter_map(|slot| table.path_of(&slot.source));
            if let (Some(field), Some(signature)) = (paths.next(), table.path_of(&Source::Further(index))) {
                let reason = format!("The page sends {field} without its signature {signature}.");
                findings.push(Finding::new(Cause::FieldUnsigned, Some(&field), reason));
            }
        }
        if let (Some(payload), Some(path)) = (&hmac.payload, table.path_of(&Source::Payload)) {
            let is_beside = |name: &&str| self.fields.contains_key(*name) && !table.names().any(|known| known == *name);
            for name in payload.members.names().filter(is_beside) {
                let reason = format!(
                    "The page sends {name} beside {path}. The vendor reads the {name} in {path}, which is signed."
                );
                findings.push(Finding::new(Cause::FieldUnsigned, Some(name), reason));
            }
        }
        findings.extend(self.explain_ambiguity(hmac, &sent));
        findings
    }

    /// The finding for an id whose signature could stand for an email address.
    fn explain_ambiguity(&self, hmac: &Hmac, sent: &Sent<'_>) -> Option<Finding> {
        let signs = |message: &Message, field| message.slots().any(|slot| slot.source == Source::Field(field));
        let (chosen, _) = choose(&hmac.messages, sent).ok()?;
        let id = sent.fields.visitor.text(Field::Id).filter(|_| signs(chosen, Field::Id))?;
        let others = hmac.messages.iter().chain(hmac.further.iter().flat_map(|(_, messages)| messages));
        let mut others = others.filter(|other| !std::ptr::eq(*other, chosen));
        if hmac.ambiguous.is_none() || !id.contains('@') || !others.any(|other| signs(other, Field::Email)) {
            return None;
        }
        let path = self.scheme.model().fields.path_of(&Source::Field(Field::Id)).unwrap_or_default();
        let vendor = self.scheme.vendor();
        let reason = format!(
            "{path} holds @. {vendor} signs an email address in the same way, so this signature could stand for that address."
        );
        Some(Finding::new(Cause::CheckAmbiguous, Some(&path), reason))
    }
}
