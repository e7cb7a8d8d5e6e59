//! The contacts that verified visitors create and update.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Map, Value, json};
use visitorseal::Verified;

const FIELDS: [&str; 5] = ["id", "email", "name", "phone", "avatar"];

/// The prefix of an attribute's name in the database.
const ATTRIBUTE_PREFIX: &str = "attributes.";

/// Cuts a text to the length of a line in a list.
pub fn shorten(text: &str) -> String {
    text.chars().take(100).collect()
}

/// Visitors choose size and number of their fields, so both need a limit here.
const MAX_FIELD: usize = 1024;
const MAX_ATTRIBUTES: usize = 32;

/// Creates or updates the contact that the signature identifies. Returns None if it identifies nobody.
///
/// An unsigned value never replaces a signed one. Attributes are those of the latest visit: what the site no longer
/// sends is removed.
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
    let mut set = |field: &str, value: &Value, signed: bool| {
        let value = value.to_string();
        let fits = field.len() + value.len() <= MAX_FIELD;
        if fits { set.execute(params![id, field, value, signed]) } else { Ok(0) }
    };
    transaction
        .prepare_cached("DELETE FROM contact_fields WHERE contact = ? AND field GLOB 'attributes.*'")?
        .execute([id])?;
    let mut attributes = 0;
    for (visitor, signed) in [(verified.signed(), true), (verified.unsigned(), false)] {
        for field in FIELDS {
            if let Some(text) = visitor.get(field) {
                set(field, &text.into(), signed)?;
            }
        }
        for (key, value) in visitor.attributes() {
            if attributes < MAX_ATTRIBUTES {
                attributes += set(&format!("{ATTRIBUTE_PREFIX}{key}"), value, signed)?;
            }
        }
    }
    Ok(Some(id))
}

/// The id of the visitor's contact, if there is one.
pub fn find(connection: &Connection, brand: &str, verified: &Verified) -> Result<Option<i64>> {
    let contact = verified.contact();
    let Some(external_id) = contact.as_ref().and_then(|contact| contact.external_id()) else { return Ok(None) };
    let select = "SELECT id FROM contacts WHERE brand = ? AND external_id = ?";
    connection.prepare_cached(select)?.query_row([brand, external_id], |row| row.get(0)).optional()
}

/// The contacts of the latest visits, for a list.
pub fn latest(connection: &Connection, count: u32) -> Result<Vec<Value>> {
    let select = "SELECT contacts.id, contacts.brand, external_id, seen,
            conversations.id AS conversation
        FROM contacts LEFT JOIN conversations ON contact = contacts.id ORDER BY seen DESC, contacts.id DESC LIMIT ?";
    let mut title = connection.prepare_cached(
        "SELECT value FROM contact_fields WHERE contact = ? AND field IN ('name', 'email', 'id')
        ORDER BY signed DESC, field = 'name' DESC, field LIMIT 1",
    )?;
    let contact = |row: &Row<'_>| {
        let id = row.get::<_, i64>("id")?;
        let external_id = row.get::<_, String>("external_id")?;
        let title = title.query_row([id], |row| Ok(parse(&row.get::<_, String>(0)?))).optional()?;
        let title = title.as_ref().and_then(Value::as_str).unwrap_or(&external_id);
        Ok(json!({
            "id": id,
            "brand": row.get::<_, String>("brand")?,
            "external_id": shorten(&external_id),
            "title": shorten(title),
            "seen": row.get::<_, i64>("seen")?,
            "conversation": row.get::<_, Option<i64>>("conversation")?,
        }))
    };
    connection.prepare_cached(select)?.query_map([count], contact)?.collect()
}

/// The signed and the unsigned fields of a contact.
pub fn get(connection: &Connection, id: i64) -> Result<Option<Value>> {
    if !connection.prepare_cached("SELECT 1 FROM contacts WHERE id = ?")?.exists([id])? {
        return Ok(None);
    }
    let mut select = connection
        .prepare_cached("SELECT field, value, signed FROM contact_fields WHERE contact = ? ORDER BY field")?;
    let mut rows = select.query([id])?;
    let mut fields = [Map::new(), Map::new()];
    while let Some(row) = rows.next()? {
        let (field, value): (String, String) = (row.get(0)?, row.get(1)?);
        let [signed, unsigned] = &mut fields;
        let fields = if row.get(2)? { signed } else { unsigned };
        match field.strip_prefix(ATTRIBUTE_PREFIX) {
            None => drop(fields.insert(field, parse(&value))),
            Some(key) => {
                if let Value::Object(attributes) = fields.entry("attributes").or_insert_with(|| json!({})) {
                    attributes.insert(key.to_owned(), parse(&value));
                }
            }
        }
    }
    let [signed, unsigned] = fields;
    Ok(Some(json!({"signed": signed, "unsigned": unsigned})))
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use serde_json::json;
    use visitorseal::{Scheme, Settings, Signer, Verifier, Visitor};

    use super::*;
    use crate::schema::SCHEMA;

    /// A verified visitor of a scheme with this signed message.
    fn verified(message: &str, name: &str) -> Verified {
        let scheme = Scheme::parse(&format!(
            "name = 'own'\nvendor = 'Own'\ndocument = 'https://example.com'\nread = 2026-11-25\ncontact = '{{id}}'\n\
             [signature]\nkind = 'hmac'\nhash = 'sha256'\nsecret = 'text'\nmessage = '{message}'\nresult = 'hex'\n\
             [fields]\nid = '{{id}}'\nname = '{{name}}'\nhash = '{{signature}}'\n\
             [page]\nglobal = 'own'\nscript = 'window.own({{fields}});'\nforget = 'window.own();'\n\
             [refused]\nstatus = 401\nerror = 'identity_unverified'\n"
        ))
        .unwrap();
        let secret = "a secret of some forty characters or so";
        let signer = Signer::new(&scheme, secret, &Settings::new()).unwrap();
        let signed = signer.sign(&Visitor::new().id("user-123").name(name), 1).unwrap();
        Verifier::new(&scheme, [secret]).unwrap().verify(signed.fields(), 1).unwrap()
    }

    #[test]
    fn an_unsigned_value_never_replaces_a_signed_one() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        connection.execute("INSERT INTO brands VALUES ('own', 'optional')", []).unwrap();
        let transaction = connection.transaction().unwrap();
        let after = |message, name| {
            let id = upsert(&transaction, "own", &verified(message, name), 1).unwrap().unwrap();
            let contact = get(&transaction, id).unwrap().unwrap();
            (contact["signed"]["name"].clone(), contact["unsigned"]["name"].clone())
        };
        assert_eq!(after("{id}", "Claimed"), (json!(null), json!("Claimed")));
        assert_eq!(after("{id}", "Claimed again"), (json!(null), json!("Claimed again")));
        assert_eq!(after("{id}:{name}", "Signed"), (json!("Signed"), json!(null)));
        assert_eq!(after("{id}", "Claimed"), (json!("Signed"), json!(null)));
        assert_eq!(after("{id}:{name}", "Signed again"), (json!("Signed again"), json!(null)));
    }
}
