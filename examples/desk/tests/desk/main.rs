//! The desk over HTTP, as the widgets and its own page call it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod hostile;
mod kill;
mod setup;

use serde_json::{Value, json};
use setup::{Desk, jane, key};
use tempfile::tempdir;

const BRANDS: [&str; 5] = ["reamaze", "fernand", "orlo", "bookbag", "thread"];

fn texts(messages: &Value) -> Vec<&str> {
    messages.as_array().unwrap().iter().map(|message| message["text"].as_str().unwrap()).collect()
}

#[test]
fn a_signed_visitor_of_every_brand_is_greeted_and_sees_earlier_messages() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    for brand in BRANDS {
        let (status, body) = desk.say(brand, &jane(brand), "Where is my parcel?");
        assert_eq!((status, &body["status"]), (200, &json!("verified")), "{brand}: {body}");
        assert_eq!(body["conversation"], Value::Null, "a contact needs no token");
        let (status, opened) = desk.open(brand, &jane(brand));
        assert_eq!((status, &opened["status"]), (200, &json!("verified")), "{brand}");
        let name = if brand == "thread" { "jane@example.com" } else { "Jane Doe" };
        assert_eq!(opened["greeting"], json!(format!("Hello {name}")));
        assert_eq!(texts(&opened["messages"])[0], "Where is my parcel?");
    }
}

#[test]
fn the_example_of_the_vendors_page_verifies() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    let key = json!({"key": "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce"}).to_string();
    assert_eq!(desk.post("/desk/brands/fernand/keys", &key).0, 204);
    let richard = json!({
        "name": "Richard",
        "email": "richard@piedpiper.com",
        "hash": "fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244",
    });
    let (status, verified) = desk.post("/brands/fernand/verify", &richard.to_string());
    assert_eq!((status, &verified["contact"], &verified["key"]), (200, &json!("richard@piedpiper.com"), &json!(0)));
    assert_eq!(verified["signed"], json!({"email": "richard@piedpiper.com"}));
}

#[test]
fn each_policy_treats_a_missing_and_a_wrong_signature_as_documented() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    let missing = json!({"user_metadata": {"name": "Jane Doe"}});
    let mut wrong = jane("bookbag");
    wrong["user_id"] = "user-124".into();
    let refused = |code: &str| (401, json!("identity_unverified"), json!(code));
    let anonymous = (200, Value::Null, Value::Null);
    for (policy, to_missing, to_wrong) in [
        ("required", refused("signature_missing"), refused("signature_mismatch")),
        ("optional", anonymous.clone(), refused("signature_mismatch")),
        ("observe", anonymous.clone(), anonymous.clone()),
    ] {
        assert_eq!(desk.put("brands/bookbag/policy", &json!({"policy": policy})), 204);
        for (fields, expected) in [(&missing, to_missing), (&wrong, to_wrong)] {
            let (status, body) = desk.open("bookbag", fields);
            assert_eq!((status, body["error"].clone(), body["code"].clone()), expected, "{policy}");
            if status == 200 {
                assert_eq!((&body["status"], &body["messages"]), (&json!("anonymous"), &json!([])));
                assert!(!body["greeting"].as_str().unwrap().contains("Jane"), "the greeting has no unsigned name");
            }
        }
        assert_eq!(desk.open("bookbag", &jane("bookbag")).1["status"], "verified");
    }
    assert_eq!(desk.put("brands/bookbag/policy", &json!({"policy": "none"})), 422);
}

#[test]
fn an_anonymous_visitor_continues_with_a_token_and_sees_no_earlier_messages() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    let (_, first) = desk.say("bookbag", &json!({}), "Hello?");
    let token = first["conversation"].as_str().unwrap();
    assert_eq!(token.len(), 32);
    let again = json!({"fields": {}, "text": "Anyone?", "conversation": token}).to_string();
    assert_eq!(desk.post("/brands/bookbag/messages", &again).1["conversation"], token);
    let guessed = json!({"fields": {}, "text": "Anyone?", "conversation": "0".repeat(32)}).to_string();
    assert_ne!(desk.post("/brands/bookbag/messages", &guessed).1["conversation"], "0".repeat(32));
    let elsewhere = desk.post("/brands/fernand/messages", &again);
    assert_ne!(elsewhere.1["conversation"], token, "another brand's");
    assert_eq!(desk.open("bookbag", &json!({})).1["messages"], json!([]));
}

#[test]
fn placeholders_are_filled_in_agents_messages_and_not_in_visitors_messages() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    desk.say("bookbag", &jane("bookbag"), "I am {{contact.name}}");
    let conversation = desk.get("state")["contacts"][0]["conversation"].clone();
    let reply = json!({"text": "Dear {{contact.name}}, on the plan {{contact.attr.plan}}"}).to_string();
    assert_eq!(desk.post(&format!("/desk/conversations/{conversation}/reply"), &reply).0, 204);
    let opened = desk.open("bookbag", &jane("bookbag")).1;
    let texts = texts(&opened["messages"]);
    assert_eq!((texts[0], texts[2]), ("I am {{contact.name}}", "Dear Jane Doe, on the plan growth"));
}

