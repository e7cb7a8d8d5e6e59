//! A hostile scheme file of 64 KiB is refused or loaded within bounds. Timings decide nothing here: what would take long is
//! refused by its number or its depth, and `core/src/scheme/size.rs` counts the bytes that are read.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::panic)]

use visitorseal::{Code, Scheme, Settings, Signer, Verifier, Visitor};

const LARGEST: usize = 64 * 1024;
const SECRET: &str = "a secret of some length";
const NOW: u64 = 1_795_132_800;

const HEAD: &str =
    "name = 'acme'\nvendor = 'Acme'\ndocument = 'https://acme.example'\nread = 2026-11-20\ncontact = ['{id}']\n";
const SIGNATURE: &str = "[signature]\nkind = 'hmac'\nhash = 'sha256'\nsecret = 'text'\nresult = 'hex'\n";
const MESSAGE: &str = "message = '{id}'\n";
const FIELDS: &str = "[fields]\nid = '{id}'\nhash = '{signature}'\n";

/// A file of 64 KiB: its beginning, as many numbered pieces as fit, and its end. A piece has its number at each `#`.
fn file(before: &[&str], piece: &str, after: &str) -> String {
    let mut file = before.concat();
    for number in 0.. {
        let next = piece.replace('#', &format!("a{number}"));
        if file.len() + next.len() + after.len() > LARGEST {
            break;
        }
        file.push_str(&next);
    }
    file + after
}

fn refused(file: &str, reason: &str) {
    let error = Scheme::parse(file).unwrap_err();
    assert_eq!(error.code(), Code::SchemeMalformed);
    assert!(error.reason().contains(reason), "{}", error.reason());
}

#[test]
fn thousands_of_values_are_refused_wherever_they_stand() {
    const TOO_MANY: &str = "more than 1024 keys and items";
    let start = [HEAD, SIGNATURE, MESSAGE];
    let scheme = [HEAD, SIGNATURE, MESSAGE, FIELDS];
    let page = [HEAD, SIGNATURE, MESSAGE, FIELDS, "[page]\nglobal = 'acme'\nscript = 'f({fields})'\n"];
    for (before, piece, after) in [
        (&scheme[..], "# = '{attributes.#}'\n", ""),
        (&scheme, "# = 1\n", ""),
        (&scheme, "# = {b = '{attributes.#}'}\n", ""),
        (&scheme, "# = {'*' = '{attributes}'}\n", ""),
        (&scheme, "[fields.#]\nb = 1\n", ""),
        (&scheme, "[settings.#]\nabout = 'a'\nform = 'text'\n", ""),
        (&scheme, "[signatures.#]\nmessage = '{id}'\n", ""),
        (&scheme, "[[example]]\nsource = 'a'\nvisitor = {id = '1'}\n", ""),
        (&scheme, "# = 1\n", "[page.tag]\nsrc = 'https://acme.example/a.js'\n"),
        (&[HEAD, SIGNATURE, "message = ["], "'{id}',", &format!("]\n{FIELDS}")),
        (&[HEAD, SIGNATURE, MESSAGE, "samples = ["], "'#',", &format!("]\n{FIELDS}")),
        (
            &[
                HEAD,
                SIGNATURE,
                "message = '{payload}'\n[signature.payload]\nform = 'json'\nencoding = 'none'\nmembers = {",
            ],
            "# = '{attributes.#}',",
            &format!("z = '{{id}}'}}\n{FIELDS}"),
        ),
        (&start, "[refused.#]\n", FIELDS),
        (&[HEAD, SIGNATURE, MESSAGE, FIELDS, "[page]\nglobal = 'acme'\nscript = ['f({fields})',"], "'#',", "]\n"),
        (&page[..], "[page.replace.#]\n", ""),
        (
            &[HEAD, SIGNATURE, MESSAGE, FIELDS, "[page]\nglobal = 'acme'\nscript = 'f({fields})'\nprefill = ["],
            "'id',",
            "]\n",
        ),
    ] {
        refused(&file(before, piece, after), TOO_MANY);
    }
    let contacts = HEAD.replace("['{id}']", "[");
    refused(&file(&[&contacts], "'{id}',", &format!("]\n{SIGNATURE}{MESSAGE}{FIELDS}")), TOO_MANY);
}

#[test]
fn tables_are_nested_at_most_16_deep_and_never_overflow_the_stack() {
    const TOO_DEEP: &str = "nested more than 16 levels deep";
    let scheme = [HEAD, SIGNATURE, MESSAGE, FIELDS].concat();
    let header = |depth: usize| format!("{scheme}[fields.{}a]\nb = '{{email}}'\n", "a.".repeat(depth));
    Scheme::parse(&header(12)).unwrap();
    refused(&header(70), TOO_DEEP);
    refused(&format!("{scheme}a = {}{}\n", "[".repeat(70), "]".repeat(70)), TOO_DEEP);
    // Dotted keys in inline tables nest nearly 5000 tables, more than a stack of 2 MiB holds.
    let nested = format!("{}a = {{", "a.".repeat(70)).repeat(70);
    refused(&format!("{scheme}{nested}b = 1{}\n", "}".repeat(70)), TOO_DEEP);
    // The TOML parser refuses what is deeper.
    for deep in [format!("[fields.{}a]\n", "a.".repeat(30_000)), format!("a = {}", "[".repeat(60_000))] {
        refused(&format!("{scheme}{deep}"), "The TOML is not valid");
    }
}

