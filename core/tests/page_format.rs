//! `[page]` of a scheme file: what it makes of a visitor, and errors that name line, key and fix.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::{collection::vec, prelude::*, sample::select};
use visitorseal::{Code, Error, FileForm, Page, Scheme, Settings, Signed, Signer, Statement, Visitor};

const NOW: u64 = 1_795_132_800;

/// HMAC-SHA256 of `42` with the secret, by `printf 42 | openssl dgst -sha256 -hmac 'a secret of some length'`.
const MAC: &str = "d1e9921bdbff909191a5956e102fccfff66c12596e44327b30692a5d16fb22a6";

/// The first line of what a test adds to `[page]`.
const FIRST: usize = 29;

/// A scheme file with this `[page]`. Page code needs `forget`: its first line, if the test has none.
fn toml(page: &str) -> String {
    let own = page.split("[page.").next().unwrap_or_default();
    let has_code = ["at_once =", "script ="].iter().any(|key| own.contains(key)) || page.contains("[page.tag]");
    let forget = if has_code && !page.contains("forget =") { "forget = \"forgotten();\"" } else { "#" };
    format!(
        r#"name = "acme"
vendor = "Acme"
document = "https://help.acme.example/sign-in"
read = 2026-11-20
[settings.app]
about = "the app"
form = "text"
[settings.site]
about = "the site"
form = "name"
[settings.address]
about = "the address"
form = "address"
[settings.html]
about = "the code"
form = "html"
[signature]
kind = "hmac"
hash = "sha256"
secret = "text"
message = "{{id}}"
result = "hex"
[fields]
uid = "{{id}}"
mac = "{{signature}}"
called = "{{name}}"
[page]
{forget}
{page}"#
    )
}

fn settings() -> Settings {
    let address = "https://forum.example.com/";
    Settings::new().with("app", "a\"<&é").with("site", "shop-1").with("address", address).with("html", "<p>WORD</p>")
}