#[test]
fn a_key_is_added_and_removed_while_the_desk_runs() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    let verify = || desk.post("/brands/bookbag/verify", &jane("bookbag").to_string());
    assert_eq!(verify().1["key"], 0);
    assert_eq!(desk.delete("brands/bookbag/keys/0"), 422, "the last key stays");
    assert_eq!(desk.post("/desk/brands/bookbag/keys", r#"{"key": "a new secret of some length"}"#).0, 204);
    assert_eq!(verify().1["key"], 1);
    let keys = desk.get("state")["brands"][3]["keys"].clone();
    assert_eq!((&keys[0]["matched"], &keys[1]["matched"]), (&json!(0), &json!(2)));
    assert_eq!(desk.delete("brands/bookbag/keys/1"), 204);
    assert_eq!(verify().0, 401);
    let (status, body) = desk.post("/desk/brands/orlo/keys", r#"{"key": "no PEM"}"#);
    assert_eq!((status, &body["code"]), (422, &json!("key_malformed")));
}

#[test]
fn a_refused_visit_is_explained_when_a_person_opens_it() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    let mut upper = jane("reamaze");
    upper["authkey"] = upper["authkey"].as_str().unwrap().to_uppercase().into();
    assert_eq!(desk.open("reamaze", &upper).0, 401);
    let id = desk.get("state")["visits"][0]["id"].clone();
    let visit = desk.get(&format!("visits/{id}"));
    assert_eq!((&visit["status"], &visit["findings"][0]["code"]), (&json!("refused"), &json!("result_upper_case")));
    let tried = desk.post("/desk/brands/reamaze/try", &upper.to_string()).1;
    assert_eq!((&tried["status"], &tried["findings"]), (&json!("refused"), &visit["findings"]));
    assert_eq!(desk.get("state")["visits"][0]["id"], id, "the desk does not store what a person tries");
}

#[test]
fn a_bad_request_gets_a_code_and_does_not_stop_the_desk() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    // Only a little too large: a client that still sends may miss the response.
    let huge = "x".repeat(262_145);
    let long = json!({"fields": {}, "text": "x".repeat(5000)}).to_string();
    let deep = format!(r#"{{"fields": {}{}}}"#, r#"{"a":"#.repeat(20_000), "}".repeat(20_000));
    for (path, body, expected, code) in [
        ("/brands/bookbag/open", huge.as_str(), 413, "body_too_large"),
        ("/brands/bookbag/open", "", 400, "body_malformed"),
        ("/brands/bookbag/open", r#"{"fields": "#, 400, "body_malformed"),
        ("/brands/bookbag/open", &deep, 400, "body_malformed"),
        ("/brands/bookbag/open", "[]", 422, "body_type"),
        ("/brands/bookbag/open", "{}", 422, "body_type"),
        ("/brands/bookbag/open", r#"{"fields": {}, "fields": {}}"#, 422, "body_type"),
        ("/brands/bookbag/open", r#"{"fields": 5}"#, 401, "fields_malformed"),
        ("/brands/bookbag/open", r#"{"fields": {"user_id": "a", "user_id": "b"}}"#, 401, "fields_malformed"),
        ("/brands/bookbag/open", r#"{"fields": {"user_id": "a", "user_hash": 5}}"#, 401, "signature_malformed"),
        ("/brands/bookbag/messages", r#"{"fields": {}, "text": 5}"#, 422, "body_type"),
        ("/brands/bookbag/messages", r#"{"fields": {}, "text": " "}"#, 422, "text_length"),
        ("/brands/bookbag/messages", &long, 422, "text_length"),
        ("/brands/nobody/open", r#"{"fields": {}}"#, 404, "not_found"),
        ("/brands/bookbag/verify", "null", 401, "fields_malformed"),
        ("/nowhere", "{}", 404, "not_found"),
    ] {
        let (status, response) = desk.post(path, body);
        assert_eq!((status, &response["code"]), (expected, &json!(code)), "{path} {}", &body[..body.len().min(80)]);
    }
    let mut token = jane("orlo");
    token["jwt"] = format!("{}A", token["jwt"].as_str().unwrap()).into();
    for _ in 0..10_000 {
        assert_eq!(desk.post("/brands/orlo/verify", &token.to_string()).0, 401);
    }
    assert_eq!(desk.open("orlo", &jane("orlo")).1["status"], "verified");
    assert_eq!(desk.get("state")["visits"].as_array().unwrap().len(), 50);
}

#[test]
fn a_page_of_another_origin_may_use_the_calls_of_the_widgets_and_no_others() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    let allowed = |path| {
        let answer = desk.preflight(path, "http://shop.example");
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        (header("access-control-allow-origin"), header("access-control-allow-headers"))
    };
    for path in ["/brands/bookbag/open", "/brands/bookbag/messages"] {
        assert_eq!(allowed(path), (Some("*".to_owned()), Some("content-type".to_owned())), "{path}");
    }
    for path in ["/desk/state", "/desk/brands/bookbag/keys"] {
        assert_eq!(allowed(path), (None, None), "{path}");
    }
}

#[test]
fn only_the_desks_own_page_may_use_the_calls_of_the_agents() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    for (header, value, expected) in [
        ("origin", "http://shop.example", 403),
        ("host", "shop.example", 403),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 200),
        ("origin", &desk.address, 200),
    ] {
        assert_eq!(desk.get_with("state", header, value), expected, "{header}: {value}");
    }
}

#[test]
fn the_desk_shows_no_secret() {
    let folder = tempdir().unwrap();
    let desk = Desk::start(folder.path());
    for brand in BRANDS {
        let mut forged = jane(brand);
        forged["email"] = "other@example.com".into();
        desk.open(brand, &forged);
        desk.open(brand, &jane(brand));
    }
    let state = desk.get("state");
    let visits: Vec<Value> =
        state["visits"].as_array().unwrap().iter().map(|visit| desk.get(&format!("visits/{}", visit["id"]))).collect();
    let output = format!("{}{state}{}", desk.page(), json!(visits));
    assert!(output.contains("jane@example.com"));
    for brand in ["reamaze", "fernand", "bookbag", "thread"] {
        assert!(!output.contains(&key(brand)), "{brand}");
    }
}
