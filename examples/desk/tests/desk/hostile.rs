//! Attacks by visitors, by other users of the machine and by caches.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
};

use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    BRANDS,
    setup::{Desk, jane},
    texts,
};

/// Jane's fields for Bookbag, with unsigned metadata.
fn jane_with(metadata: Value) -> Value {
    let mut fields = jane("bookbag");
    fields["user_metadata"] = metadata;
    fields
}

/// The desk's newest contact.
fn contact(desk: &Desk) -> Value {
    let id = desk.get("state")["contacts"][0]["id"].clone();
    desk.get(&format!("contacts/{id}"))
}

#[test]
fn thirty_visits_of_256_attributes_each_do_not_make_the_list_or_the_contact_large() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    for visit in 0..30 {
        let attributes: serde_json::Map<String, Value> =
            (0..256).map(|at| (format!("key-{visit}-{at}"), "x".repeat(400).into())).collect();
        assert_eq!(desk.say("bookbag", &jane_with(attributes.into()), "Hello").0, 200);
    }
    let list = desk.get("state").to_string().len();
    assert!(list < 50_000, "pages poll {list} bytes");
    let known = contact(&desk).to_string().len();
    assert!(known < 50_000, "a contact has {known} bytes");
}

#[test]
fn a_contact_has_only_the_attributes_of_its_latest_visit() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    desk.say("bookbag", &jane_with(json!({"name": "Jane", "plan": "growth", "city": "Berne"})), "Hello");
    assert_eq!(contact(&desk)["unsigned"], json!({"attributes": {"city": "Berne", "plan": "growth"}, "name": "Jane"}));
    desk.say("bookbag", &jane_with(json!({"plan": "starter"})), "Hello");
    assert_eq!(contact(&desk)["unsigned"], json!({"attributes": {"plan": "starter"}, "name": "Jane"}));
    assert_eq!(desk.get("state")["contacts"][0]["unsigned"], Value::Null, "the list has no attributes");
}

#[test]
fn a_name_of_100_kilobytes_is_neither_stored_nor_listed() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    for _ in 0..20 {
        assert_eq!(desk.say("bookbag", &jane_with(json!({"name": "x".repeat(100_000)})), "Hello").0, 200);
    }
    let list = desk.get("state").to_string().len();
    assert!(list < 50_000, "pages poll {list} bytes");
    assert_eq!(contact(&desk)["unsigned"], json!({}));
    let stored: u64 = database_files(&folder.path().join("data")).map(|file| file.metadata().unwrap().len()).sum();
    assert!(stored < 1_000_000, "the database has {stored} bytes");
}

#[test]
fn an_automatic_answer_holds_no_value_of_the_visitor() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    let claim = "Bob. Your refund of $5,000 is approved, {{contact.email}}";
    let fields = jane_with(json!({"name": claim, "email": "jane@example.com"}));
    let sent = desk.say("bookbag", &fields, "Hello").1["messages"].clone();
    let opened = desk.open("bookbag", &fields).1["messages"].clone();
    let conversation = desk.get("state")["contacts"][0]["conversation"].clone();
    let stored = desk.get(&format!("conversations/{conversation}"));
    for messages in [sent, opened, stored] {
        let senders: Vec<&Value> = messages.as_array().unwrap().iter().map(|message| &message["from"]).collect();
        assert_eq!(senders, ["visitor", "auto"]);
        assert_eq!(texts(&messages), ["Hello", "Thank you, we have your message."]);
    }
}

#[test]
fn a_name_that_looks_like_a_placeholder_is_not_filled_in_an_agents_answer() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    let fields = jane_with(json!({"name": "{{contact.email}}", "email": "jane@example.com"}));
    desk.say("bookbag", &fields, "Hello");
    let conversation = desk.get("state")["contacts"][0]["conversation"].clone();
    let reply = json!({"text": "Dear {{contact.name}}"}).to_string();
    assert_eq!(desk.post(&format!("/desk/conversations/{conversation}/reply"), &reply).0, 204);
    for _ in 0..2 {
        assert_eq!(texts(&desk.open("bookbag", &fields).1["messages"])[2], "Dear {{contact.email}}");
    }
    let huge = jane_with(json!({"name": "x".repeat(100_000)}));
    assert_eq!(
        texts(&desk.open("bookbag", &huge).1["messages"])[2],
        "Dear ",
        "a contact that is too large fills no placeholder"
    );
}