#[test]
fn a_text_has_at_most_16_placeholders_and_separators_of_256_bytes() {
    const TOO_MANY: &str = "more than 16 placeholders";
    const TOO_LONG: &str = "more than 256 bytes";
    let setting = "[settings.app]\nabout = 'a'\nform = 'text'\nrequired = true\n";
    let text = |message: &str| format!("{HEAD}{SIGNATURE}ambiguous = 'x'\nmessage = '{message}'\n{FIELDS}");
    for (message, reason) in [
        ("{id}".repeat(10_000), TOO_MANY),
        ("{id}:".repeat(10_000), TOO_MANY),
        (format!("{{id}}{}b", "a".repeat(60_000)), TOO_LONG),
        ("}".repeat(60_000), "has no {"),
        ("{".repeat(60_000), "has no }"),
    ] {
        refused(&text(&message), reason);
    }
    refused(
        &file(
            &[HEAD, setting, SIGNATURE, MESSAGE, "[fields]\nid = '{id}'\nhash = '"],
            "{settings.app}:",
            "{signature}'\n",
        ),
        TOO_MANY,
    );
}

#[test]
fn page_code_has_at_most_64_slots_and_thousands_of_brackets_and_quotes() {
    let page = |key: &str| [HEAD, SIGNATURE, MESSAGE, FIELDS, "[page]\n", key].concat();
    let code = page("forget = 'g()'\nglobal = 'acme'\nscript = 'f({fields});");
    for (piece, reason) in [
        ("{fields.id};", "more than 64 slots"),
        ("{fields};", "at most once"),
        ("{", "A bracket has no end"),
        ("(", "A bracket has no end"),
        ("}", "without the bracket"),
        ("/* ", "no end"),
        ("{id}", "Write {fields.id}"),
    ] {
        refused(&file(&[&code], piece, "'\n"), reason);
    }
    refused(&file(&[&code, "\""], "\"\"", "'\n"), "A quote of the page code has no end");
    refused(&file(&[&page("url = 'https://acme.example/?{fields}")], "&{fields.id}", "'\n"), "more than 64 slots");
    let attributes: String = (0..64).map(|number| format!("data-a{number} = '{{fields.id}}'\n")).collect();
    refused(
        &[&page("[page.tag]\nsrc = 'https://acme.example/a.js'\n"), &*attributes].concat(),
        "at most 64 attributes",
    );
}

#[test]
fn the_attributes_have_one_place() {
    let stars = "'*' = '{attributes}'\n[fields.more]\n'*' = '{attributes}'\n";
    refused(&[HEAD, SIGNATURE, MESSAGE, FIELDS, stars].concat(), "\"*\" occurs twice");
}

#[test]
fn what_a_file_of_64_kib_makes_is_a_few_times_as_large() {
    let page = |code: &str| [HEAD, SIGNATURE, MESSAGE, FIELDS, "[page]\n", code].concat();
    let code = page("forget = 'g()'\nglobal = 'acme'\nscript = 'f({fields});");
    let scheme = [HEAD, SIGNATURE, MESSAGE, FIELDS].concat();
    for text in [
        file(&["refused = {status = 401, error = '"], "é", &format!("'}}\n{scheme}")),
        file(&[&scheme, "b = '"], "é", "'\n"),
        file(&[&scheme, "'"], "é", "' = '{name}'\n"),
        file(&[&code], "{}", "'\n"),
        file(&[&code], "\"\";", "'\n"),
        file(&[&code], "/**/", "'\n"),
        file(&[&page("url = 'https://acme.example/?{fields}")], "&a", "'\n"),
        file(&[&page("at_once = 'f({fields})'\nforget = 'f();")], ";", "'\n"),
    ] {
        let scheme = Scheme::parse(&text).unwrap();
        assert!(scheme.to_json().len() <= 4 * text.len(), "{}", scheme.to_json().len());
        let signer = Signer::new(&scheme, SECRET, &Settings::new()).unwrap();
        let signed = signer.sign(&Visitor::new().id("1").name("Jane"), NOW).unwrap();
        assert!(signed.fields_json().len() <= 4 * text.len());
        let pages = [signed.script(None), signed.url(), signer.forget_script(None), signer.anonymous_script(None)];
        // A script has the runtime too, of less than 8 KiB.
        assert!(pages.into_iter().flatten().all(|page| page.len() <= 4 * text.len() + 8192));
        Verifier::new(&scheme, [SECRET]).unwrap().verify(signed.fields(), NOW).unwrap();
    }
}
