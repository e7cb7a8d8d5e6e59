//! What pages sent, kept for a while so that a person can look why something was refused.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Map, Value, json};
use visitorseal::{Error, Verified};

use crate::{brands::Brand, contacts::line};

/// So many visits are kept.
const KEPT: u32 = 500;

/// What is larger is not kept: no real page sends it.
pub const LARGEST_KEPT: usize = 16_384;

/// One call of a widget.
pub struct Visit {
    pub brand: &'static str,
    pub call: &'static str,
    pub at: i64,
    /// As they came, but for a signature that verified; None where they were no text, or too large to keep.
    pub fields: Option<String>,
    /// The list's word for it: who it was, or why it was refused.
    title: String,
    status: &'static str,
    said: Value,
    /// The stored key that matched.
    key: Option<i64>,
}

impl Visit {
    pub fn new(brand: &'static str, call: &'static str, at: i64, fields: &[u8]) -> Self {
        let kept = (fields.len() <= LARGEST_KEPT).then(|| String::from_utf8(fields.to_vec()).ok()).flatten();
        Self { brand, call, at, fields: kept, title: String::new(), status: "refused", said: Value::Null, key: None }
    }

    pub fn verified(&mut self, verified: &Verified, brand: &Brand, key: Option<i64>) {
        self.title = verified.refusal().map_or_else(|| who(verified), |error| error.code().to_string());
        self.status = verified.status().as_str();
        self.said = outcome(verified);
        self.key = key;
        if verified.is_verified() {
            self.fields = self.fields.take().and_then(|fields| without(&fields, brand.signature));
        }
    }

    pub fn refused(&mut self, error: &Error) {
        self.title = error.code().to_string();
        self.said = json!({"refusal": error});
    }

    /// Keeps it, and counts the key that matched.
    pub fn store(&self, transaction: &Connection) -> Result<()> {
        let Self { brand, call, at, fields, title, status, said, key } = self;
        let said = Some(said.to_string()).filter(|said| said.len() <= LARGEST_KEPT);
        let insert =
            "INSERT INTO visits (brand, at, call, fields, title, status, said, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let values = params![brand, at, call, fields, title, status, said, key];
        transaction.prepare_cached(insert)?.execute(values)?;
        if key.is_some() {
            transaction.prepare_cached("UPDATE keys SET matched = matched + 1 WHERE id = ?")?.execute([key])?;
        }
        Ok(())
    }
}

/// What is signed and what is merely claimed; under the policy `observe` also what would have been refused.
pub fn outcome(verified: &Verified) -> Value {
    json!({
        "signed": verified.signed().to_object(),
        "unsigned": verified.unsigned().to_object(),
        "refusal": verified.refusal(),
    })
}

/// Who it was, in a line of a list: what is signed comes first.
fn who(verified: &Verified) -> String {
    let halves = [verified.signed(), verified.unsigned()];
    let mut names =
        halves.into_iter().flat_map(|half| ["name", "email", "id"].into_iter().filter_map(|it| half.get(it)));
    line(names.next().unwrap_or("a visitor"))
}

/// The fields without the signature. The desk shows them to agents, and a signature is a log-in.
fn without(fields: &str, signature: &str) -> Option<String> {
    let mut fields: Map<String, Value> = serde_json::from_str(fields).ok()?;
    fields.shift_remove(signature);
    Some(Value::Object(fields).to_string())
}

/// Drops what is older than the visits that are kept.
pub fn forget_old(transaction: &Connection) -> Result<()> {
    let delete = "DELETE FROM visits WHERE id <= (SELECT max(id) FROM visits) - ?";
    transaction.prepare_cached(delete)?.execute([KEPT])?;
    Ok(())
}

/// The latest visits, newest first, as a list shows them.
pub fn latest(connection: &Connection, count: u32) -> Result<Vec<Value>> {
    let select = "SELECT id, brand, at, call, status, title FROM visits ORDER BY id DESC LIMIT ?";
    connection.prepare_cached(select)?.query_map([count], |row| summary(row).map(Value::Object))?.collect()
}

/// One visit, with what the page sent.
pub fn get(connection: &Connection, id: i64) -> Result<Option<Value>> {
    let select = "SELECT id, brand, at, call, status, title, said, key, fields FROM visits WHERE id = ?";
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
    let said = row.get::<_, Option<String>>("said")?;
    let said: Map<String, Value> = said.and_then(|said| serde_json::from_str(&said).ok()).unwrap_or_default();
    let mut visit = summary(row)?;
    visit.extend(said);
    visit.insert("key".to_owned(), row.get::<_, Option<i64>>("key")?.into());
    visit.insert("fields".to_owned(), row.get::<_, Option<String>>("fields")?.into());
    Ok(Value::Object(visit))
}
