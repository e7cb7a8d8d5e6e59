//! Scheme files: what a scheme offers is what its file says, and an error names the line and the key.

use std::fs;

use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};
use visitorseal::{Code, Page, Scheme, ScriptPlace, Setting, Settings, scheme, schemes};

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
forget = "acme();"

[refused]
status = 401
error = "identity_unverified"
"#;

#[test]
fn the_unchanged_file_is_valid() {
    Scheme::parse(GOOD).unwrap();
}

#[test]
fn an_error_names_line_and_key() {
    // The text that is replaced, its replacement, and the key and line of the error.
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
        ("sha256", "sha224", Some("signature.hash"), 13),
        ("\"hex\"", "\"base32\"", Some("signature.result"), 16),
        ("\"text\"\nmessage", "\"utf8\"\nmessage", Some("signature.secret"), 14),
        ("{id}:{email}", "{id}{email}", Some("signature.ambiguous"), 11),
        ("{id}:{email}", "{id}:{mail}", Some("signature.message"), 15),
        ("{id}:{email}", "{id}:{email", Some("signature.message"), 15),
        ("{id}:{email}", "{id}:}", Some("signature.message"), 15),
        ("{id}:{email}", "user", Some("signature.message"), 15),
        ("{id}:{email}", "{id}:{name}", Some("signature.message"), 15),
        ("\"{signature}\"", "\"{sig}\"", Some("fields.mac"), 21),
        ("\"{signature}\"", "\"hmac-{signature}-{id}\"", Some("fields.mac"), 21),
        ("\"{signature}\"", "1.5", Some("fields.mac"), 21),
        ("\"{signature}\"", "\"{settings.nosuch}\"", Some("fields.mac"), 21),
        ("\"{signature}\"", "\"{signature}\"\nmac2 = \"{signature}\"", Some("fields.mac2"), 22),
        ("\"{signature}\"", "\"{signature}\"\n\"*\" = \"{id}\"", Some("fields.*"), 22),
        ("\"{signature}\"", "\"{signature}\"\n__proto__ = \"{id}\"", Some("fields.__proto__"), 22),
        ("\"{signature}\"", "5", Some("fields"), 18),
        ("global = \"acme\"\n", "", Some("page.global"), 23),
        ("global = \"acme\"", "global = \"acme-js\"", Some("page.global"), 24),
        ("acme({fields})", "acme('{fields}')", Some("page.script"), 25),
        ("acme({fields})", "acme()", Some("page.script"), 23),
        ("acme({fields})", "acme({fields}, {fields})", Some("page.script"), 23),
        ("acme({fields})", "acme({fields}</script>)", Some("page.script"), 25),
        ("forget = \"acme();\"\n", "", Some("page.forget"), 23),
        ("[refused]", "prefill = [\"email\"]\n[refused]", Some("page.prefill"), 28),
        ("[refused]", "template = \"{settings.site}\"\n[refused]", Some("page.template"), 23),
        ("401", "200", Some("refused.status"), 29),
        ("401", "\"401\"", Some("refused.status"), 29),
        ("[refused]", "[refusal]", Some("refusal"), 28),
        ("status = 401\n", "", Some("refused.status"), 28),
        ("error = \"identity_unverified\"", "", Some("refused.error"), 28),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let error = Scheme::parse(&GOOD.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.code(), Code::SchemeMalformed, "{to}");
        assert_eq!(error.field(), field, "{to}: {error}");
        assert!(error.reason().starts_with(&format!("line {line}: ")), "{to}: {error}");
    }
}

