//! The visitor's fields without which a scheme signs nobody: found by signing.

use serde_json::json;
use visitorseal::{Code, KeyKind, Object, Scheme, Settings, Signer, Visitor};

use crate::{
    check::{SECRET, made_up},
    key_pair,
};

/// The most fields that one signature needs.
const MOST: usize = 64;

/// Each way to be signed, as the names of the fields that it needs: `id`, or else `email`.
pub fn ways(scheme: &Scheme) -> Vec<Vec<String>> {
    let Some(signer) = signer(scheme) else { return Vec::new() };
    let Some(first) = smallest(&signer, None) else { return Vec::new() };
    let others = scheme.covers().into_iter().filter(|word| !first.iter().any(|name| name == word));
    let others = others.filter_map(|word| smallest(&signer, Some(word)));
    let other = others.filter(|way| !first.iter().all(|name| way.contains(name))).min_by_key(Vec::len);
    [first].into_iter().chain(other).collect()
}

fn signer(scheme: &Scheme) -> Option<Signer> {
    let about = serde_json::from_str(&scheme.to_json()).ok()?;
    let settings = Settings::from_object(made_up::settings(scheme, &about)).ok()?;
    let secret = match scheme.key_kind() {
        KeyKind::Shared => SECRET.repeat(4),
        KeyKind::Pair => key_pair::for_scheme(scheme.algorithm()).ok()?.private.to_string(),
    };
    Signer::new(scheme, secret, &settings).ok()
}

/// The fewest fields that are signed, with this one among them.
fn smallest(signer: &Signer, given: Option<&str>) -> Option<Vec<String>> {
    // Each field with the type of its value: an attribute may have to be another than text.
    let mut fields: Vec<(String, usize)> = given.map(|name| (name.to_owned(), 0)).into_iter().collect();
    for _ in 0..MOST {
        let error = match signer.sign(&visitor(&fields)?, made_up::NOW) {
            Ok(_) => return Some(fields.into_iter().map(|(name, _)| name).collect()),
            Err(error) => error,
        };
        let name = error.field()?;
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, r#type)) => *r#type += 1,
            None if [Code::FieldMissing, Code::FieldEmpty].contains(&error.code()) => fields.push((name.to_owned(), 0)),
            None => return None,
        }
    }
    None
}

/// Nothing, if a field has no value of a further type.
fn visitor(fields: &[(String, usize)]) -> Option<Visitor> {
    let jane = made_up::jane().to_object();
    let (mut visitor, mut attributes) = (Object::new(), Object::new());
    for (name, r#type) in fields {
        match name.strip_prefix("attributes.") {
            Some(attribute) => {
                let (_, value) = made_up::typed().into_iter().nth(*r#type)?;
                attributes.insert(attribute.to_owned(), value);
            }
            None if *r#type == 0 => drop(visitor.insert(name.clone(), jane.get(name)?.clone())),
            None => return None,
        }
    }
    visitor.insert("attributes".to_owned(), json!(attributes));
    Visitor::from_object(visitor).ok()
}
