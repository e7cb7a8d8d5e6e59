//! The latest visits, stored so that a person can find out why one was refused.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Map, Value, json};
use visitorseal::{Error, Verified};

use crate::{brands::Brand, contacts::shorten};

/// The number of visits that are stored.
const MAX_VISITS: u32 = 500;

/// Larger fields are not stored. No real page sends them.
pub const MAX_STORED_FIELDS: usize = 16_384;

/// One call of a widget.
pub struct Visit {
    pub brand: &'static str,
    pub call: &'static str,
    pub at: i64,
    /// As the page sent them, without a signature that verified. None if they are not UTF-8 or too large.
    pub fields: Option<String>,
    /// The visitor's name, or the code of the refusal, for a list.
    title: String,
    status: &'static str,
    outcome: Value,
    /// The id of the key that verified the visit.
    key: Option<i64>,
}

impl Visit {
    pub fn new(brand: &'static str, call: &'static str, at: i64, fields: &[u8]) -> Self {
        let text = (fields.len() <= MAX_STORED_FIELDS).then(|| String::from_utf8(fields.to_vec()).ok()).flatten();
        Self { brand, call, at, fields: text, title: String::new(), status: "refused", outcome: Value::Null, key: None }
    }

    pub fn set_verified(&mut self, verified: &Verified, brand: &Brand, key: Option<i64>) {
        self.title = verified.refusal().map_or_else(|| title(verified), |error| error.code().to_string());
        self.status = verified.status().as_str();
        self.outcome = outcome(verified);
        self.key = key;
        if verified.is_verified() {
            self.fields = self.fields.take().and_then(|fields| without_signature(&fields, &brand.signature_field));
        }
    }

    pub fn set_refused(&mut self, error: &Error) {
        self.title = error.code().to_string();
        self.outcome = json!({"refusal": error});
    }

    /// Stores the visit and counts it for its key.
    pub fn store(&self, transaction: &Connection) -> Result<()> {
        let Self { brand, call, at, fields, title, status, outcome, key } = self;
        let outcome = Some(outcome.to_string()).filter(|outcome| outcome.len() <= MAX_STORED_FIELDS);
        let insert =
            "INSERT INTO visits (brand, at, call, fields, title, status, outcome, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let values = params![brand, at, call, fields, title, status, outcome, key];
        transaction.prepare_cached(insert)?.execute(values)?;
        if key.is_some() {
            transaction.prepare_cached("UPDATE keys SET matched = matched + 1 WHERE id = ?")?.execute([key])?;
        }
        Ok(())
    }
}

/// The signed and the unsigned fields, and the refusal that the policy `observe` let through.
pub fn outcome(verified: &Verified) -> Value {
    json!({
        "signed": verified.signed().to_object(),
        "unsigned": verified.unsigned().to_object(),
        "refusal": verified.refusal(),
    })
}

/// The visitor's name for a list, from the signed fields if they have one.
fn title(verified: &Verified) -> String {
    let visitors = [verified.signed(), verified.unsigned()];
    let mut names = visitors
        .into_iter()
        .flat_map(|visitor| ["name", "email", "id"].into_iter().filter_map(|field| visitor.get(field)));
    shorten(names.next().unwrap_or("a visitor"))
}

/// The fields without the signature. Agents see them, and a signature would let them pose as the visitor.
fn without_signature(fields: &str, signature: &str) -> Option<String> {
    let mut fields: Map<String, Value> = serde_json::from_str(fields).ok()?;
    fields.shift_remove(signature);
    Some(Value::Object(fields).to_string())
}

/// Deletes all but the latest visits.
pub fn delete_old(transaction: &Connection) -> Result<()> {
    let delete = "DELETE FROM visits WHERE id <= (SELECT max(id) FROM visits) - ?";
    transaction.prepare_cached(delete)?.execute([MAX_VISITS])?;
    Ok(())
}

/// The latest visits for a list, newest first.
pub fn latest(connection: &Connection, count: u32) -> Result<Vec<Value>> {
    let select = "SELECT id, brand, at, call, status, title FROM visits ORDER BY id DESC LIMIT ?";
    connection.prepare_cached(select)?.query_map([count], |row| summary(row).map(Value::Object))?.collect()
}

/// One visit, with the fields that the page sent.
pub fn get(connection: &Connection, id: i64) -> Result<Option<Value>> {
    let select = "SELECT id, brand, at, call, status, title, outcome, key, fields FROM visits WHERE id = ?";
    connection.prepare_cached(select)?.query_row([id], read).optional()
}

fn summary(row: &Row<'_>) -> Result<Map<String, Value>> {
    Ok(Map::from_iter([
        ("id".to_owned(), row.get::<_, i64>("id")?.into()),
        ("brand".to_owned(), row.get::<_, String>("brand")?.into()),
        ("at".to_owned(), row.get::<_, i64>("at")?.into()),
        ("call".to_owned(), row.get::<_, String>("call")?.into()),
        ("status".to_owned(), row.get::<_, String>("status")?.into()),
        ("title".to_owned(), row.get::<_, String>("title")?.into()),
    ]))
}

fn read(row: &Row<'_>) -> Result<Value> {
    let outcome = row.get::<_, Option<String>>("outcome")?;
    let outcome: Map<String, Value> = outcome.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    let mut visit = summary(row)?;
    visit.extend(outcome);
    visit.insert("key".to_owned(), row.get::<_, Option<i64>>("key")?.into());
    visit.insert("fields".to_owned(), row.get::<_, Option<String>>("fields")?.into());
    Ok(Value::Object(visit))
}
