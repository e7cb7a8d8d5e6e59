//! Conversations: a contact has one; an anonymous visitor's is known by a token that nobody can guess.

use rusqlite::{Connection, OptionalExtension, Result, params};
use serde::Serialize;
use visitorseal::Contact;

#[derive(Serialize)]
pub struct Message {
    pub id: i64,
    /// `visitor`, `agent`, or `auto` for what the desk writes by itself.
    pub from: String,
    pub text: String,
    pub at: i64,
}

/// Whose conversation it is.
pub enum Owner {
    Contact(i64),
    /// The token of one that goes on, if it is one.
    Anonymous(Option<String>),
}

/// The owner's conversation, begun where there is none, and its token if it has one.
pub fn of(transaction: &Connection, brand: &str, owner: &Owner) -> Result<(i64, Option<String>)> {
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

/// The latest messages of a contact's conversation, oldest first, with the contact in what agents wrote.
///
/// What is kept is what was written: a text is filled once, for the visitor who reads it.
pub fn of_contact(connection: &Connection, contact_id: i64, contact: &Contact) -> Result<Vec<Message>> {
    let select = "SELECT id FROM conversations WHERE contact = ?";
    let Some(conversation) = connection.prepare_cached(select)?.query_row([contact_id], |row| row.get(0)).optional()?
    else {
        return Ok(Vec::new());
    };
    let mut messages = latest(connection, conversation)?;
    for message in messages.iter_mut().filter(|message| message.from == "agent") {
        message.text = contact.fill(&message.text);
    }
    Ok(messages)
}

/// The latest messages of a conversation as they were written, oldest first.
pub fn latest(connection: &Connection, conversation: i64) -> Result<Vec<Message>> {
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
