//! What pages sent, kept for a while so that a person can look why something was refused.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use serde_json::{Value, json};
use visitorseal::{Error, Verified};

/// So many visits are kept.
const KEPT: u32 = 500;

/// Fields above this size are not kept: no real page sends them.
const LARGEST_KEPT: usize = 16_384;

/// One call of a widget.
pub struct Visit {
    pub brand: &'static str,
    pub call: &'static str,
    pub at: i64,
    /// As they came; None where they were no text, or too large to keep.
    pub fields: Option<String>,
    status: &'static str,
    said: Value,
    /// The stored key that matched.
    key: Option<i64>,
}

impl Visit {
    pub fn new(brand: &'static str, call: &'static str, at: i64, fields: &[u8]) -> Self {
        let kept = (fields.len() <= LARGEST_KEPT).then(|| String::from_utf8(fields.to_vec()).ok()).flatten();
        Self { brand, call, at, fields: kept, status: "refused", said: Value::Null, key: None }
    }

    pub fn verified(&mut self, verified: &Verified, key: Option<i64>) {
        self.status = verified.status().as_str();
        self.said = outcome(verified);
        self.key = key;
    }

    pub fn refused(&mut self, error: &Error) {
        self.said = json!({"refusal": error});
    }

    /// Keeps it, and counts the key that matched.
    pub fn store(&self, transaction: &Connection) -> Result<()> {
        let Self { brand, call, at, fields, status, said, key } = self;
        let insert = "INSERT INTO visits (brand, at, call, fields, status, said, key) VALUES (?, ?, ?, ?, ?, ?, ?)";
        let values = params![brand, at, call, fields, status, said.to_string(), key];
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

/// Drops what is older than the visits that are kept.
pub fn forget_old(transaction: &Connection) -> Result<()> {
    let delete = "DELETE FROM visits WHERE id <= (SELECT max(id) FROM visits) - ?";
    transaction.prepare_cached(delete)?.execute([KEPT])?;
    Ok(())
}

/// The latest visits, newest first, as a list shows them.
pub fn latest(connection: &Connection, count: u32) -> Result<Vec<Value>> {
    let select = "SELECT id, brand, at, call, status, said, key, NULL FROM visits ORDER BY id DESC LIMIT ?";
    connection.prepare_cached(select)?.query_map([count], read)?.collect()
}

/// One visit, with what the page sent.
pub fn get(connection: &Connection, id: i64) -> Result<Option<Value>> {
    let select = "SELECT id, brand, at, call, status, said, key, fields FROM visits WHERE id = ?";
    connection.prepare_cached(select)?.query_row([id], read).optional()
}

fn read(row: &Row<'_>) -> Result<Value> {
    let mut said: Value = serde_json::from_str(&row.get::<_, String>(5)?).unwrap_or(Value::Null);
    let mut taken = |member| said.get_mut(member).map(Value::take);
    Ok(json!({
        "id": row.get::<_, i64>(0)?,
        "brand": row.get::<_, String>(1)?,
        "at": row.get::<_, i64>(2)?,
        "call": row.get::<_, String>(3)?,
        "status": row.get::<_, String>(4)?,
        "signed": taken("signed"),
        "unsigned": taken("unsigned"),
        "refusal": taken("refusal"),
        "key": row.get::<_, Option<i64>>(6)?,
        "fields": row.get::<_, Option<String>>(7)?,
    }))
}