fn signer(page: &str) -> Signer {
    let scheme = Scheme::parse(&toml(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
    Signer::new(&scheme, "a secret of some length", &settings()).unwrap()
}

fn signed(page: &str, visitor: &Visitor) -> Signed {
    signer(page).sign(visitor, NOW).unwrap()
}

fn jane() -> Visitor {
    Visitor::new().id("42").name("Jane \"<&é")
}

fn refused(page: &str) -> Error {
    match Scheme::parse(&toml(page)) {
        Ok(_) => panic!("accepted: {page}"),
        Err(error) => error,
    }
}

#[test]
fn an_error_names_line_key_and_fix() {
    for (page, field, line, fix) in [
        ("at_once = \"f({id}, {fields})\"", "page.at_once", 0, "Write {fields.uid}, the field that holds it."),
        ("at_once = [\"f({fields});\",\n\"g({name});\"]", "page.at_once", 1, "Write {fields.called}, the field"),
        ("at_once = \"f({email}, {fields})\"", "page.at_once", 0, "Add a field with this value to [fields]"),
        ("at_once = \"f({fields.id})\"", "page.at_once", 0, "Write {fields.uid}, the field that holds {id}."),
        ("at_once = \"f({fields.nosuch})\"", "page.at_once", 0, "[fields] has no field \"nosuch\"."),
        ("at_once = [\"if (a) {\", \"f({fields}) }\"]", "page.at_once", 0, "} is missing"),
        ("at_once = [\"f({fields});\", \" \"]", "page.at_once", 0, "The statement is empty."),
        ("at_once = []", "page.at_once", 0, "The list is empty."),
        ("at_once = 5", "page.at_once", 0, "Write text or a list of texts."),
        ("at_once = [5]", "page.at_once", 0, "Write text."),
        ("at_once = \"f({fields.uid}, {fields.mac})\"", "page.script", -2, "The field called has no place."),
        ("at_once = [\"f({fields});\", \"g({fields});\"]", "page.script", -2, "at most once"),
        ("script = \"f({fields})\"", "page.global", -2, "belongs in at_once"),
        ("at_once = \"f()\"", "page.script", -2, "no slot for the visitor"),
        ("at_once = \"f({fields})\"\nforget = [\"f();\", \"g({fields.uid});\"]", "page.forget", -2, "Remove {fields}."),
        ("forget = \"f()\"", "page.forget", -2, "no page code that sets a visitor"),
        ("at_once = \"f({fields})\"\nupdate = \"g({fields})\"", "page.update", -2, "there is no script"),
        (
            "global = \"a\"\nscript = \"f({fields})\"\nupdate = \"g({fields}, {fields})\"",
            "page.update",
            -2,
            "at most once",
        ),
        ("at_once = \"f({fields})\"\nkept = \"\"", "page.kept", 1, "Write one sentence"),
        ("at_once = \"f({fields})\"\nscript_place = \"head\"", "page.script_place", 1, "\"anywhere\" or \"fixed\" or"),
        ("script_place = \"fixed\"", "page.script_place", -2, "Remove script_place."),
        ("global = \"a..b\"", "page.global", 0, "without window"),
        ("global = \"a.\"", "page.global", 0, "without window"),
        ("ready = \"a; b\"", "page.ready", 0, "Write a JavaScript expression"),
        ("ready = \"{id}\"", "page.ready", 0, "{id} is not a slot"),
        ("ready_event = \"a'b\"", "page.ready_event", 0, "letters, digits"),
        ("at_once = \"f({fields})\"\nprefill = \"called\"", "page.prefill", 1, "Write a list of fields, or a table."),
        ("at_once = \"f({fields})\"\nprefill = [\"nosuch\"]", "page.prefill", 1, "[fields] has no such field."),
        (
            "at_once = \"f({fields.mac}, {fields})\"\nprefill = [\"called\"]",
            "page.prefill",
            1,
            "Give this page a script of its own.",
        ),
        ("[page.prefill]\nat_once = \"f({fields})\"", "page.prefill.fields", 0, "is missing."),
        ("[page.prefill]\nfields = [\"called\"]\nat_once = \"f({fields.uid})\"", "page.prefill.script", 0, "Add it to"),
        ("[page.prefill]\nfields = [\"called\"]\nat_once = \"f()\"", "page.prefill", 0, "no place on this page"),
        ("[page.anonymous]\nfields = []", "page.anonymous.fields", 0, "is missing."),
        (
            "[page.anonymous]\nat_onec = \"f()\"\nat_once = \"f()\"",
            "page.anonymous.at_onec",
            1,
            "There is no key at_onec",
        ),
        ("[page.tag]\ndata-id = \"{fields.uid}\"", "page.tag.src", 0, "is missing."),
        ("[page.tag]\nsrc = \"http://x.example/\"", "page.tag.src", 1, "must begin with https://"),
        ("[page.tag]\nsrc = \"https://x.example/{fields.uid}\"", "page.tag.src", 1, "An address may contain"),
        ("[page.tag]\nsrc = \"https://x.example/?{fields}\"", "page.tag.src", 1, "same for each visitor"),
        ("[page.tag]\nsrc = \"https://x.example/\"\ndata-id = \"{id}\"", "page.tag.data-id", 2, "Write {fields.uid}"),
        ("[page.tag]\nsrc = \"https://x.example/\"\ndata-id = \"x{fields.uid}\"", "page.tag.data-id", 2, "one whole"),
        ("[page.tag]\nsrc = \"https://x.example/\"\nasync = false", "page.tag.async", 2, "Remove this key"),
        ("url = \"http://x.example/?{fields}\"", "page.url", 0, "must begin with https://"),
        ("url = \"https://x.example/\"", "page.url", 0, "no slot for the visitor"),
        ("url = \"https://x.example/?{id}\"", "page.url", 0, "{fields.NAME}"),
        ("url = \"https://{settings.app}.example/?{fields}\"", "page.url", 0, "must have the form \"name\""),
        ("url = \"{settings.app}/?{fields}\"", "page.url", 0, "must have the form \"address\""),
        ("url = \"https://x.example/?{fields}&a={settings.html}\"", "page.url", 0, "has no place in an address"),
        ("url = \"{settings.address}\"", "page.replace", -2, "Add an entry with the value \"{signature}\"."),
    ] {
        let error = refused(page);
        assert_eq!((error.code(), error.field()), (Code::SchemeMalformed, Some(field)), "{page}: {error}");
        let line = FIRST.checked_add_signed(line).unwrap();
        assert!(error.reason().starts_with(&format!("line {line}: ")), "{page}: {error}");
        assert!(error.reason().contains(fix), "{page}: {error}");
    }
}

#[test]
fn a_tag_has_the_visitor_in_its_attributes() {
    let page = r#"
[page.tag]
src = "https://{settings.site}.acme.example/w.js?app={settings.app}&b=1"
async = true
type = "text/javascript"
data-app = "{settings.app}"
data-id = "{fields.uid}"
data-hash = "{fields.mac}"
data-name = "{fields.called}"
"#;
    let call = r#"visitorseal.tag({"src": "https://shop-1.acme.example/w.js?app=a%22%3C%26%C3%A9\u0026b=1", "async": "", "type": "text/javascript", "data-app": "a\u0022\u003c\u0026\u00e9", "data-id": fields["uid"], "data-hash": fields["mac"], "data-name": fields["called"]}, nonce);"#;
    let html = signed(page, &jane()).script(None).unwrap();
    assert!(html.contains(call), "{html}");
    assert!(
        html.ends_with(&format!(r#"{{"uid":"42","mac":"{MAC}","called":"Jane \u0022\u003c\u0026\u00e9"}});</script>"#))
    );

    let scheme = Scheme::parse(&toml(page)).unwrap();
    let without = Signer::new(&scheme, "a secret of some length", &Settings::new()).unwrap();
    let error = without.sign(&jane(), NOW).unwrap().script(None).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingMissing, Some("site")));
}

#[test]
fn a_tag_comes_after_the_code_that_it_reads() {
    let page =
        "at_once = \"window.acme = {fields};\"\n[page.tag]\nsrc = \"https://x.example/\"\ndata-id = \"{fields.uid}\"";
    let html = signed(page, &Visitor::new().id("42")).script(None).unwrap();
    let code = "window.acme = rest;\nvisitorseal.tag({\"src\": \"https://x.example/\", \"data-id\": fields[\"uid\"]}, nonce);\n";
    assert!(html.contains(code), "{html}");
}

#[test]
fn a_tag_takes_no_attribute_that_is_code_or_an_address() {
    for name in
        ["onload", "on", "nonce", "href", "srcdoc", "style", "is", "Data-id", "\"data id\"", "\"a>b\"", "\"\"", "_a"]
    {
        let page = format!("[page.tag]\nsrc = \"https://x.example/\"\n{name} = \"x\"\ndata-id = \"{{fields.uid}}\"");
        let error = refused(&page);
        assert!(error.field().unwrap().starts_with("page.tag"), "{error}");
    }
}

#[test]
fn an_address_has_the_fields_percent_encoded() {
    for (url, expected) in [
        (
            "{settings.address}/sso?{fields}",
            format!("https://forum.example.com/sso?uid=42&mac={MAC}&called=Jane%20%22%3C%26%C3%A9"),
        ),
        (
            "{settings.address}?{fields}",
            format!("https://forum.example.com/?uid=42&mac={MAC}&called=Jane%20%22%3C%26%C3%A9"),
        ),
        (
            "https://{settings.site}.example/u/{fields.uid}?s={fields.mac}&to={settings.address}&{fields}",
            format!(
                "https://shop-1.example/u/42?s={MAC}&to=https%3A%2F%2Fforum.example.com%2F&called=Jane%20%22%3C%26%C3%A9"
            ),
        ),
    ] {
        assert_eq!(signed(&format!("url = \"{url}\""), &jane()).url().unwrap(), expected);
    }
    let page = "url = \"https://x.example/{fields.called}?s={fields.mac}&{fields}\"";
    let error = signed(page, &Visitor::new().id("42")).url().unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::FieldMissing, Some("called")));
    for name in ["..", "."] {
        let error = signed(page, &Visitor::new().id("42").name(name)).url().unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::FieldInvalid, Some("called")));
    }
    let prefilled = "url = \"https://x.example/?{fields}\"\nprefill = [\"called\"]";
    assert_eq!(signer(prefilled).prefill(&jane()).unwrap().url().unwrap_err().code(), Code::NotOffered);
}

