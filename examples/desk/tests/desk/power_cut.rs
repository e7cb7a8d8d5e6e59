//! What the desk has acknowledged is there after it was killed in the middle of writes.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use rusqlite::Connection;
use serde_json::json;
use tempfile::tempdir;

use crate::house::{Desk, jane};

const CUTS: usize = 20;
const WRITERS: usize = 8;

#[test]
fn an_acknowledged_message_survives_twenty_kills() {
    let folder = tempdir().unwrap();
    let mut acknowledged = HashSet::new();
    for cut in 0..CUTS {
        let desk = Desk::start(folder.path());
        let done = AtomicUsize::new(0);
        let write = |writer: usize| {
            let mut mine = Vec::new();
            for at in 0.. {
                let text = format!("{cut} {writer} {at}");
                let body = json!({"fields": jane("bookbag"), "text": text}).to_string();
                match desk.try_post("/brands/bookbag/messages", &body) {
                    Ok((200, _)) => mine.push(text),
                    Ok((status, said)) => panic!("{status} {said}"),
                    Err(_) => break,
                }
                done.fetch_add(1, Ordering::Relaxed);
            }
            mine
        };
        thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
            // A different moment each time, with all of them at it.
            while done.load(Ordering::Relaxed) < WRITERS * (cut + 2) {
                thread::sleep(Duration::from_millis(1));
            }
            desk.kill();
            acknowledged.extend(writers.into_iter().flat_map(|writer| writer.join().unwrap()));
        });
    }
    assert!(acknowledged.len() > CUTS * WRITERS);
    let desk = Desk::start(folder.path());
    assert_eq!(desk.open("bookbag", &jane("bookbag")).1["status"], "verified");
    let database = Connection::open(folder.path().join("data/desk.db")).unwrap();
    let mut select = database.prepare("SELECT text FROM messages WHERE sender = 'visitor'").unwrap();
    let kept: HashSet<String> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(acknowledged.difference(&kept).count(), 0);
    println!("{} acknowledged, {} kept, {CUTS} kills", acknowledged.len(), kept.len());
}
