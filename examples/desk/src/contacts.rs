//! Contacts, as verified visitors fill them.

use rusqlite::{Connection, OptionalExtension, Result, params};
use serde_json::{Map, Value, json};
use visitorseal::{Verified, Visitor};

/// Creates or updates the contact that the signature identifies; none where it identifies nobody.
///
/// What is merely claimed never takes the place of what was signed.
pub fn upsert(transaction: &Connection, brand: &str, verified: &Verified, at: i64) -> Result<Option<i64>> {
    let contact = verified.contact();
    let Some(external_id) = contact.as_ref().and_then(|contact| contact.external_id()) else { return Ok(None) };
    let insert = "INSERT INTO contacts (brand, external_id, seen) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET seen = excluded.seen RETURNING id";
    let id = transaction.prepare_cached(insert)?.query_row(params![brand, external_id, at], |row| row.get(0))?;
    let set = "INSERT INTO contact_fields VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value, signed = excluded.signed
        WHERE excluded.signed >= contact_fields.signed";
    let mut set = transaction.prepare_cached(set)?;
    for (visitor, signed) in [(verified.unsigned(), false), (verified.signed(), true)] {
        for (field, value) in fields(visitor) {
            set.execute(params![id, field, value.to_string(), signed])?;
        }
    }
    Ok(Some(id))
}

/// The contact's id, for a visitor who was here before.
pub fn find(connection: &Connection, brand: &str, verified: &Verified) -> Result<Option<i64>> {
    let contact = verified.contact();
    let Some(external_id) = contact.as_ref().and_then(|contact| contact.external_id()) else { return Ok(None) };
    let select = "SELECT id FROM contacts WHERE brand = ? AND external_id = ?";
    connection.prepare_cached(select)?.query_row([brand, external_id], |row| row.get(0)).optional()
}

/// A visitor's members one by one, each attribute under `attributes.KEY`.
fn fields(visitor: &Visitor) -> impl Iterator<Item = (String, Value)> {
    visitor.to_object().into_iter().flat_map(|(field, value)| match value {
        Value::Object(attributes) if field == "attributes" => {
            attributes.into_iter().map(|(key, value)| (format!("attributes.{key}"), value)).collect()
        }
        value => vec![(field, value)],
    })
}

/// The contacts seen last, each with what is signed and what is merely claimed.
pub fn latest(connection: &Connection, count: u32) -> Result<Vec<Value>> {
    let select = "SELECT contacts.id, contacts.brand, external_id, seen, conversations.id
        FROM contacts LEFT JOIN conversations ON contact = contacts.id ORDER BY seen DESC, contacts.id DESC LIMIT ?";
    let mut of_contact = connection
        .prepare_cached("SELECT field, value, signed FROM contact_fields WHERE contact = ? ORDER BY field")?;
    let mut select = connection.prepare_cached(select)?;
    let mut rows = select.query([count])?;
    let mut contacts = Vec::new();
    while let Some(row) = rows.next()? {
        let mut halves = [Map::new(), Map::new()];
        let mut fields = of_contact.query([row.get::<_, i64>(0)?])?;
        while let Some(field) = fields.next()? {
            let value: String = field.get(1)?;
            let [signed, claimed] = &mut halves;
            let half = if field.get(2)? { signed } else { claimed };
            half.insert(field.get(0)?, serde_json::from_str(&value).unwrap_or(Value::Null));
        }
        let [signed, claimed] = halves;
        contacts.push(json!({
            "brand": row.get::<_, String>(1)?,
            "external_id": row.get::<_, String>(2)?,
            "seen": row.get::<_, i64>(3)?,
            "conversation": row.get::<_, Option<i64>>(4)?,
            "signed": signed,
            "unsigned": claimed,
        }));
    }
    Ok(contacts)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use serde_json::json;
    use visitorseal::{Scheme, Settings, Signer, Verifier, Visitor};

    use super::*;
    use crate::schema::SCHEMA;

    /// A visitor, verified by a scheme that signs the id, and the name or not.
    fn verified(message: &str, name: &str) -> Verified {
        let scheme = Scheme::parse(&format!(
            "name = 'own'\nvendor = 'Own'\ndocument = 'https://example.com'\nread = 2026-11-25\ncontact = '{{id}}'\n\
             [signature]\nkind = 'hmac'\nhash = 'sha256'\nsecret = 'text'\nmessage = '{message}'\nresult = 'hex'\n\
             [fields]\nid = '{{id}}'\nname = '{{name}}'\nhash = '{{signature}}'\n\
             [page]\nglobal = 'own'\nscript = 'window.own({{fields}});'\n\
             [refused]\nstatus = 401\nerror = 'identity_unverified'\n"
        ))
        .unwrap();
        let secret = "a secret of some forty characters or so";
        let signer = Signer::new(&scheme, secret, &Settings::new()).unwrap();
        let signed = signer.sign(&Visitor::new().id("user-123").name(name), 1).unwrap();
        Verifier::new(&scheme, [secret]).unwrap().verify(signed.fields(), 1).unwrap()
    }

    #[test]
    fn a_mere_claim_never_takes_the_place_of_what_was_signed() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        connection.execute("INSERT INTO brands VALUES ('own', 'optional')", []).unwrap();
        let transaction = connection.transaction().unwrap();
        let after = |message, name| {
            upsert(&transaction, "own", &verified(message, name), 1).unwrap();
            let contact = latest(&transaction, 2).unwrap().pop().unwrap();
            (contact["signed"]["name"].clone(), contact["unsigned"]["name"].clone())
        };
        assert_eq!(after("{id}", "Claimed"), (json!(null), json!("Claimed")));
        assert_eq!(after("{id}", "Claimed anew"), (json!(null), json!("Claimed anew")));
        assert_eq!(after("{id}:{name}", "Signed"), (json!("Signed"), json!(null)));
        assert_eq!(after("{id}", "Claimed"), (json!("Signed"), json!(null)));
        assert_eq!(after("{id}:{name}", "Signed anew"), (json!("Signed anew"), json!(null)));
    }
}