#[test]
fn an_error_in_a_token_scheme_names_the_key() {
    let orlo = include_str!("../schemes/orlo.toml");
    for (from, to, field) in [
        ("JWT_TOKEN = \"{signature}\"", "", "page.replace"),
        ("\"{settings.widget_id}\"", "\"{settings.embed_code}\"", "page.replace.WIDGET_ID"),
        ("WIDGET_ID =", "ID =", "page.replace.ID"),
        ("\"{settings.lifetime}\"", "\"{settings.life}\"", "signature.lifetime"),
        ("required = [\"name\"]", "required = [\"nam\"]", "signature.required"),
        ("exp = \"{expires}\"", "exp = \"{email}\"", "signature.claims.exp"),
        ("exp = \"{expires}\"", "exp = \"{expires|ms}\"", "signature.claims.exp"),
        ("exp = \"{expires}\"", "exp = \"{expires|text}\"", "signature.claims.exp"),
        ("exp = \"{expires}\"", "exp = 1795132800", "signature.claims.exp"),
        ("exp = \"{expires}\"", "iat = \"{expires}\"", "signature.claims.iat"),
        ("exp = \"{expires}\"", "jti = \"{id}\"", "signature.claims.jti"),
        ("exp = \"{expires}\"", "aud = 5", "signature.claims.aud"),
        ("exp = \"{expires}\"", "sub = {id = \"{id}\"}", "signature.claims.sub"),
        ("exp = \"{expires}\"", "iat = \"{now}\"", "signature.lifetime"),
        ("exp = \"{expires}\"", "x = \"{signature}\"", "signature.claims.x"),
        ("exp = \"{expires}\"", "x = \"{payload}\"", "signature.claims.x"),
        ("exp = \"{expires}\"", "x = \"a{id}b\"", "signature.claims.x"),
        ("exp = \"{expires}\"", "x = \"{settings.lifetime}{id}\"", "signature.claims.x"),
        ("exp = \"{expires}\"", "x = \"a{now}\"", "signature.claims.x"),
        ("exp = \"{expires}\"", "x = \"a{attributes.n|integer}\"", "signature.claims.x"),
        ("lifetime = \"{settings.lifetime}\"", "lifetime = 60\nmax_age = 60", "signature.max_age"),
        ("\"RS256\"", "\"PS256\"", "signature.algorithm"),
        ("\"RS256\"", "\"HS256\"", "signature.secret"),
        ("\"RS256\"", "\"RS256\"\nsecret = \"text\"", "signature.secret"),
        ("\"RS256\"", "\"RS256\"\nsamples = [\"x\"]", "signature.samples"),
        ("\"RS256\"", "\"RS256\"\nheader = {kid = \"{id}\"}", "signature.header.kid"),
        ("\"RS256\"", "\"RS256\"\nheader = {kid = \"\"}", "signature.header.kid"),
        ("\"RS256\"", "\"RS256\"\nheader = {typ = \"JWT\"}", "signature.header.typ"),
        ("jwt = \"{signature}\"", "jwt = \"Bearer {signature}\"", "fields"),
        ("jwt = \"{signature}\"", "jwt = \"{signature}\"\nnonce = \"{random}\"", "fields"),
        ("[page]", "[signatures.email]\nmessage = \"{email}\"\n[page]", "signatures"),
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

/// Compares each scheme with its file as the TOML library reads it.
#[test]
fn a_scheme_offers_what_its_file_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/schemes");
    let names: Vec<&str> = schemes().collect();
    let is_toml = |entry: &fs::DirEntry| entry.path().extension().is_some_and(|extension| extension == "toml");
    let files = fs::read_dir(folder).unwrap().filter(|entry| is_toml(entry.as_ref().unwrap()));
    assert_eq!(files.count(), names.len());
    for name in names {
        let toml = fs::read_to_string(format!("{folder}/{name}.toml")).unwrap();
        let file = DeTable::parse(&toml).unwrap().into_inner();
        let at = |path: &[&str]| -> Option<DeValue<'_>> {
            let (first, rest) = path.split_first()?;
            let start = file.get(*first)?.get_ref().clone();
            rest.iter().try_fold(start, |value, key| Some(value.get(*key)?.get_ref().clone()))
        };
        let text = |path: &[&str]| at(path).and_then(|value| value.as_str().map(str::to_owned));
        // A list of fields, or a table with code of its own.
        let lists = |path: &[&str]| at(path).is_some_and(|list| list.as_array().is_none_or(|list| !list.is_empty()));

        let scheme = scheme(name).unwrap();
        assert_eq!(format!("{scheme:?}"), format!("Scheme({name:?})"));
        let json: Value = serde_json::from_str(&scheme.to_json()).unwrap();
        for (getter, key) in [(scheme.name(), "name"), (scheme.vendor(), "vendor"), (scheme.document(), "document")] {
            assert_eq!(Some(getter.to_owned()), text(&[key]), "{name}");
            assert_eq!(json[key], getter, "{name}");
        }
        let hash = text(&["signature", "hash"]).map(|hash| format!("HMAC-{}", hash.to_uppercase()));
        let algorithm = text(&["signature", "algorithm"]).or(hash).unwrap();
        assert_eq!((scheme.algorithm(), &json["algorithm"]), (&*algorithm, &json!(algorithm)), "{name}");
        let plain = |text: &str| text.trim_matches(['{', '}']).split('|').next().unwrap().to_owned();
        // A text, or a list of texts.
        let one_or_list = |path: &[&str], write: &dyn Fn(&str) -> String| match at(path) {
            Some(DeValue::Array(list)) => list.iter().map(|item| write(item.get_ref().as_str().unwrap())).collect(),
            Some(text) => Value::from(write(text.as_str().unwrap())),
            None => Value::Null,
        };
        assert_eq!(json["message"], one_or_list(&["signature", "message"], &str::to_owned), "{name}");
        let contact = one_or_list(&["contact"], &plain);
        let is_setting = contact.as_str().is_some_and(|text| text.starts_with("settings."));
        assert_eq!(json["contact"], if is_setting { Value::Null } else { contact }, "{name}");
        let offered = [
            ("prefill", lists(&["page", "prefill"])),
            ("forget", at(&["page", "forget"]).is_some()),
            ("anonymous", lists(&["page", "anonymous"])),
            ("url", at(&["page", "url"]).is_some()),
        ];
        let offered: Vec<&str> = offered.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
        assert_eq!(json["offers"], json!(offered), "{name}");
        let place = text(&["page", "script_place"]).unwrap_or_else(|| "anywhere".to_owned());
        let place = at(&["page", "forget"]).map(|_| place);
        assert_eq!(json["script_place"], json!(place), "{name}");

        let settings = at(&["settings"]);
        let settings = settings.as_ref().and_then(DeValue::as_table);
        let named: Vec<&str> = settings.into_iter().flatten().map(|(name, _)| name.get_ref().as_ref()).collect();
        assert_eq!(scheme.settings().iter().map(Setting::name).collect::<Vec<_>>(), named, "{name}");
        for (setting, json) in scheme.settings().iter().zip(json["settings"].as_array().unwrap()) {
            let about = text(&["settings", setting.name(), "about"]);
            let required =
                at(&["settings", setting.name(), "required"]).is_some_and(|flag| flag.as_bool() == Some(true));
            assert_eq!((Some(setting.about().to_owned()), setting.is_required()), (about, required), "{name}");
            let form = text(&["settings", setting.name(), "form"]);
            let wanted = json!({"name": setting.name(), "form": form, "required": required, "about": setting.about()});
            assert_eq!(*json, wanted, "{name}");
        }
    }
}