#[test]
fn an_address_in_a_setting_ends_before_its_query() {
    let scheme = Scheme::parse(&toml("url = \"{settings.address}/sso?{fields}\"")).unwrap();
    for address in ["https://x.example/?a", "https://x.example/#a"] {
        let error = Page::new(&scheme, &Settings::new().with("address", address)).unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::SettingInvalid, Some("address")));
    }
    let signer = Signer::new(&scheme, "a secret of some length", &Settings::new()).unwrap();
    let error = signer.sign(&jane(), NOW).unwrap().url().unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingMissing, Some("address")));
}

#[test]
fn an_app_takes_any_signature_on_one_line_and_pasted_code_only_a_plain_one() {
    let open = "at_once = \"f({fields})\"\nurl = \"https://x.example/?{fields}\"";
    let pasted = "url = \"{settings.address}\"\n[page.replace]\nWORD = \"{signature}\"";
    let take = |page: &str, signature: &str| {
        let settings = Settings::new().with("address", "https://x.example/?WORD");
        let page = Page::new(&Scheme::parse(&toml(page)).unwrap(), &settings).unwrap();
        let fields = format!("{{\"mac\":{signature}}}");
        let json = format!("{{\"scheme\":\"acme\",\"signature\":{signature},\"fields\":{fields}}}");
        Signed::from_json(&page, json.as_bytes())
    };
    for signature in ["+/a=", "sha256=0f", "0f 0e 1", "</script>'\\\"\u{e9}\u{2028}"] {
        let signature = format!("\"{signature}\"").replace("\\\"", "\\u0022");
        let signed = take(open, &signature).unwrap();
        let script = signed.script(None).unwrap();
        let (_, fields) = script.rsplit_once("{\"mac\":\"").unwrap();
        let inside = fields.strip_suffix("\"});</script>").unwrap();
        assert!(inside.is_ascii() && !inside.contains(['<', '>', '&', '"']), "{script}");
        let url = signed.url().unwrap();
        let value = url.strip_prefix("https://x.example/?mac=").unwrap();
        assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), "{url}");
        assert_eq!(take(pasted, &signature).unwrap_err().code(), Code::SignatureMalformed);
    }
    assert_eq!(take(pasted, "\"a.b-c_0\"").unwrap().url().unwrap(), "https://x.example/?a.b-c_0");
    let large = format!("\"{}\"", "x".repeat(64 * 1024 + 1));
    for signature in ["\"\"", "\"a\\nb\"", "\"\\u0085\"", "5", &large] {
        assert_eq!(take(open, signature).unwrap_err().code(), Code::SignatureMalformed);
    }
}

