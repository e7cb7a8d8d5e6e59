//! `explain_page`: what a page's HTML says of its visitor. The fields of the vendors' snippets come from the vectors of
//! a second implementation, and the code from the scheme files.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{cell::Cell, fs, path::PathBuf};

use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};
use visitorseal::{
    Explainer, Page, PageExplanation, Settings, Signer, StatementForm, Visitor, scheme, schemes, schemes_of_page,
};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "the agent's signing secret";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn explain_bookbag(page: &str) -> PageExplanation {
    Explainer::new(&scheme("bookbag").unwrap(), [SECRET]).unwrap().explain_page(page.as_bytes(), NOW).unwrap()
}

fn codes(explained: &PageExplanation) -> Vec<&str> {
    explained.findings().iter().map(|finding| finding.code()).collect()
}

fn signer(secret: &str) -> Signer {
    Signer::new(&scheme("bookbag").unwrap(), secret, &Settings::new()).unwrap()
}

fn jane() -> Visitor {
    Visitor::new()
        .id("user-123")
        .name("Jane </script> & \"D\u{f6}e\" \\ 'x'")
        .email("jane@example.com")
        .attribute("n", -1.5)
}

fn bookbag() -> Page {
    Page::new(&scheme("bookbag").unwrap(), &Settings::new()).unwrap()
}

/// A page with this in its body.
fn html(body: &str) -> String {
    format!(
        "<!doctype html>\n<html><head><title><script></title><script src='/visitorseal/bookbag.js'></script></head>\n<body>\n{body}\n</body></html>\n"
    )
}