/// Frameworks insert the script of a scheme at the end of each page, unless its file says that the end is wrong.
#[test]
fn a_file_that_tells_people_where_the_script_stands_tells_frameworks_too() {
    for name in schemes() {
        let scheme = scheme(name).unwrap();
        let page = scheme.guide().page.as_deref().unwrap_or_default();
        let place = if page.starts_with("Put the script") {
            ScriptPlace::Fixed
        } else if page.starts_with("Write the script only") {
            ScriptPlace::OnePage
        } else {
            ScriptPlace::Anywhere
        };
        assert_eq!(scheme.script_place().unwrap_or_default(), place, "{name}: {page}");
    }
    let why = |name: &str| -> Value {
        serde_json::from_str::<Value>(&scheme(name).unwrap().to_json()).unwrap()["why_not_inserted"].clone()
    };
    assert_eq!((why("bookbag"), why("knock")), (Value::Null, Value::Null));
    assert_eq!(
        why("growsurf"),
        "The script must stand at a certain place of the page. Put the script before GrowSurf's Universal Code."
    );
    let one_page = why("zendesk_support");
    assert!(
        one_page.as_str().unwrap().starts_with("Only one page of the site may have the script. Write the script only")
    );
    let of = |name| scheme(name).unwrap().script_place();
    assert_eq!(of("bookbag"), Some(ScriptPlace::Anywhere));
    assert_eq!(of("growsurf"), Some(ScriptPlace::Fixed));
    assert_eq!(of("zendesk_support"), Some(ScriptPlace::OnePage));
    assert_eq!(of("knock"), None, "it has no page code");
}

