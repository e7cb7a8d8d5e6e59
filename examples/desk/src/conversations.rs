//! Conversations. A contact has one. An anonymous visitor's is found by a token that nobody can guess.

use rusqlite::{Connection, OptionalExtension, Result, params};
use serde::Serialize;
use visitorseal::Contact;

#[derive(Serialize)]
pub struct Message {
    pub id: i64,
    /// `visitor`, `agent`, or `auto` for the desk's automatic answer.
    pub from: String,
    pub text: String,
    pub at: i64,
}

/// The owner of a conversation.
pub enum Owner {
    Contact(i64),
    /// The token of an earlier conversation, if the visitor has one.
    Anonymous(Option<String>),
}

/// Finds or creates the owner's conversation, and returns its id and its token.
pub fn find_or_create(transaction: &Connection, brand: &str, owner: &Owner) -> Result<(i64, Option<String>)> {
    match owner {
        Owner::Contact(contact) => {
            let insert = "INSERT INTO conversations (brand, contact) VALUES (?, ?)
                ON CONFLICT DO UPDATE SET brand = brand RETURNING id";
            let id = transaction.prepare_cached(insert)?.query_row(params![brand, contact], |row| row.get(0))?;
            Ok((id, None))
        }
        Owner::Anonymous(token) => {
            let select = "SELECT id FROM conversations WHERE token = ? AND brand = ?";
            let known =
                transaction.prepare_cached(select)?.query_row(params![token, brand], |row| row.get(0)).optional()?;
            if let (Some(id), Some(token)) = (known, token) {
                return Ok((id, Some(token.clone())));
            }
            let token = format!("{:032x}", rand::random::<u128>());
            let insert = "INSERT INTO conversations (brand, token) VALUES (?, ?)";
            transaction.prepare_cached(insert)?.execute([brand, &token])?;
            Ok((transaction.last_insert_rowid(), Some(token)))
        }
    }
}

pub fn add(transaction: &Connection, conversation: i64, from: &str, text: String, at: i64) -> Result<Message> {
    let insert = "INSERT INTO messages (conversation, sender, text, at) VALUES (?, ?, ?, ?)";
    transaction.prepare_cached(insert)?.execute(params![conversation, from, text, at])?;
    Ok(Message { id: transaction.last_insert_rowid(), from: from.to_owned(), text, at })
}

/// The latest messages of a contact's conversation, oldest first, with the placeholders in agents' messages filled.
///
/// The database keeps the placeholders. They are filled each time a visitor reads the message.
pub fn messages_of_contact(connection: &Connection, contact_id: i64, contact: &Contact) -> Result<Vec<Message>> {
    let select = "SELECT id FROM conversations WHERE contact = ?";
    let Some(conversation) = connection.prepare_cached(select)?.query_row([contact_id], |row| row.get(0)).optional()?
    else {
        return Ok(Vec::new());
    };
    let mut messages = latest_messages(connection, conversation)?;
    for message in messages.iter_mut().filter(|message| message.from == "agent") {
        message.text = contact.fill(&message.text);
    }
    Ok(messages)
}

/// The latest messages of a conversation, oldest first, with their placeholders.
pub fn latest_messages(connection: &Connection, conversation: i64) -> Result<Vec<Message>> {
    let select = "SELECT id, sender, text, at FROM
        (SELECT * FROM messages WHERE conversation = ? ORDER BY id DESC LIMIT 200) ORDER BY id";
    connection
        .prepare_cached(select)?
        .query_map([conversation], |row| {
            Ok(Message { id: row.get(0)?, from: row.get(1)?, text: row.get(2)?, at: row.get(3)? })
        })?
        .collect()
}

pub fn exists(connection: &Connection, conversation: i64) -> Result<bool> {
    connection.prepare_cached("SELECT 1 FROM conversations WHERE id = ?")?.exists([conversation])
}
