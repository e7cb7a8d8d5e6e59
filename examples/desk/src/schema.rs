//! The desk's database.

use rusqlite::Connection;

/// Creates the tables. Does not touch a database of another version.
pub fn create(connection: &Connection) -> Result<(), Box<dyn std::error::Error>> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 && version != VERSION {
        return Err("Another version of the desk made this database. Pass another folder as --data.".into());
    }
    connection.execute_batch(SCHEMA)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

/// Must change when the tables change.
const VERSION: i64 = 3;

pub const SCHEMA: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS brands (
    name TEXT PRIMARY KEY,
    policy TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    brand TEXT NOT NULL REFERENCES brands,
    key TEXT NOT NULL,
    added INTEGER NOT NULL,
    matched INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS contacts (
    id INTEGER PRIMARY KEY,
    brand TEXT NOT NULL REFERENCES brands,
    external_id TEXT NOT NULL,
    seen INTEGER NOT NULL,
    UNIQUE (brand, external_id)
) STRICT;
CREATE TABLE IF NOT EXISTS contact_fields (
    contact INTEGER NOT NULL REFERENCES contacts,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    signed INTEGER NOT NULL,
    PRIMARY KEY (contact, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS conversations (
    id INTEGER PRIMARY KEY,
    brand TEXT NOT NULL REFERENCES brands,
    contact INTEGER UNIQUE REFERENCES contacts,
    token TEXT UNIQUE
) STRICT;
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS messages_of_conversations ON messages (conversation);
CREATE TABLE IF NOT EXISTS visits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    brand TEXT NOT NULL REFERENCES brands,
    at INTEGER NOT NULL,
    call TEXT NOT NULL,
    fields TEXT,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT,
    key INTEGER
) STRICT;
";