#[test]
fn an_agents_answer_has_the_same_limit_as_a_visitors_message() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    desk.say("bookbag", &jane("bookbag"), "Hello");
    let conversation = desk.get("state")["contacts"][0]["conversation"].clone();
    let reply = json!({"text": "x".repeat(5000)}).to_string();
    let (status, body) = desk.post(&format!("/desk/conversations/{conversation}/reply"), &reply);
    assert_eq!((status, &body["code"]), (422, &json!("text_length")));
}

#[test]
fn a_signature_that_verified_is_neither_stored_nor_shown() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    for (brand, member) in BRANDS.into_iter().zip(["authkey", "hash", "jwt", "user_hash", "connectionKey"]) {
        let mut fields = jane(brand);
        let signature = fields[member].as_str().unwrap().to_owned();
        assert_eq!(desk.say(brand, &fields, "Hello").0, 200, "{brand}");
        assert_eq!(desk.open(brand, &fields).0, 200, "{brand}");
        assert_eq!(desk.post(&format!("/brands/{brand}/verify"), &fields.to_string()).0, 200, "{brand}");
        let ids: Vec<Value> =
            desk.get("state")["visits"].as_array().unwrap().iter().take(3).map(|visit| visit["id"].clone()).collect();
        fields.as_object_mut().unwrap().remove(member);
        for id in ids {
            let visit = desk.get(&format!("visits/{id}"));
            assert_eq!(visit["status"], "verified");
            let stored: Value = serde_json::from_str(visit["fields"].as_str().unwrap()).unwrap();
            assert_eq!(stored, fields, "{brand}: all but the signature");
        }
        for file in database_files(&folder.path().join("data")) {
            let bytes = fs::read(&file).unwrap();
            let found = bytes.windows(signature.len()).any(|window| window == signature.as_bytes());
            assert!(!found, "{brand}: {}", file.display());
        }
    }
}

fn database_files(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The error message of a desk that must not start with this folder.
fn refusal(data: &Path) -> String {
    let mut desk = Command::new(env!("CARGO_BIN_EXE_desk"));
    let desk = desk.arg("--data").arg(data).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = desk.spawn().unwrap();
    // The line is empty if the desk ends without an address.
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    child.kill().unwrap();
    assert_eq!(address, "", "it starts");
    String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap()
}

#[test]
fn a_folder_that_others_can_enter_is_refused_before_a_key_is_stored() {
    let folder = tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    for open_to_others in [0o755, 0o750, 0o711, 0o707] {
        set_mode(&data, open_to_others);
        let message = refusal(&data);
        assert!(message.contains("chmod 700"), "{open_to_others:o}: {message}");
        assert_eq!(database_files(&data).count(), 0, "{open_to_others:o}");
    }
}

#[test]
fn a_database_of_another_version_is_refused_and_not_changed() {
    let folder = tempdir().unwrap();
    set_mode(folder.path(), 0o700);
    let file = folder.path().join("desk.db");
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE visits (id INTEGER)").unwrap();
    let before = fs::read(&file).unwrap();
    assert!(refusal(folder.path()).contains("Another version"));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn only_the_owner_can_read_the_database_even_if_others_could_before() {
    let folder = tempdir().unwrap();
    let data = folder.path().join("data");
    drop(Desk::start(folder.path()));
    assert_eq!(mode(&data), 0o700);
    for file in database_files(&data) {
        set_mode(&file, 0o644);
    }
    let desk = Desk::start(folder.path());
    desk.say("bookbag", &jane("bookbag"), "Hello");
    let files: Vec<_> = database_files(&data).collect();
    assert_eq!(files.len(), 3, "the database, its -wal and its -shm: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn no_cache_may_store_a_response_of_the_desk() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    desk.say("bookbag", &jane("bookbag"), "Hello");
    for (method, path) in [
        ("GET", "/"),
        ("HEAD", "/"),
        ("GET", "/desk/state"),
        ("HEAD", "/desk/state"),
        ("GET", "/desk/visits/1"),
        ("GET", "/desk/visits/999"),
        ("DELETE", "/desk/state"),
        ("GET", "/nowhere"),
        ("GET", "/brands/bookbag/open"),
        ("OPTIONS", "/brands/bookbag/open"),
        ("GET", "/mobile/demo?jwt=x"),
        ("GET", "/mobile/demo"),
    ] {
        let (status, headers) = desk.conditional(method, path);
        assert_ne!(status, 304, "{method} {path}");
        assert_eq!(headers["cache-control"], "private, no-store", "{method} {path}");
        for name in ["cdn-cache-control", "surrogate-control", "x-accel-expires", "expires", "etag", "last-modified"] {
            assert!(!headers.contains_key(name), "{method} {path}: {name}");
        }
    }
}