/// A binding passes texts that it kept.
#[test]
fn a_signature_that_is_not_plain_never_comes_into_pasted_code() {
    let page = "url = \"{settings.address}\"\n[page.replace]\nWORD = \"{signature}\"";
    let settings = Settings::new().with("address", "https://x.example/?WORD");
    let page = Page::new(&Scheme::parse(&toml(page)).unwrap(), &settings).unwrap();
    for signature in ["a+b", "a b", "a'b", "a&b=c"] {
        assert_eq!(page.url(Some(signature)).unwrap_err().code(), Code::SignatureMalformed);
    }
    assert_eq!(page.url(Some("a.b")).unwrap(), "https://x.example/?a.b");
}

/// A file of almost 64 KiB with much of everything that repeats.
#[test]
fn a_large_scheme_file_makes_a_bounded_page_or_is_refused() {
    let large = |start: &str, piece: &str, end: &str| {
        let page = format!("{start}{}{end}", piece.repeat(63_000 / piece.len()));
        assert!(toml(&page).len() < 64 * 1024);
        Scheme::parse(&toml(&page))
    };
    for (start, piece, end) in [
        ("at_once = \"", "f({fields.uid});", "f({fields});\""),
        ("at_once = [\"f({fields})\",", "\"g({fields.called})\",", "]"),
        ("at_once = \"f({fields}); ", "{", "\""),
        ("at_once = \"f({fields}); ", "{fields.", "\""),
        ("url = \"https://x.example/?{fields}", "&a={fields.uid}", "\""),
        ("[page.tag]\nsrc = \"https://x.example/\"\n", "data-id", " = \"{fields.uid}\""),
        ("ready = \"", "(", "\""),
        ("global = \"a", ".a", "\""),
    ] {
        match large(start, piece, end) {
            Err(error) => assert_eq!(error.code(), Code::SchemeMalformed),
            Ok(scheme) => {
                let signer = Signer::new(&scheme, "a secret of some length", &settings()).unwrap();
                let long = Visitor::new().id("1").name("é".repeat(20_000));
                let script = signer.sign(&long, NOW).unwrap().script(None).map_or(0, |script| script.len());
                assert!(script < 200_000_000 / 10, "{script} bytes from {start}{piece}");
            }
        }
    }
    let many = |piece: fn(usize) -> String| (0..200).map(piece).collect::<String>();
    let tag = "[page.tag]\nsrc = \"https://x.example/\"\n";
    for page in [
        format!("{tag}{}", many(|at| format!("data-a{at} = \"{{fields.called}}\"\n"))),
        format!("[page.replace]\n{}", many(|at| format!("WORD{at} = \"{{signature}}\"\n"))),
    ] {
        let error = refused(&page);
        assert!(error.reason().contains("Remove the others."), "{error}");
    }
}