/// The page code of a scheme file with literals in the places of the slots, as somebody writes it by hand.
fn by_hand(code: &Value, fields: &Map<String, Value>) -> String {
    let statements: Vec<&str> = match code {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().map(|text| text.as_str().unwrap()).collect(),
        _ => Vec::new(),
    };
    let named: Vec<&String> = fields
        .keys()
        .filter(|name| {
            statements
                .iter()
                .any(|text| text.contains(&format!("{{fields.{name}}}")) || text.contains(&format!("{{fetch.{name}}}")))
        })
        .collect();
    let rest: Map<String, Value> = fields
        .iter()
        .filter(|(name, _)| !named.contains(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut out = String::new();
    for text in statements {
        let mut text = text.replace("{fields}", &Value::Object(rest.clone()).to_string());
        for name in &named {
            let literal = fields[*name].to_string();
            text = text.replace(&format!("{{fields.{name}}}"), &literal);
            text = text.replace(&format!("{{fetch.{name}}}"), &format!("function (done) {{ done({literal}); }}"));
        }
        // A statement whose value is absent is left out.
        if !text.contains("{fields.") && !text.contains("{fetch.") {
            out.push_str(&text);
            out.push('\n');
        }
    }
    out
}

/// A part of a scheme file as JSON.
fn json_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Array(list) => list.iter().map(|item| json_of(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let member =
                |(name, value): (_, &toml::Spanned<DeValue<'_>>)| (ToString::to_string(name), json_of(value.get_ref()));
            Value::Object(table.iter().map(|(name, value)| member((name.get_ref(), value))).collect())
        }
        _ => Value::Null,
    }
}

/// The first vector of each scheme: the scheme, the file's `[page]`, the fields, the signature, the key and the settings.
fn signed_by_another(run: impl Fn(&str, &Value, &Map<String, Value>, &str, &[u8], u64, &Settings)) {
    let cases: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(root().join("tests/vectors/sign.json")).unwrap()).unwrap();
    for name in schemes() {
        let file = fs::read_to_string(root().join(format!("core/schemes/{name}.toml"))).unwrap();
        let file = DeTable::parse(&file).unwrap();
        let page = file.get_ref().get("page").map_or(Value::Null, |page| json_of(page.get_ref()));
        // A hand-written page escapes nothing, so hostile values end its script.
        let is_hostile = |case: &&Value| case["id"].as_str().unwrap().ends_with("-hostile");
        let case =
            cases.iter().filter(|case| case["scheme"] == name && case["fields"].is_object() && !is_hostile(case));
        // The one with most fields.
        let case = case.max_by_key(|case| case["fields"].as_object().map_or(0, Map::len));
        let Some(case) = case.filter(|_| page.get("script").or(page.get("at_once")).or(page.get("tag")).is_some())
        else {
            continue;
        };
        let key = match (case["secret"].as_str(), case["secret_file"].as_str()) {
            (Some(secret), _) => secret.as_bytes().to_vec(),
            (_, file) => {
                fs::read(root().join("tests/vectors/keys").join(file.unwrap().replace("private", "public"))).unwrap()
            }
        };
        let settings = Settings::from_object(case["settings"].as_object().cloned().unwrap_or_default()).unwrap();
        let signature = case["signature"].as_str().unwrap();
        let now = case["now"].as_u64().unwrap_or(NOW);
        run(name, &page, case["fields"].as_object().unwrap(), signature, &key, now, &settings);
    }
}

#[test]
fn every_vendors_snippet_with_literals_is_found_and_verified() {
    let tried = Cell::new(0);
    signed_by_another(|name, page, fields, signature, key, now, settings| {
        let mut code = by_hand(&page["at_once"], fields) + &by_hand(&page["script"], fields);
        if let Some(tag) = page["tag"].as_object() {
            let values = tag.iter().filter_map(|(attribute, value)| {
                let field = value.as_str()?.strip_prefix("{fields.")?.strip_suffix('}')?;
                Some(format!(" {attribute}='{}'", fields.get(field)?.as_str()?))
            });
            code = format!("{code}</script><script src='https://example.com/w.js'{}>", values.collect::<String>());
        }
        // Settings that a vector does not have can take a statement away.
        if !code.contains(signature) {
            return;
        }
        let page = html(&format!("<script>\n(function () {{\n{code}\n}})();</script>"));
        let explain = |page: &str| {
            Explainer::new(&scheme(name).unwrap(), [key])
                .unwrap()
                .settings(settings)
                .unwrap()
                .explain_page(page.as_bytes(), now)
                .unwrap()
        };
        let explained = explain(&page);
        // Code that puts an object together has no literal of it.
        if code.contains("function (") && codes(&explained) == ["page_not_literal"] {
            return;
        }
        assert!(explained.is_verified(), "{name}: {}\n{page}", explained.to_json());
        let [statement] = explained.statements() else { panic!("{name}: {}\n{page}", explained.to_json()) };
        assert_eq!((statement.form(), statement.state()), (StatementForm::Snippet, "signed"), "{name}");
        tried.set(tried.get() + 1);
    });
    assert!(tried.get() > 30, "{}", tried.get());
}

#[test]
fn the_element_and_the_script_of_this_library_are_found_and_verified() {
    let signed = signer(SECRET).sign(&jane(), NOW).unwrap();
    for (form, body) in [
        (StatementForm::Element, signed.element(None).unwrap()),
        (StatementForm::Element, signed.element(Some("/visitor?a=1&b=2")).unwrap()),
        (StatementForm::Script, signed.script(None).unwrap()),
        (StatementForm::Script, signed.script(Some("bm9uY2U=")).unwrap()),
    ] {
        let page = html(&body);
        let explained = explain_bookbag(&page);
        assert!(explained.is_verified(), "{}", explained.to_json());
        assert_eq!(codes(&explained), [] as [&str; 0]);
        let [statement] = explained.statements() else { panic!("{}", explained.to_json()) };
        assert_eq!((statement.form(), statement.state()), (form, "signed"));
        assert_eq!(statement.mark(), signed.mark());
        assert!(statement.line() >= 4, "{}", statement.line());
        let mut names: Vec<&str> = statement.field_names().collect();
        names.sort_unstable();
        assert_eq!(names, ["user_hash", "user_id", "user_metadata"]);
        assert_eq!(schemes_of_page(page.as_bytes()), ["bookbag"]);
    }
    let json: Value = serde_json::from_str(&explain_bookbag(&html(&signed.element(None).unwrap())).to_json()).unwrap();
    let statement = &json["statements"][0];
    assert_eq!((&json["verified"], &json["findings"]), (&json!(true), &json!([])));
    assert_eq!(
        [&statement["form"], &statement["state"], &statement["line"], &statement["verified"]],
        [&json!("element"), &json!("signed"), &json!(4), &json!(true)]
    );
}

#[test]
fn a_wrong_signature_on_a_page_is_explained_as_explain_does() {
    let page = html(&signer("another secret of the site").sign(&jane(), NOW).unwrap().element(None).unwrap());
    let explained = explain_bookbag(&page);
    assert!(!explained.is_verified());
    assert_eq!(explained.statements()[0].findings()[0].code(), "secret_unknown");
    let page = html("<script>\nwindow.bookbag('identify', {user_id: 'user-123', userHash: 'ab'});</script>");
    let explained = explain_bookbag(&page);
    let codes: Vec<&str> = explained.statements()[0].findings().iter().map(|finding| finding.code()).collect();
    assert_eq!(codes, ["field_misspelt", "signature_malformed"]);
    assert_eq!(explained.statements()[0].line(), 5);
}

#[test]
fn a_page_of_nobody_is_said_plainly() {
    let page = bookbag();
    for (body, expected) in [
        (String::new(), "page_empty"),
        (
            "<script>track({user_id: '42'})</script><!-- <visitorseal-visitor scheme=bookbag state=signed> -->".into(),
            "page_empty",
        ),
        (page.anonymous_script(None).unwrap(), "page_anonymous"),
        (page.anonymous_element().unwrap(), "page_anonymous"),
        (page.forget_script(None).unwrap(), "page_forget"),
        ("<script>bookbag('identify', null)</script>".into(), "page_empty"),
        ("<script>bookbag('identify', currentUser)</script>".into(), "page_not_literal"),
        ("<script>bookbag('identify', {user_id: user.id, user_hash: hash})</script>".into(), "page_not_literal"),
    ] {
        let explained = explain_bookbag(&html(&body));
        assert!(!explained.is_verified(), "{body}");
        assert_eq!(codes(&explained), [expected], "{body}");
    }
    let fernand = Page::new(&scheme("fernand").unwrap(), &Settings::new()).unwrap();
    let prefilled = fernand.prefill(&Visitor::new().email("jane@example.com")).unwrap();
    for body in [prefilled.script(None).unwrap(), prefilled.element(None).unwrap()] {
        let fernand = scheme("fernand").unwrap();
        let body = format!("<script src='/assets/fernand.js'></script>{body}");
        let explained = Explainer::new(&fernand, [SECRET]).unwrap().explain_page(body.as_bytes(), NOW).unwrap();
        assert_eq!((explained.is_verified(), codes(&explained)), (false, vec!["page_prefill"]), "{body}");
    }
    let intercom = scheme("intercom").unwrap();
    let page = b"<script>window.intercomSettings = {app_id: 'abc'};</script>";
    let explained = Explainer::new(&intercom, [SECRET]).unwrap().explain_page(page, NOW).unwrap();
    assert_eq!(codes(&explained), ["page_anonymous"]);
}

#[test]
fn several_visitors_on_one_page_are_found_and_one_visitor_in_two_forms_is_one() {
    let sign = |id: &str| signer(SECRET).sign(&Visitor::new().id(id), NOW).unwrap();
    let (one, two) = (sign("42"), sign("43"));
    let by_hand = |signed: &visitorseal::Signed| {
        format!(
            "<script>bookbag('identify', {{user_hash: '{}', user_id: {}}})</script>",
            signed.signature().unwrap(),
            signed.fields()["user_id"]
        )
    };
    let element = |signed: &visitorseal::Signed| signed.element(None).unwrap();
    for body in [
        element(&one) + &one.script(None).unwrap(),
        element(&one) + &by_hand(&one),
        by_hand(&one) + &by_hand(&one),
        by_hand(&one)
            + "<script>bookbag('identify', {user_id: 42, user_hash: '"
            + one.signature().unwrap()
            + "', name: 'J'})</script>",
    ] {
        let explained = explain_bookbag(&html(&body));
        assert!(explained.is_verified(), "{body}: {}", explained.to_json());
    }
    for body in
        [element(&one) + &element(&two), one.script(None).unwrap() + &by_hand(&two), by_hand(&one) + &by_hand(&two)]
    {
        let explained = explain_bookbag(&html(&body));
        assert_eq!((explained.is_verified(), codes(&explained)), (false, vec!["page_several_visitors"]), "{body}");
        assert!(explained.statements().iter().all(visitorseal::PageStatement::is_verified));
    }
    let contradiction = explain_bookbag(&html(&(element(&one) + &bookbag().anonymous_element().unwrap())));
    assert_eq!((contradiction.is_verified(), codes(&contradiction)), (false, vec!["page_contradiction"]));
}

#[test]
fn the_headers_say_whether_caches_may_keep_the_page() {
    let signed = signer(SECRET).sign(&jane(), NOW).unwrap().element(None).unwrap();
    let nobody = bookbag().anonymous_element().unwrap();
    for (headers, body, expected) in [
        ("HTTP/2 200\r\ncache-control: private, no-store\r\n\r\n", &signed, false),
        ("HTTP/2 200\r\ncache-control: public, max-age=60\r\n\r\n", &signed, true),
        ("HTTP/2 200\r\nvary: cookie\r\n\r\n", &signed, true),
        ("HTTP/1.1 200 OK\n\n", &signed, true),
        ("HTTP/2 200\r\nvary: cookie\r\n\r\n", &nobody, false),
        ("HTTP/2 200\r\nvary: accept\r\n\r\n", &nobody, true),
        ("HTTP/2 200\r\n\r\n", &String::new(), false),
    ] {
        let explained = explain_bookbag(&format!("{headers}{}", html(body)));
        assert_eq!(codes(&explained).contains(&"page_cacheable"), expected, "{headers}{body}");
        // The signature is right all the same.
        assert_eq!(explained.is_verified(), *body == signed, "{headers}");
    }
    let explained = explain_bookbag("HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n");
    assert!(explained.findings()[0].reason().contains("302"), "{}", explained.to_json());
    let explained =
        Explainer::new(&scheme("bookbag").unwrap(), [SECRET]).unwrap().explain_page(b"\x1f\x8b\x08\0\0", NOW).unwrap();
    assert!(explained.findings()[0].reason().contains("compressed"), "{}", explained.to_json());
}

#[test]
fn a_page_that_shows_the_secret_is_refused_and_the_secret_is_not_repeated() {
    let signed = signer(SECRET).sign(&jane(), NOW).unwrap().element(None).unwrap();
    for body in [
        format!("{signed}<script>const s = \"{SECRET}\"</script>"),
        format!("<script>bookbag('identify', {{user_id: '42', user_hash: \"{SECRET}\"}})</script>"),
    ] {
        let explained = explain_bookbag(&html(&body));
        assert_eq!((explained.is_verified(), codes(&explained)[0]), (false, "page_shows_secret"));
        assert!(!format!("{} {explained:?}", explained.to_json()).contains(SECRET));
    }
}

#[test]
fn schemes_live_side_by_side() {
    let thread = Signer::new(
        &scheme("thread").unwrap(),
        SECRET,
        &Settings::new().with("app_id", "00000000-0000-4000-8000-000000000000"),
    )
    .unwrap();
    let thread = thread.sign(&Visitor::new().email("jane@example.com"), NOW).unwrap();
    let page =
        html(&(thread.script(None).unwrap() + &signer(SECRET).sign(&jane(), NOW).unwrap().element(None).unwrap()));
    assert_eq!(schemes_of_page(page.as_bytes()), ["thread", "bookbag"]);
    let explained = explain_bookbag(&page);
    assert_eq!((explained.is_verified(), codes(&explained)), (true, vec!["page_other_scheme"]));
}

#[test]
fn pasted_code_stands_beside_our_script_and_is_no_second_visitor() {
    let folder = root().join("tests/vectors/keys");
    let (private, public) =
        (fs::read(folder.join("rsa-2048.private.pem")).unwrap(), fs::read(folder.join("rsa-2048.public.pem")).unwrap());
    let settings = Settings::new()
        .with("embed_code", "<script>panelCode.customerData('JWT_TOKEN');</script>")
        .with("lifetime", "60");
    let orlo = scheme("orlo").unwrap();
    let signed = Signer::new(&orlo, &private, &settings).unwrap().sign(&Visitor::new().name("Jane"), NOW).unwrap();
    let script = signed.script(None).unwrap();
    let token = signed.signature().unwrap();
    for body in [script, format!("<script>panelCode.customerData('{token}');</script>")] {
        let explain = |now| Explainer::new(&orlo, [&public]).unwrap().explain_page(body.as_bytes(), now).unwrap();
        let explained = explain(NOW);
        assert!(explained.is_verified() && explained.statements().len() == 1, "{body}: {}", explained.to_json());
        assert_eq!(explain(NOW + 61).statements()[0].findings()[0].code(), "token_expired");
    }
}

#[test]
fn an_element_that_cannot_be_read_and_a_scheme_without_page_code_are_errors_in_words() {
    let explained =
        explain_bookbag("<visitorseal-visitor scheme=bookbag state=signed fields='{\"user_id\":1,\"user_id\":2}'>");
    assert_eq!(explained.statements()[0].findings()[0].code(), "fields_malformed");
    let error = Explainer::new(&scheme("sela").unwrap(), [SECRET]).unwrap().explain_page(b"", NOW).unwrap_err();
    assert_eq!(error.code().as_str(), "not_offered");
}

/// From Python: hmac.new(SECRET, b"user-123", "sha256").
const USER_123: &str = "8038e22e2bb8cc8e7048be1b29f0cf43cd2c468c75037229bfb2d5fb79a9ea48";

#[test]
fn a_call_that_repeats_what_was_read_or_has_no_signed_field_is_no_second_statement() {
    let intercom = scheme("intercom").unwrap();
    let explain = |body: &str| Explainer::new(&intercom, [SECRET]).unwrap().explain_page(body.as_bytes(), NOW).unwrap();
    let settings = format!(
        "<script>window.intercomSettings = {{app_id: 'abc', user_id: 'user-123', user_hash: '{USER_123}'}};</script>\n"
    );
    for code in [
        // The end of Intercom's own loader.
        "(function(){var w=window;var ic=w.Intercom;if(typeof ic===\"function\"){ic('reattach_activator');ic('update',w.intercomSettings);}else{var d=document;var i=function(){i.c(arguments);};i.q=[];i.c=function(args){i.q.push(args);};w.Intercom=i;}})();",
        "window.Intercom(\"update\", window.intercomSettings)",
        "Intercom(\"update\", {last_request_at: Date.now()});",
        "Intercom('update', {name: document.title, 'Another name': 1});",
        "Intercom('update', {app_id: 'abc', hide_default_launcher: true})",
        "Intercom('shutdown'); window.intercomSettings = undefined;",
    ] {
        let code = format!("<script>{code}</script>\n");
        for page in [settings.clone() + &code, code.clone() + &settings] {
            let explained = explain(&page);
            assert!(explained.is_verified(), "{page}: {}", explained.to_json());
            assert_eq!((codes(&explained), explained.statements().len()), (vec![], 1), "{page}");
        }
    }
    for code in ["Intercom('update', {last_request_at: Date.now()})", "Intercom('update', {last_request_at: 1})"] {
        assert_eq!(codes(&explain(&format!("<script>{code}</script>"))), ["page_empty"], "{code}");
    }
    let explained = explain(&(settings + "\n<script>Intercom('update', currentUser())</script>"));
    assert_eq!(codes(&explained), ["page_not_literal"]);
    assert!(explained.findings()[0].reason().starts_with("Line 3 of the page"), "{}", explained.to_json());
}

#[test]
fn a_visitor_in_a_variable_of_another_script_is_followed() {
    let call = "<script>bookbag('identify', visitor)</script>";
    let set = format!("<script>const visitor = {{user_id: 'user-123', user_hash: '{USER_123}'}};</script>");
    let explained = explain_bookbag(&html(&(set.clone() + call)));
    assert_eq!((explained.is_verified(), codes(&explained)), (true, vec![]));
    let explained = explain_bookbag(&html(&(set + "<script>visitor = load()</script>" + call)));
    assert_eq!(codes(&explained), ["page_not_literal"]);
}

#[test]
fn a_page_of_nobody_that_caches_keep_signs_out_everyones_widget() {
    let answer = |body: &str| format!("HTTP/1.1 200 OK\nCache-Control: public, max-age=60\n\n{body}");
    let reason = |body: &str| explain_bookbag(&answer(body)).findings()[0].reason().to_owned();
    for body in [bookbag().anonymous_element().unwrap(), bookbag().forget_script(None).unwrap()] {
        let reason = reason(&body);
        assert!(reason.contains("nobody is signed in") && reason.contains("signed out"), "{reason}");
    }
    let signed = signer(SECRET).sign(&jane(), NOW).unwrap().element(None).unwrap();
    assert!(reason(&signed).contains("who the visitor is"), "{}", reason(&signed));
}

#[test]
fn an_element_that_the_template_escapes_is_named() {
    let element = signer(SECRET).sign(&jane(), NOW).unwrap().element(None).unwrap();
    for (less, greater) in [("&lt;", "&gt;"), ("&#60;", "&#62;"), ("&#x3C;", ">")] {
        let page = html(&element.replace('<', less).replace('>', greater));
        assert_eq!(codes(&explain_bookbag(&page)), ["page_escaped"], "{page}");
    }
    let page = html(&(element.clone() + "<code>&lt;visitorseal-visitor&gt;</code>"));
    assert!(!codes(&explain_bookbag(&page)).contains(&"page_escaped"));
    assert_eq!(codes(&explain_bookbag(&html("<code>visitorseal-visitor &lt;b&gt;</code>"))), ["page_empty"]);
}

#[test]
fn an_element_without_its_file_is_mentioned_and_is_no_error() {
    let signed = signer(SECRET).sign(&jane(), NOW).unwrap();
    let element = signed.element(None).unwrap();
    for (script, expected) in [
        ("", vec!["page_no_file"]),
        ("<script src='/widget.js'></script>", vec!["page_no_file"]),
        ("<script src='https://example.com/bookbag/app.js'></script>", vec!["page_no_file"]),
        ("<script src=/visitorseal/bookbag.js></script>", vec![]),
        ("<script src='bookbag-0c175b9c0f1b.js?v=1'></script>", vec![]),
        ("<script>customElements.define('visitorseal-visitor', class extends HTMLElement {})</script>", vec![]),
    ] {
        let explained = explain_bookbag(&(script.to_owned() + &element));
        assert_eq!((explained.is_verified(), codes(&explained)), (true, expected), "{script}");
    }
    assert_eq!(codes(&explain_bookbag(&signed.script(None).unwrap())), [] as [&str; 0]);
}

#[test]
fn what_to_check_after_a_right_signature_fits_the_form() {
    let signed = signer(SECRET).sign(&jane(), NOW).unwrap();
    let by_hand = format!("<script>bookbag('identify', {{user_id: 'user-123', user_hash: '{USER_123}'}})</script>");
    for (body, expected) in [
        (signed.element(None).unwrap(), "anonymous element"),
        (signed.script(None).unwrap(), "anonymous script"),
        (by_hand, "forget script"),
    ] {
        let explained = explain_bookbag(&html(&body));
        let statement = &explained.statements()[0];
        assert!(statement.is_verified(), "{body}");
        let fixes: Vec<(&str, &str)> = statement.findings().iter().map(|one| (one.code(), one.fix())).collect();
        let is_by_hand = expected == "forget script";
        assert_eq!(fixes.iter().any(|(code, _)| *code == "check_started_late"), is_by_hand, "{fixes:?}");
        let (_, fix) = fixes.iter().find(|(code, _)| *code == "check_switch_of_users").unwrap();
        assert!(fix.contains(expected), "{fix}");
    }
}

#[test]
fn a_page_of_another_scheme_alone_is_not_said_to_state_both() {
    let other = Page::new(&scheme("fernand").unwrap(), &Settings::new()).unwrap().anonymous_element().unwrap();
    let explained = explain_bookbag(&html(&other));
    assert_eq!(codes(&explained), ["page_empty", "page_other_scheme"]);
    assert_eq!(explained.findings()[1].reason(), "The page states a visitor for fernand.");
    let explained = explain_bookbag(&html(&(other + &bookbag().anonymous_script(None).unwrap())));
    assert_eq!(explained.findings()[1].reason(), "The page states a visitor for fernand too.");
}
