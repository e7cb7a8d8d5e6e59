//! A scheme file that is wrong says where: by line and key.

use visitorseal::{Code, Scheme};

const GOOD: &str = r#"name = "acme"
vendor = "Acme"
document = "https://help.acme.example/sign-in"
read = 2026-11-20
contact = "{id}"

[settings.site]
about = "the site's name"
form = "text"

[signature]
kind = "hmac"
hash = "sha256"
secret = "text"
message = "{id}:{email}"
result = "hex"

[fields]
uid = "{id}"
mail = "{email}"
mac = "{signature}"

[page]
global = "acme"
script = "acme({fields});"

[refused]
status = 401
error = "identity_unverified"
"#;

#[test]
fn the_file_that_the_cases_spoil_is_good() {
    Scheme::parse(GOOD).unwrap();
}

#[test]
fn each_mistake_is_named_by_line_and_key() {
    // What is replaced, by what, and the key and line of the error.
    for (from, to, field, line) in [
        ("name = \"acme\"", "", Some("name"), 1),
        ("\"acme\"\nvendor", "\"Acme!\"\nvendor", Some("name"), 1),
        ("\"acme\"\nvendor", "\"3cx\"\nvendor", Some("name"), 1),
        ("vendor = \"Acme\"", "vendor = \"{fields}\"", Some("vendor"), 2),
        ("contact = \"{id}\"", "contact = \"{name}\"", Some("contact"), 5),
        ("{id}:{email}", "{id}::{email}", Some("signature.message"), 15),
        ("{id}:{email}", "{id}-:-{email}", Some("signature.message"), 15),
        ("uid = \"{id}\"", "uid = \"{id}\"\nid = \"{id}\"", Some("fields"), 18),
        ("acme({fields})", "a = b / c; acme({fields})", Some("page.script"), 25),
        ("vendor = \"Acme\"", "vendor = 5", Some("vendor"), 2),
        ("vendor = \"Acme\"", "vendor = \" \"", Some("vendor"), 2),
        ("vendor = \"Acme\"", "vendor = ", None, 2),
        ("vendor = \"Acme\"", "vendor = \"A\"\nvendor = \"B\"", None, 3),
        ("https:", "file:", Some("document"), 3),
        ("2026-11-20", "\"2026-11-20\"", Some("read"), 4),
        ("contact = \"{id}\"", "contact = \"id\"", Some("contact"), 5),
        ("contact = \"{id}\"", "contct = \"{id}\"", Some("contct"), 5),
        ("settings.site", "settings.siteName", Some("settings.siteName"), 7),
        ("settings.site", "settings.leeway", Some("settings.leeway"), 7),
        ("form = \"text\"", "form = \"txt\"", Some("settings.site.form"), 9),
        ("form = \"text\"", "form = \"text\"\nrequred = true", Some("settings.site.requred"), 10),
        ("kind = \"hmac\"", "kind = \"mac\"", Some("signature.kind"), 12),
        ("sha256", "sha1", Some("signature.hash"), 13),
        ("\"hex\"", "\"base64\"", Some("signature.result"), 16),
        ("{id}:{email}", "{id}{email}", Some("signature.message"), 15),
        ("{id}:{email}", "{id}:{mail}", Some("signature.message"), 15),
        ("{id}:{email}", "{id}:{email", Some("signature.message"), 15),
        ("{id}:{email}", "{id}:}", Some("signature.message"), 15),
        ("{id}:{email}", "user", Some("signature.message"), 15),
        ("{id}:{email}", "{id}:{name}", Some("signature.message"), 15),
        ("\"{signature}\"", "\"{sig}\"", Some("fields.mac"), 21),
        ("\"{signature}\"", "\"hmac-{signature}\"", Some("fields.mac"), 21),
        ("\"{signature}\"", "1.5", Some("fields.mac"), 21),
        ("\"{signature}\"", "\"{settings.nosuch}\"", Some("fields.mac"), 21),
        ("\"{signature}\"", "\"{signature}\"\nmac2 = \"{signature}\"", Some("fields.mac2"), 22),
        ("\"{signature}\"", "\"{signature}\"\n\"*\" = \"{id}\"", Some("fields.*"), 22),
        ("\"{signature}\"", "\"{signature}\"\n__proto__ = \"{id}\"", Some("fields.__proto__"), 22),
        ("\"{signature}\"", "5", Some("fields"), 18),
        ("global = \"acme\"\n", "", Some("page.global"), 23),
        ("global = \"acme\"", "global = \"acme.js\"", Some("page.global"), 24),
        ("acme({fields})", "acme('{fields}')", Some("page.script"), 25),
        ("acme({fields})", "acme()", Some("page.script"), 23),
        ("acme({fields})", "acme({fields}, {fields})", Some("page.script"), 23),
        ("acme({fields})", "acme({fields}</script>)", Some("page.script"), 25),
        ("[refused]", "prefill = [\"email\"]\n[refused]", Some("page.prefill"), 27),
        ("[refused]", "template = \"{settings.site}\"\n[refused]", Some("page.template"), 23),
        ("401", "200", Some("refused.status"), 28),
        ("401", "\"401\"", Some("refused.status"), 28),
        ("[refused]", "[refusal]", Some("refused"), 1),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let error = Scheme::parse(&GOOD.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.code(), Code::SchemeMalformed, "{to}");
        assert_eq!(error.field(), field, "{to}: {error}");
        assert!(error.reason().starts_with(&format!("line {line}: ")), "{to}: {error}");
    }
}

#[test]
fn a_token_scheme_and_its_template_are_held_to_their_rules() {
    let orlo = include_str!("../schemes/orlo.toml");
    for (from, to, field) in [
        ("JWT_TOKEN = \"{signature}\"", "", "page.replace"),
        ("\"{settings.widget_id}\"", "\"{settings.embed_code}\"", "page.replace.WIDGET_ID"),
        ("WIDGET_ID =", "ID =", "page.replace.ID"),
        ("\"{settings.lifetime}\"", "\"{settings.life}\"", "signature.lifetime"),
        ("required = [\"name\"]", "required = [\"nam\"]", "signature.required"),
        ("email = \"{email}\"", "exp = \"{email}\"", "signature.claims.exp"),
        ("\"RS256\"", "\"HS256\"", "signature.algorithm"),
    ] {
        let error = Scheme::parse(&orlo.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.field(), Some(field), "{error}");
    }
}

#[test]
fn size_and_nesting_are_bounded() {
    let large = format!("{GOOD}#{}", "x".repeat(70_000));
    assert_eq!(Scheme::parse(&large).unwrap_err().code(), Code::SchemeMalformed);
    let deep = GOOD.replace("\"{signature}\"", &format!("{}1{}", "{a=".repeat(2_000), "}".repeat(2_000)));
    assert_eq!(Scheme::parse(&deep).unwrap_err().code(), Code::SchemeMalformed);
}