#[test]
fn a_page_without_code_offers_no_script_and_no_element() {
    let signed = signed("url = \"https://x.example/?{fields}\"", &jane());
    assert_eq!(signed.script(None).unwrap_err().code(), Code::NotOffered);
    assert_eq!(signed.element(None).unwrap_err().code(), Code::NotOffered);
    let page = signer("url = \"https://x.example/?{fields}\"");
    assert_eq!(page.forget_script(None).unwrap(), "");
    assert_eq!(page.anonymous_script(None).unwrap(), "");
    assert_eq!(page.anonymous_element().unwrap_err().code(), Code::NotOffered);
    assert_eq!(page.page().file(FileForm::Script).unwrap_err().code(), Code::NotOffered);
}

#[test]
fn a_file_refuses_pasted_code_that_would_keep_it_from_running() {
    let file = |code: &str| {
        let settings = Settings::new().with("embed_code", code);
        Page::new(&visitorseal::scheme("orlo").unwrap(), &settings).unwrap().file(FileForm::Script)
    };
    for good in [
        "<script>chat('JWT_TOKEN');</script>",
        "<script type=\"text/JavaScript\">chat(\"JWT_TOKEN\");</script><script type=\"module\" src=\"https://x.example/a.js\"></script>",
    ] {
        assert!(file(good).unwrap().contains("chat(fields[\"jwt\"]);"), "{good}");
    }
    for bad in [
        "<script type=\"application/json\">{\"token\": \"JWT_TOKEN\"}</script>",
        "<script type=module>import chat from '/chat.js'; chat('JWT_TOKEN');</script>",
        r#"<script>chat("{\"token\": \"JWT_TOKEN\"}");</script>"#,
    ] {
        let error = file(bad).unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::SettingInvalid, Some("embed_code")), "{bad}");
    }
}

proptest! {
    /// Page code from pieces that an HTML parser could take for the end of the script, with values of every type.
    #[test]
    fn page_code_never_ends_its_script(
        pieces in vec(select(&PIECES[..]), 0..12),
        value in select(&["-1", "true", "null", "\"</script><!--\"", "[-1]", "{\"a\":\"--><\"}"][..]),
        is_list: bool,
    ) {
        let quote = |text: &str| serde_json::to_string(text).unwrap();
        let statements: Vec<String> = pieces.iter().map(|piece| quote(piece)).collect();
        let code = if is_list { statements.join(",") } else { quote(&pieces.concat()) };
        let page = format!("at_once = [\"f({{fields}})\", {code}]\nforget = [{code}]");
        if let Ok(scheme) = Scheme::parse(&toml(&page)) {
            let page = Page::new(&scheme, &Settings::new()).unwrap();
            let fields = format!("{{\"uid\":{value},\"called\":{value}}}");
            for html in [page.script(Statement { fields: &fields, signature: Some("s"), mark: None }, None).unwrap(), page.forget_script(None).unwrap()] {
                let code = html.strip_prefix("<script data-turbo-temporary hx-history=\"false\">").unwrap();
                let code = code.strip_suffix("</script>").unwrap();
                let lower = code.to_lowercase();
                prop_assert!(code.is_ascii() && !lower.contains("</script") && !lower.contains("<!--"), "{}", html);
            }
        }
    }
}

const PIECES: [&str; 20] = [
    "<",
    "/",
    "!",
    "-",
    "--",
    "</",
    "script",
    ">",
    "<!",
    "<!-",
    "</scrip",
    "t",
    "{fields.uid}",
    "{fields.called}",
    "'",
    "\\",
    "f(",
    ")",
    "\n",
    "//",
];