#[test]
fn a_setting_has_not_the_name_of_an_argument() {
    for name in ["scheme", "secret", "keys", "fields", "policy", "leeway", "max_token", "now", "visitor"] {
        let error = Scheme::parse(&GOOD.replace("settings.site", &format!("settings.{name}"))).unwrap_err();
        assert_eq!(error.field(), Some(&*format!("settings.{name}")));
        assert!(error.reason().contains("argument of this name"), "{}", error.reason());
    }
    Scheme::parse(&GOOD.replace("settings.site", "settings.visitors")).unwrap();
}

#[test]
fn a_missing_or_unknown_setting_is_named_and_explained() {
    let thread = scheme("thread").unwrap();
    let error = Page::new(&thread, &Settings::new()).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingMissing, Some("app_id")));
    assert!(error.reason().ends_with("the App ID of your Thread workspace"), "{error}");
    let error = Page::new(&thread, &Settings::new().with("app", "x")).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingUnknown, Some("app")));
    assert!(error.reason().ends_with("Use app_id."), "{error}");
    let error = Page::new(&scheme("bookbag").unwrap(), &Settings::new().with("app", "x")).unwrap_err();
    assert!(error.reason().ends_with("It has no settings: remove this one."), "{error}");
}

#[test]
fn settings_are_read_from_text_and_whole_numbers() {
    let page = |json: &str| {
        let settings = Settings::from_json(json.as_bytes())?;
        Page::new(&scheme("thread").unwrap(), &settings)?.anonymous_script(None)
    };
    assert!(page(r#"{"app_id": "a-1"}"#).unwrap().contains(r#"{"appId":"a-1"}"#));
    assert!(page(r#"{"app_id": 17}"#).unwrap().contains(r#"{"appId":"17"}"#));
    for (json, code) in [
        (r#"{"app_id": null}"#, Code::SettingMissing),
        (r#"{"app_id": -1}"#, Code::SettingInvalid),
        (r#"{"app_id": 1.5}"#, Code::SettingInvalid),
        (r#"{"app_id": true}"#, Code::SettingInvalid),
        (r#"{"app_id": "a", "app_id": "b"}"#, Code::SettingInvalid),
        ("[]", Code::SettingInvalid),
    ] {
        assert_eq!(page(json).unwrap_err().code(), code, "{json}");
    }
}

#[test]
fn a_scheme_without_a_documented_answer_has_the_answer_of_visitorseal() {
    let answer = |toml: &str| {
        let scheme: Value = serde_json::from_str(&Scheme::parse(toml).unwrap().to_json()).unwrap();
        scheme["refused"].clone()
    };
    let own = GOOD.replace("401", "403").replace("identity_unverified", "bad_signature");
    assert_eq!(answer(&own), json!({"status": 403, "error": "bad_signature"}));
    let (without, _) = own.split_once("[refused]").unwrap();
    assert_eq!(answer(without), json!({"status": 401, "error": "identity_unverified"}));
}

#[cfg(feature = "sign")]
#[test]
fn a_nested_table_without_values_is_left_out() {
    use visitorseal::{Signer, Visitor};

    let nested = GOOD
        .replace("mac = \"{signature}\"", "mac = \"{signature}\"\nmore = {deep = {deeper = {called = \"{name}\"}}}");
    let own = Scheme::parse(&nested).unwrap();
    let signer = Signer::new(&own, "a secret of some length", &Settings::new()).unwrap();
    let fields = |visitor: Visitor| {
        let mut fields = signer.sign(&visitor, 1_795_132_800).unwrap().fields().clone();
        fields.remove("mac");
        Value::Object(fields)
    };
    let jane = || Visitor::new().id("1").email("jane@example.com");
    assert_eq!(fields(jane()), json!({"uid": "1", "mail": "jane@example.com"}));
    let more = json!({"deep": {"deeper": {"called": "Jane"}}});
    assert_eq!(fields(jane().name("Jane")), json!({"uid": "1", "mail": "jane@example.com", "more": more}));
}
