//! An acknowledged message is in the database after the desk was killed during writes.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use rusqlite::Connection;
use serde_json::json;
use tempfile::tempdir;

use crate::setup::{Desk, jane};

const KILLS: usize = 20;
const WRITERS: usize = 8;

#[test]
fn an_acknowledged_message_survives_twenty_kills() {
    let folder = tempdir().unwrap();
    let mut acknowledged = HashSet::new();
    for kill in 0..KILLS {
        let desk = Desk::start(folder.path());
        let done = AtomicUsize::new(0);
        let write = |writer: usize| {
            let mut acknowledged = Vec::new();
            for at in 0.. {
                let text = format!("{kill} {writer} {at}");
                let body = json!({"fields": jane("bookbag"), "text": text}).to_string();
                match desk.try_post("/brands/bookbag/messages", &body) {
                    Ok((200, _)) => acknowledged.push(text),
                    Ok((status, body)) => panic!("{status} {body}"),
                    Err(_) => break,
                }
                done.fetch_add(1, Ordering::Relaxed);
            }
            acknowledged
        };
        thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
            // A different moment each time, while all writers are at work.
            while done.load(Ordering::Relaxed) < WRITERS * (kill + 2) {
                thread::sleep(Duration::from_millis(1));
            }
            desk.kill();
            acknowledged.extend(writers.into_iter().flat_map(|writer| writer.join().unwrap()));
        });
    }
    assert!(acknowledged.len() > KILLS * WRITERS);
    let desk = Desk::start(folder.path());
    assert_eq!(desk.open("bookbag", &jane("bookbag")).1["status"], "verified");
    let database = Connection::open(folder.path().join("data/desk.db")).unwrap();
    let mut select = database.prepare("SELECT text FROM messages WHERE sender = 'visitor'").unwrap();
    let stored: HashSet<String> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(acknowledged.difference(&stored).count(), 0);
    println!("{} acknowledged, {} stored, {KILLS} kills", acknowledged.len(), stored.len());
}
