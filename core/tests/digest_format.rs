//! Scheme format 2, the part about digests: what it signs, what a verifier gives, and what both refuse. Expected digests
//! come from the crates `hmac`, `sha1` and `sha2`, not from this library.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use visitorseal::{Code, Policy, Scheme, Settings, Signed, Signer, Verifier, Visitor, Warning};

const NOW: u64 = 1_795_132_800; // 2026-11-20T00:00:00Z
const SECRET: &str = "0011223344556677889900aabbccddeeff";

/// A scheme with these lines.
fn scheme(contact: &str, signature: &str, fields: &str) -> visitorseal::Result<Scheme> {
    Scheme::parse(&format!(
        "name = \"acme\"\nvendor = \"Acme\"\ndocument = \"https://acme.example\"\nread = 2026-11-20\n{contact}\n\n{signature}\n\n[fields]\n{fields}\n"
    ))
}

fn hmac(lines: &str) -> String {
    let mut all = format!("[signature]\nkind = \"hmac\"\n{lines}\n");
    for (key, line) in [("hash", "hash = \"sha256\""), ("secret", "secret = \"text\""), ("result", "result = \"hex\"")]
    {
        if !lines.lines().any(|line| line.starts_with(&format!("{key} ="))) {
            all = all.replacen("kind = \"hmac\"\n", &format!("kind = \"hmac\"\n{line}\n"), 1);
        }
    }
    all
}

fn mac<D: EagerHash>(key: &[u8], message: &str) -> Vec<u8> {
    Hmac::<D>::new_from_slice(key).unwrap().chain_update(message).finalize().into_bytes().to_vec()
}

fn sha256(message: &str) -> String {
    hex::encode(mac::<Sha256>(SECRET.as_bytes(), message))
}

fn sign(scheme: &Scheme, visitor: &Visitor) -> visitorseal::Result<Signed> {
    Signer::new(scheme, SECRET, &Settings::new())?.sign(visitor, NOW)
}

fn verify(scheme: &Scheme, fields: &Value, now: u64) -> visitorseal::Result<visitorseal::Verified> {
    Verifier::new(scheme, [SECRET])?.verify(fields.as_object().unwrap(), now)
}

fn refusal(scheme: &Scheme, fields: &Value, now: u64) -> (Code, Option<String>) {
    let error = verify(scheme, fields, now).unwrap_err();
    (error.code(), error.field().map(str::to_owned))
}

fn object(signed: &Signed) -> Value {
    Value::Object(signed.fields().clone())
}

fn id_or_email() -> Scheme {
    let signature = hmac(
        "message = [\"{id}\", \"{email}\"]\nambiguous = \"An id that looks like an address has the signature of that address.\"",
    );
    scheme(
        "contact = [\"{id}\", \"{email}\"]",
        &signature,
        "id = \"{id}\"\nemail = \"{email}\"\nhash = \"{signature}\"",
    )
    .unwrap()
}

#[test]
fn the_first_alternative_whose_fields_are_there_is_signed_and_the_contact_follows_it() {
    let scheme = id_or_email();
    for (visitor, message, contact, unsigned) in [
        (Visitor::new().id("42").email("jane@example.com"), "42", "42", json!({"email": "jane@example.com"})),
        (Visitor::new().email("jane@example.com"), "jane@example.com", "jane@example.com", json!({})),
        (Visitor::new().id("").email("jane@example.com"), "jane@example.com", "jane@example.com", json!({})),
    ] {
        let signed = sign(&scheme, &visitor).unwrap();
        assert_eq!(signed.signature(), Some(&*sha256(message)));
        let verified = verify(&scheme, &object(&signed), NOW).unwrap();
        assert_eq!(verified.contact().unwrap().external_id(), Some(contact));
        assert_eq!(serde_json::from_str::<Value>(&verified.unsigned().to_json()).unwrap(), unsigned);
    }
    let error = sign(&scheme, &Visitor::new().name("Jane")).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::FieldMissing, Some("id")));
    let json: Value = serde_json::from_str(&scheme.to_json()).unwrap();
    assert_eq!((&json["message"], &json["contact"]), (&json!(["{id}", "{email}"]), &json!(["id", "email"])));
    assert_eq!(scheme.covers(), ["id", "email"]);
}

#[test]
fn a_page_cannot_turn_the_signature_of_one_alternative_into_that_of_another() {
    let scheme = id_or_email();
    let signed = sign(&scheme, &Visitor::new().id("42").email("jane@example.com")).unwrap();
    let mismatch = (Code::SignatureMismatch, Some("hash".to_owned()));
    let mut without_id = object(&signed);
    without_id.as_object_mut().unwrap().remove("id");
    assert_eq!(refusal(&scheme, &without_id, NOW), mismatch);
    let email = sign(&scheme, &Visitor::new().email("jane@example.com")).unwrap();
    let mut with_id = object(&email);
    with_id["id"] = json!("42");
    assert_eq!(refusal(&scheme, &with_id, NOW), mismatch);
}

#[test]
fn an_id_that_could_stand_for_an_address_is_signed_with_a_warning() {
    let codes = |visitor: Visitor| -> Vec<(String, String)> {
        let signed = sign(&id_or_email(), &visitor).unwrap();
        signed.warnings().iter().map(|warning| (warning.code().to_owned(), warning.field().to_owned())).collect()
    };
    let ambiguous = vec![(Warning::MESSAGE_AMBIGUOUS.to_owned(), "id".to_owned())];
    assert_eq!(codes(Visitor::new().id("jane@example.com")), ambiguous);
    assert_eq!(codes(Visitor::new().id("42").email("jane@example.com")), []);
    assert_eq!(codes(Visitor::new().email("jane@example.com")), []);
}

#[test]
fn the_vendors_folding_is_signed_and_verified_and_the_folded_text_is_the_contact() {
    let own = scheme(
        "contact = \"{email|trim|lower}\"",
        &hmac("message = \"{email|trim|lower}\""),
        "email = \"{email}\"\nhash = \"{signature}\"",
    )
    .unwrap();
    let signed = sign(&own, &Visitor::new().email(" Jane@Example.COM ")).unwrap();
    assert_eq!(object(&signed), json!({"email": " Jane@Example.COM ", "hash": sha256("jane@example.com")}));
    for email in [" Jane@Example.COM ", "jane@example.com", "JANE@example.com"] {
        let verified = verify(&own, &json!({"email": email, "hash": sha256("jane@example.com")}), NOW).unwrap();
        assert_eq!(verified.contact().unwrap().external_id(), Some("jane@example.com"), "{email}");
        assert_eq!(verified.signed().get("email"), Some("jane@example.com"), "{email}");
    }
}

#[test]
fn secrets_hashes_and_results_are_those_of_the_scheme() {
    let key = hex::decode(SECRET).unwrap();
    let base64_key = STANDARD.encode(&key);
    let text = SECRET.as_bytes();
    type Write = fn(Vec<u8>) -> String;
    let upper: Write = |mac| hex::encode_upper(mac);
    for (lines, secret, expected) in [
        ("secret = \"hex\"", SECRET, hex::encode(mac::<Sha256>(&key, "42"))),
        ("secret = \"base64\"", &*base64_key, hex::encode(mac::<Sha256>(&key, "42"))),
        ("hash = \"sha512\"", SECRET, hex::encode(mac::<Sha512>(text, "42"))),
        ("hash = \"sha1\"", SECRET, hex::encode(mac::<Sha1>(text, "42"))),
        ("result = \"HEX\"", SECRET, upper(mac::<Sha256>(text, "42"))),
        ("result = \"base64\"", SECRET, STANDARD.encode(mac::<Sha256>(text, "42"))),
        ("result = \"base64url\"", SECRET, URL_SAFE_NO_PAD.encode(mac::<Sha256>(text, "42"))),
        ("hash = \"sha512\"\nresult = \"base64\"", SECRET, STANDARD.encode(mac::<Sha512>(text, "42"))),
        ("hash = \"sha1\"\nresult = \"base64url\"", SECRET, URL_SAFE_NO_PAD.encode(mac::<Sha1>(text, "42"))),
    ] {
        let own = scheme(
            "contact = \"{id}\"",
            &hmac(&format!("message = \"{{id}}\"\n{lines}")),
            "id = \"{id}\"\nhash = \"{signature}\"",
        )
        .unwrap();
        let signer = Signer::new(&own, secret, &Settings::new()).unwrap();
        assert_eq!(signer.digest("42").unwrap().as_str(), expected, "{lines}");
        assert_eq!(signer.digest_length(), Some(expected.len()), "{lines}");
        let fields = object(&signer.sign(&Visitor::new().id("42"), NOW).unwrap());
        assert_eq!(fields, json!({"id": "42", "hash": expected}), "{lines}");
        let verifier = Verifier::new(&own, [secret]).unwrap();
        assert!(verifier.verify(fields.as_object().unwrap(), NOW).unwrap().is_verified(), "{lines}");
        // The same bytes in another form are refused.
        let padded = json!({"id": "42", "hash": format!("{expected}=")});
        let error = verifier.verify(padded.as_object().unwrap(), NOW).unwrap_err();
        assert_eq!(error.code(), Code::SignatureMalformed, "{lines}");
        let is_weak = signer.warnings().iter().any(|warning| warning.code() == Warning::HASH_WEAK);
        assert_eq!(is_weak, lines.contains("sha1"), "{lines}");
    }
}

#[test]
fn a_secret_that_cannot_be_decoded_is_refused_by_signers_and_verifiers() {
    for (form, secrets) in
        [("hex", ["0", "0g", "00 11", " 0011", "é0"]), ("base64", ["=", "A", "AA", "AA==\n", "-_-_"])]
    {
        let own = scheme(
            "contact = \"{id}\"",
            &hmac(&format!("message = \"{{id}}\"\nsecret = \"{form}\"")),
            "id = \"{id}\"\nhash = \"{signature}\"",
        )
        .unwrap();
        for secret in secrets {
            let error = Signer::new(&own, secret, &Settings::new()).unwrap_err();
            assert_eq!((error.code(), error.field()), (Code::SecretEncoding, Some("secret")), "{secret:?}");
            assert!(!error.reason().contains(secret.trim()) || secret.len() < 3, "{error}");
            let error = Verifier::new(&own, [secret]).unwrap_err();
            assert_eq!((error.code(), error.field()), (Code::SecretEncoding, Some("keys[0]")), "{secret:?}");
        }
    }
}

fn id_and_email(lines: &str) -> Scheme {
    let fields = "id = \"{id}\"\nemail = \"{email}\"\nhash = \"{signature}\"";
    scheme("contact = \"{id}\"", &hmac(&format!("message = \"{{id}}:{{email}}\"\n{lines}")), fields).unwrap()
}

#[test]
fn one_field_at_most_may_hold_the_separator() {
    let own = id_and_email("may_hold_separator = \"id\"");
    let shopify = Visitor::new().id("gid://shopify/Customer/1").email("jane@example.com");
    let signed = sign(&own, &shopify).unwrap();
    assert_eq!(signed.signature(), Some(&*sha256("gid://shopify/Customer/1:jane@example.com")));
    assert!(verify(&own, &object(&signed), NOW).unwrap().is_verified());
    let error = sign(&own, &Visitor::new().id("1").email("a:jane@example.com")).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::FieldSeparator, Some("email")));
    // Another visitor with the same message, with a signature that fits.
    let other = json!({"id": "gid", "email": "//shopify/Customer/1:jane@example.com", "hash": signed.signature()});
    assert_eq!(refusal(&own, &other, NOW), (Code::ClaimValue, Some("email".to_owned())));

    let error = sign(&id_and_email(""), &shopify).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::FieldSeparator, Some("id")));
}

/// Two visitors with one message would be one visitor to the vendor.
#[test]
fn no_two_visitors_have_the_same_message() {
    let texts = ["a", ":", "b", "a:", ":a", "a:b", "::", "a::b"];
    for lines in ["", "may_hold_separator = \"id\"", "may_hold_separator = \"email\""] {
        let own = id_and_email(lines);
        let signer = Signer::new(&own, SECRET, &Settings::new()).unwrap();
        let mut seen = std::collections::HashMap::new();
        for id in texts {
            for email in texts {
                let Ok(signed) = signer.sign(&Visitor::new().id(id).email(email), NOW) else { continue };
                let former = seen.insert(signed.signature().unwrap().to_owned(), (id, email));
                assert_eq!(former, None, "{lines}: {id:?} {email:?}");
            }
        }
        assert!(seen.len() >= 4, "{lines}: {}", seen.len());
    }
}

fn with_time(now: &str) -> Scheme {
    scheme(
        "contact = \"{id}\"",
        &hmac(&format!("message = \"{{id}}-{{{now}}}\"\nmay_hold_separator = \"id\"\nmax_age = 600")),
        &format!("uid = \"{{id}}\"\nhash = \"{{signature}}-{{{now}}}\""),
    )
    .unwrap()
}

#[test]
fn a_verifier_holds_a_time_to_its_age() {
    let own = with_time("now");
    let signed = sign(&own, &Visitor::new().id("a-b")).unwrap();
    assert_eq!(object(&signed), json!({"uid": "a-b", "hash": format!("{}-{NOW}", sha256(&format!("a-b-{NOW}")))}));
    let hash = Some("hash".to_owned());
    let fields = object(&signed);
    for now in [NOW, NOW + 599] {
        assert!(verify(&own, &fields, now).unwrap().is_verified(), "{now}");
    }
    assert_eq!(refusal(&own, &fields, NOW + 600), (Code::SignatureExpired, hash.clone()));
    assert_eq!(refusal(&own, &fields, NOW - 1), (Code::SignatureNotYetValid, hash.clone()));
    let lenient = Verifier::new(&own, [SECRET]).unwrap().leeway(60).unwrap();
    for now in [NOW - 60, NOW + 659] {
        assert!(lenient.verify(fields.as_object().unwrap(), now).unwrap().is_verified(), "{now}");
    }
    for now in [NOW - 61, NOW + 660] {
        assert!(lenient.verify(fields.as_object().unwrap(), now).is_err(), "{now}");
    }
}

#[test]
fn a_time_in_another_form_is_refused_although_its_signature_is_right() {
    for (form, time) in [
        ("now", "1795132800000"),
        ("now", "01795132800"),
        ("now", "179513280"),
        ("now", "2026-11-20T00:00:00Z"),
        ("now|ms", "1795132800"),
        ("now|iso", "2026-11-20T01:00:00+01:00"),
        ("now|iso", "1795132800"),
    ] {
        let own = with_time(form);
        let fields = json!({"uid": "a", "hash": format!("{}-{time}", sha256(&format!("a-{time}")))});
        let (code, _) = refusal(&own, &fields, NOW);
        assert!([Code::ClaimValue, Code::SignatureMalformed].contains(&code), "{form} {time}: {code}");
    }
}

#[test]
fn the_parts_of_a_text_with_a_signature_must_all_be_there() {
    let own = with_time("now");
    let digest = sha256(&format!("a-{NOW}"));
    for text in
        [digest.clone(), format!("{digest}-"), format!("{digest}{NOW}"), format!("{NOW}-{digest}"), "-".to_owned()]
    {
        let (code, field) = refusal(&own, &json!({"uid": "a", "hash": text}), NOW);
        assert!([Code::SignatureMalformed, Code::ClaimValue].contains(&code), "{text}: {code}");
        assert_eq!(field.as_deref(), Some("hash"), "{text}");
    }
}

#[test]
fn a_signature_with_an_end_is_refused_from_that_second_on() {
    let own = scheme(
        "contact = \"{id}\"",
        &hmac("message = \"{id}{expires|iso}\"\nlifetime = 600"),
        "id = \"{id}\"\nhash = \"{signature}\"\nexpiration = \"{expires|iso}\"",
    )
    .unwrap();
    let fields = object(&sign(&own, &Visitor::new().id("1")).unwrap());
    let end = "2026-11-20T00:10:00Z"; // date -u -d @1795133400
    assert_eq!(fields, json!({"id": "1", "hash": sha256(&format!("1{end}")), "expiration": end}));
    assert!(verify(&own, &fields, NOW + 599).unwrap().is_verified());
    assert_eq!(refusal(&own, &fields, NOW + 600), (Code::SignatureExpired, Some("expiration".to_owned())));
    // Moving the first digit of the year to the id keeps the message, but leaves no time.
    let moved = json!({"id": "12", "hash": fields["hash"], "expiration": &end[1..]});
    assert_eq!(refusal(&own, &moved, NOW).0, Code::ClaimValue);
}

#[test]
fn a_lifetime_is_the_sites_within_the_vendors_maximum() {
    let signature =
        hmac("message = \"{id}{expires}\"\nlifetime = {setting = \"lifetime\", default = 60, maximum = 600}");
    let own = scheme(
        "contact = \"{id}\"\n[settings.lifetime]\nabout = \"how long\"\nform = \"seconds\"",
        &signature,
        "id = \"{id}\"\nhash = \"{signature}\"\nexp = \"{expires}\"",
    )
    .unwrap();
    let exp = |settings: Settings| {
        let signer = Signer::new(&own, SECRET, &settings)?;
        Ok::<_, visitorseal::Error>(signer.sign(&Visitor::new().id("1"), NOW)?.fields()["exp"].clone())
    };
    assert_eq!(exp(Settings::new()).unwrap(), json!(NOW + 60));
    assert_eq!(exp(Settings::new().with("lifetime", 600)).unwrap(), json!(NOW + 600));
    let error = exp(Settings::new().with("lifetime", 601)).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingInvalid, Some("lifetime")));
}

fn with_payload(form: &str, encoding: &str) -> Scheme {
    scheme(
        "contact = \"{id}\"",
        &format!(
            "{}\n[signature.payload]\nform = \"{form}\"\nencoding = \"{encoding}\"\nrequired = [\"uid\"]\n[signature.payload.members]\nuid = \"{{id}}\"\nname = \"{{name}}\"\nseats = \"{{attributes.seats|integer}}\"",
            hmac("message = \"{payload}\"")
        ),
        "sso = \"{payload}\"\nsig = \"{signature}\"\nplan = \"{attributes.plan}\"",
    )
    .unwrap()
}

#[test]
fn a_payload_is_signed_and_sent_as_one_text() {
    let json_text = r#"{"uid":"1","name":"J\u00e9 &","seats":5}"#;
    let query = "uid=1&name=J%C3%A9+%26&seats=5";
    for (form, encoding, text) in [
        ("json", "none", json_text.to_owned()),
        ("json", "base64", STANDARD.encode(json_text)),
        ("json", "base64url", URL_SAFE_NO_PAD.encode(json_text)),
        ("query", "none", query.to_owned()),
        ("query", "base64", STANDARD.encode(query)),
    ] {
        let own = with_payload(form, encoding);
        let visitor = Visitor::new().id("1").name("Jé &").attribute("seats", 5).attribute("plan", "pro");
        let fields = object(&sign(&own, &visitor).unwrap());
        assert_eq!(fields, json!({"sso": text, "sig": sha256(&text), "plan": "pro"}), "{form} {encoding}");
        let verified = verify(&own, &fields, NOW).unwrap();
        let seen = |visitor: &Visitor| serde_json::from_str::<Value>(&visitor.to_json()).unwrap();
        assert_eq!(seen(verified.signed()), json!({"id": "1", "name": "Jé &", "attributes": {"seats": 5}}));
        assert_eq!(seen(verified.unsigned()), json!({"attributes": {"plan": "pro"}}));
        assert_eq!(verified.contact().unwrap().external_id(), Some("1"));
    }
}

#[test]
fn a_payload_that_cannot_be_read_is_refused_although_its_signature_is_right() {
    for (form, encoding, text, code, field) in [
        ("json", "none", "[]", Code::ClaimValue, "sso"),
        ("json", "none", r#"{"uid":"1","uid":"2"}"#, Code::ClaimValue, "sso"),
        ("json", "none", r#"{"name":"x"}"#, Code::ClaimMissing, "uid"),
        ("json", "none", r#"{"uid":""}"#, Code::ClaimMissing, "uid"),
        ("json", "none", r#"{"uid":"1","seats":"5"}"#, Code::ClaimType, "seats"),
        ("json", "base64", r#"{"uid":"1"}"#, Code::ClaimValue, "sso"),
        ("query", "none", "uid=1&uid=2", Code::ClaimValue, "sso"),
        ("query", "none", "uid=%ff", Code::ClaimValue, "sso"),
        ("query", "none", "uid=1&seats=5.0", Code::ClaimType, "seats"),
    ] {
        let fields = json!({"sso": text, "sig": sha256(text)});
        assert_eq!(refusal(&with_payload(form, encoding), &fields, NOW), (code, Some(field.to_owned())), "{text}");
    }
    let error = sign(&with_payload("json", "none"), &Visitor::new().name("x")).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::FieldMissing, Some("id")));
}

fn with_two_signatures() -> Scheme {
    scheme(
        "contact = \"{id}\"",
        &format!("{}\n[signatures.email]\nmessage = \"{{email}}\"", hmac("message = \"{id}\"\nambiguous = \"x\"")),
        "id = \"{id}\"\nhash = \"{signature}\"\nemail = \"{email}\"\nemail_hash = \"{signatures.email}\"",
    )
    .unwrap()
}

#[test]
fn a_further_signature_covers_its_own_fields() {
    let own = with_two_signatures();
    let both = Visitor::new().id("1").email("j@x.example");
    let fields = object(&sign(&own, &both).unwrap());
    assert_eq!(
        fields,
        json!({"id": "1", "hash": sha256("1"), "email": "j@x.example", "email_hash": sha256("j@x.example")})
    );
    assert_eq!(verify(&own, &fields, NOW).unwrap().signed(), &both);
    assert_eq!(object(&sign(&own, &Visitor::new().id("1")).unwrap()), json!({"id": "1", "hash": sha256("1")}));
    // Without it the email address is a mere claim, and a wrong one is refused.
    let unsigned = verify(&own, &json!({"id": "1", "hash": sha256("1"), "email": "k@x.example"}), NOW).unwrap();
    assert_eq!((unsigned.signed().get("email"), unsigned.unsigned().get("email")), (None, Some("k@x.example")));
    let wrong = json!({"id": "1", "hash": sha256("1"), "email": "k@x.example", "email_hash": sha256("j@x.example")});
    assert_eq!(refusal(&own, &wrong, NOW), (Code::SignatureMismatch, Some("email_hash".to_owned())));
    let alone = json!({"id": "1", "hash": sha256("1"), "email_hash": sha256("j@x.example")});
    assert_eq!(refusal(&own, &alone, NOW), (Code::ClaimMissing, Some("email".to_owned())));
}

#[test]
fn an_id_that_could_stand_for_an_address_in_a_further_signature_is_signed_with_a_warning() {
    let warned = |id: &str| {
        let signed = sign(&with_two_signatures(), &Visitor::new().id(id)).unwrap();
        signed.warnings().iter().any(|warning| warning.code() == Warning::MESSAGE_AMBIGUOUS)
    };
    assert!(warned("jane@example.com"));
    assert!(!warned("42"));
}

/// All signatures have one secret.
#[test]
fn no_text_that_is_signed_alone_can_be_taken_for_a_message_of_several_fields() {
    let own = scheme(
        "contact = \"{id}\"",
        &format!("{}\n[signatures.email]\nmessage = \"{{email}}\"", hmac("message = \"{id}:{phone}\"\nambiguous = \"x\"")),
        "id = \"{id}\"\nphone = \"{phone}\"\nsig = \"{signature}\"\nemail = \"{email}\"\nemail_sig = \"{signatures.email}\"",
    )
    .unwrap();
    let jane = || Visitor::new().id("7").phone("+14155552671");
    assert!(sign(&own, &jane().email("j@x.example")).is_ok());
    let error = sign(&own, &jane().email("1:+14155550000")).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::FieldSeparator, Some("email")));
    let page = json!({"id": "7", "phone": "+14155552671", "sig": sha256("7:+14155552671"),
        "email": "1:+14155550000", "email_sig": sha256("1:+14155550000")});
    assert_eq!(refusal(&own, &page, NOW), (Code::ClaimValue, Some("email".to_owned())));
}

#[test]
fn a_payload_without_the_time_that_the_scheme_signs_is_refused() {
    let own = scheme(
        "contact = \"{id}\"",
        &format!(
            "{}\n[signature.payload]\nform = \"json\"\nencoding = \"none\"\nrequired = [\"id\"]\n[signature.payload.members]\nid = \"{{id}}\"\nts = \"{{now}}\"",
            hmac("message = \"{payload}\"\nmax_age = 60")
        ),
        "sso = \"{payload}\"\nsig = \"{signature}\"",
    )
    .unwrap();
    let fields = object(&sign(&own, &Visitor::new().id("5")).unwrap());
    assert_eq!(fields["sso"], format!(r#"{{"id":"5","ts":{NOW}}}"#));
    assert!(verify(&own, &fields, NOW + 59).unwrap().is_verified());
    assert_eq!(refusal(&own, &fields, NOW + 60), (Code::SignatureExpired, Some("ts".to_owned())));
    for text in [r#"{"id":"5"}"#, r#"{"id":"5","ts":null}"#] {
        let page = json!({"sso": text, "sig": sha256(text)});
        assert_eq!(refusal(&own, &page, NOW), (Code::ClaimMissing, Some("ts".to_owned())), "{text}");
    }
}

#[test]
fn a_table_with_a_setting_that_nobody_passes_is_left_out_and_not_demanded() {
    let own = scheme(
        "contact = \"{id}\"\n[settings.app]\nabout = \"the app\"\nform = \"text\"",
        &hmac("message = \"{id}\""),
        "id = \"{id}\"\nhash = \"{signature}\"\n[fields.app]\nkind = \"web\"\napp = \"{settings.app}\"\nname = \"{name}\"",
    )
    .unwrap();
    let fields = object(&sign(&own, &Visitor::new().id("5")).unwrap());
    assert_eq!(fields, json!({"id": "5", "hash": sha256("5")}));
    assert!(verify(&own, &fields, NOW).unwrap().is_verified());
}

#[test]
fn a_query_with_a_replacement_character_verifies() {
    let own = with_payload("query", "none");
    let fields = object(&sign(&own, &Visitor::new().id("1").name("a\u{fffd}b")).unwrap());
    assert!(verify(&own, &fields, NOW).unwrap().is_verified());
}

#[test]
fn a_short_secret_is_one_whose_key_has_few_bytes() {
    let own = scheme(
        "contact = \"{id}\"",
        &hmac("message = \"{id}\"\nsecret = \"hex\"\nsamples = [\"00112233445566778899aabbccddeeff\"]"),
        "id = \"{id}\"\nhash = \"{signature}\"",
    )
    .unwrap();
    let codes = |secret: &str| -> Vec<String> {
        let signer = Signer::new(&own, secret, &Settings::new()).unwrap();
        signer.warnings().iter().map(|warning| warning.code().to_owned()).collect()
    };
    assert_eq!(codes("0011223344556677"), [Warning::SECRET_SHORT]);
    assert_eq!(codes("00112233445566778899AABBCCDDEEFF"), [Warning::SECRET_SAMPLE]);
    assert_eq!(codes("ff112233445566778899aabbccddeeff"), Vec::<String>::new());
}

#[test]
fn further_signatures_are_verified_with_the_same_key_as_the_first() {
    let own = with_two_signatures();
    let other = Signer::new(&own, "another secret of some length", &Settings::new()).unwrap();
    let email_hash = other.digest("j@x.example").unwrap();
    let mixed = json!({"id": "1", "hash": sha256("1"), "email": "j@x.example", "email_hash": email_hash.as_str()});
    let verifier = Verifier::new(&own, [SECRET, "another secret of some length"]).unwrap();
    let error = verifier.verify(mixed.as_object().unwrap(), NOW).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SignatureMismatch, Some("email_hash")));
}

#[test]
fn a_random_text_is_new_for_each_signature_and_any_text_of_the_site_verifies() {
    let own = scheme(
        "contact = \"{email}\"",
        &hmac("message = \"{email}|{random}\""),
        "email = \"{email}\"\nnonce = \"{random}\"\nhash = \"{signature}\"",
    )
    .unwrap();
    let visitor = Visitor::new().email("j@x.example");
    let (one, other) = (object(&sign(&own, &visitor).unwrap()), object(&sign(&own, &visitor).unwrap()));
    assert_ne!(one["nonce"], other["nonce"]);
    assert_eq!(one["hash"], sha256(&format!("j@x.example|{}", one["nonce"].as_str().unwrap())));
    for nonce in ["7", "2f1d4bcc-25cb-4a09-9c0b-7d3f2e6d9c11"] {
        let fields = json!({"email": "j@x.example", "nonce": nonce, "hash": sha256(&format!("j@x.example|{nonce}"))});
        assert!(verify(&own, &fields, NOW).unwrap().is_verified());
    }
    let split = json!({"email": "j@x.example", "nonce": "a|b", "hash": sha256("j@x.example|a|b")});
    assert_eq!(refusal(&own, &split, NOW), (Code::ClaimValue, Some("nonce".to_owned())));
}

#[test]
fn a_setting_in_a_message_is_the_verifiers_own() {
    let settings = "[settings.org]\nabout = \"the organisation\"\nform = \"text\"";
    let own = scheme(
        &format!("contact = \"{{id}}\"\n{settings}"),
        &hmac("message = \"{settings.org}|{id}\""),
        "org = \"{settings.org}\"\nid = \"{id}\"\nhash = \"{settings.org}:{signature}\"",
    )
    .unwrap();
    let error = Signer::new(&own, SECRET, &Settings::new()).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingMissing, Some("org")));
    let error = Signer::new(&own, SECRET, &Settings::new().with("org", "a|b")).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingInvalid, Some("org")));
    let acme = Settings::new().with("org", "a:b");
    let signer = Signer::new(&own, SECRET, &acme).unwrap();
    let fields = object(&signer.sign(&Visitor::new().id("1"), NOW).unwrap());
    assert_eq!(fields, json!({"org": "a:b", "id": "1", "hash": format!("a:b:{}", sha256("a:b|1"))}));
    let verifier = Verifier::new(&own, [SECRET]).unwrap().settings(&acme).unwrap();
    assert!(verifier.verify(fields.as_object().unwrap(), NOW).unwrap().is_verified());
    // The site's own mistake is an error under every policy.
    let without = Verifier::new(&own, [SECRET]).unwrap().policy(Policy::Observe);
    assert_eq!(without.verify(fields.as_object().unwrap(), NOW).unwrap_err().code(), Code::SettingMissing);
}

#[test]
fn an_attribute_of_its_own_has_its_type_and_is_no_further_member() {
    let own = scheme(
        "contact = \"{id}\"",
        &hmac("message = \"{id}:{attributes.plan}\""),
        "id = \"{id}\"\nplan_name = \"{attributes.plan}\"\nseats = \"{attributes.seats|integer}\"\nback = \"{attributes.back|address}\"\nhash = \"{signature}\"\n\"*\" = \"{attributes}\"",
    )
    .unwrap();
    let visitor = Visitor::new().id("1").attribute("plan", "pro").attribute("seats", 5).attribute("more", true);
    let fields = object(&sign(&own, &visitor).unwrap());
    assert_eq!(fields, json!({"id": "1", "plan_name": "pro", "seats": 5, "hash": sha256("1:pro"), "more": true}));
    let verified = verify(&own, &fields, NOW).unwrap();
    assert_eq!(verified.signed(), &Visitor::new().id("1").attribute("plan", "pro"));
    assert_eq!(verified.unsigned(), &Visitor::new().attribute("seats", 5).attribute("more", true));
    assert!(own.covers().contains(&"attributes.plan"));

    let without = sign(&own, &Visitor::new().id("1")).unwrap_err();
    assert_eq!((without.code(), without.field()), (Code::FieldMissing, Some("attributes.plan")));
    let jane = || Visitor::new().id("1").attribute("plan", "pro");
    for (visitor, code, field) in [
        (Visitor::new().id("1").attribute("plan", 5), Code::FieldType, "attributes.plan"),
        (jane().attribute("seats", "5"), Code::FieldType, "attributes.seats"),
        (jane().attribute("back", "javascript:alert(1)"), Code::FieldInvalid, "attributes.back"),
        (Visitor::new().id("1").attribute("plan", "a:b"), Code::FieldSeparator, "attributes.plan"),
    ] {
        let error = sign(&own, &visitor).unwrap_err();
        assert_eq!((error.code(), error.field()), (code, Some(field)));
    }
    // A page cannot smuggle the attribute in under its own name.
    let mut twice = fields.clone();
    twice["plan"] = json!("free");
    assert_eq!(verify(&own, &twice, NOW).unwrap().signed().attributes()["plan"], "pro");
    let mut typed = fields;
    typed["seats"] = json!("5");
    assert_eq!(refusal(&own, &typed, NOW), (Code::ClaimType, Some("seats".to_owned())));
}

#[test]
fn a_signed_whole_number_is_one_that_browsers_keep() {
    let own = scheme(
        "contact = \"{id}\"",
        &hmac("message = \"{id}:{attributes.n|integer}\""),
        "id = \"{id}\"\nn = \"{attributes.n|integer}\"\nhash = \"{signature}\"",
    )
    .unwrap();
    let signed = sign(&own, &Visitor::new().id("1").attribute("n", -9_007_199_254_740_991_i64)).unwrap();
    assert_eq!(signed.signature(), Some(&*sha256("1:-9007199254740991")));
    let error = sign(&own, &Visitor::new().id("1").attribute("n", 9_007_199_254_740_993_u64)).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::NumberTooLarge, Some("attributes.n")));
}

#[test]
fn constants_follow_the_fields_beside_them() {
    let own = scheme(
        "contact = \"{id}\"",
        &hmac("message = \"{id}\""),
        "id = \"{id}\"\nhash = \"{signature}\"\nemail = \"{email}\"\nemail_verified = {constant = true, with = \"{email}\"}\npicture = {type = \"avatar\", image_url = \"{avatar}\"}\nkind = {name = \"user\"}",
    )
    .unwrap();
    let plain = object(&sign(&own, &Visitor::new().id("1")).unwrap());
    assert_eq!(plain, json!({"id": "1", "hash": sha256("1"), "kind": {"name": "user"}}));
    let full = Visitor::new().id("1").email("j@x.example").avatar("https://x.example/a.png");
    let fields = object(&sign(&own, &full).unwrap());
    assert_eq!(
        fields,
        json!({"id": "1", "hash": sha256("1"), "email": "j@x.example", "email_verified": true,
            "picture": {"type": "avatar", "image_url": "https://x.example/a.png"}, "kind": {"name": "user"}})
    );
    for fields in [&plain, &fields] {
        assert!(verify(&own, fields, NOW).unwrap().is_verified());
    }
    let mut without = plain;
    without.as_object_mut().unwrap().remove("kind");
    assert_eq!(refusal(&own, &without, NOW), (Code::ClaimMissing, Some("kind.name".to_owned())));
}

#[test]
fn what_a_verifier_could_not_read_back_is_refused_when_the_file_is_read() {
    let id = "contact = \"{id}\"";
    let fields = "id = \"{id}\"\nhash = \"{signature}\"";
    let payload = "[signature.payload]\nform = \"json\"\nencoding = \"base64\"\nrequired = [\"more\"]\n[signature.payload.members]\nuid = \"{id}\"\nmore = \"{attributes.more}\"";
    for (what, contact, signature, fields, field) in [
        ("a time that is not sent", id, hmac("message = \"{id}-{now}\"\nmax_age = 60"), fields, "signature.message"),
        (
            "a time in another form",
            id,
            hmac("message = \"{id}-{now}\"\nmax_age = 60"),
            "id = \"{id}\"\nhash = \"{signature}\"\nt = \"{now|ms}\"",
            "signature.message",
        ),
        (
            "a time without an age",
            id,
            hmac("message = \"{id}-{now}\""),
            "id = \"{id}\"\nhash = \"{signature}-{now}\"",
            "signature.max_age",
        ),
        ("an age without a time", id, hmac("message = \"{id}\"\nmax_age = 60"), fields, "signature.max_age"),
        (
            "a time that is not signed",
            id,
            hmac("message = \"{id}\""),
            "id = \"{id}\"\nhash = \"{signature}\"\nt = \"{now}\"",
            "signature.message",
        ),
        (
            "an end without a lifetime",
            id,
            hmac("message = \"{id}{expires}\""),
            "id = \"{id}\"\nhash = \"{signature}\"\ne = \"{expires}\"",
            "signature.lifetime",
        ),
        (
            "parts without a separator",
            id,
            hmac("message = \"{id}-{now}\"\nmax_age = 60"),
            "id = \"{id}\"\nhash = \"{signature}{now}\"",
            "fields.hash",
        ),
        (
            "a separator that the part may hold",
            id,
            hmac("message = \"{id}\"\nresult = \"base64\""),
            "id = \"{id}\"\nhash = \"{signature}/{now}\"",
            "fields.hash",
        ),
        (
            "no sentence about alternatives",
            id,
            hmac("message = [\"{id}\", \"{email}\"]"),
            "id = \"{id}\"\nemail = \"{email}\"\nhash = \"{signature}\"",
            "signature.ambiguous",
        ),
        ("a sentence without need", id, hmac("message = \"{id}\"\nambiguous = \"x\""), fields, "signature.ambiguous"),
        (
            "an alternative without a contact",
            id,
            hmac("message = [\"{id}\", \"{email}\"]\nambiguous = \"x\""),
            "id = \"{id}\"\nemail = \"{email}\"\nhash = \"{signature}\"",
            "contact",
        ),
        (
            "a separator in a field without separators",
            id,
            hmac("message = \"{id}\"\nmay_hold_separator = \"id\""),
            fields,
            "signature.may_hold_separator",
        ),
        (
            "a payload whose contact is optional",
            id,
            format!("{}\n{payload}", hmac("message = \"{payload}\"")),
            "sso = \"{payload}\"\nhash = \"{signature}\"",
            "contact",
        ),
        (
            "a payload that is not there",
            id,
            hmac("message = \"{payload}\""),
            "sso = \"{payload}\"\nhash = \"{signature}\"",
            "fields.sso",
        ),
        (
            "a field in fields and payload",
            "",
            format!("{}\n{payload}", hmac("message = \"{payload}\"")),
            "sso = \"{payload}\"\nid = \"{id}\"\nhash = \"{signature}\"",
            "fields",
        ),
        (
            "a further signature that is not sent",
            id,
            format!("{}\n[signatures.email]\nmessage = \"{{id}}\"", hmac("message = \"{id}\"")),
            fields,
            "signatures.email",
        ),
        (
            "a payload that the message does not sign",
            id,
            format!("{}\n{payload}", hmac("message = \"{id}\"")),
            "data = \"{payload}\"\nhash = \"{signature}\"",
            "signature.message",
        ),
        (
            "a payload that only one alternative signs",
            id,
            format!("{}\n{payload}", hmac("message = [\"{email}\", \"{payload}\"]\nambiguous = \"x\"")),
            "data = \"{payload}\"\nemail = \"{email}\"\nhash = \"{signature}\"",
            "signature.message",
        ),
        (
            "a time in the payload and beside the signature",
            id,
            format!("{}\n{payload}\nts = \"{{now}}\"", hmac("message = \"{payload}\"\nmax_age = 60")),
            "data = \"{payload}\"\nhash = \"{signature}-{now}\"",
            "fields",
        ),
        (
            "two forms of a time",
            id,
            hmac("message = \"{id}:{now}:{now|ms}\"\nmax_age = 60"),
            "id = \"{id}\"\na = \"{now}\"\nb = \"{now|ms}\"\nhash = \"{signature}\"",
            "fields",
        ),
        (
            "a time that only one alternative signs",
            "",
            hmac("message = [\"{id}:{now}\", \"{id}\"]\nmax_age = 60\nambiguous = \"x\""),
            "id = \"{id}\"\nt = \"{now}\"\nhash = \"{signature}\"",
            "signature.message",
        ),
        (
            "a separator that JSON holds",
            "",
            format!(
                "{}\n{}",
                hmac("message = \"{id}:{payload}\""),
                payload.replace("base64", "none").replace("uid = \"{id}\"", "n = \"{name}\"")
            ),
            "id = \"{id}\"\ndata = \"{payload}\"\nhash = \"{signature}\"",
            "signature.may_hold_separator",
        ),
        (
            "a default that is longer than the maximum",
            "contact = \"{id}\"\n[settings.life]\nabout = \"x\"\nform = \"seconds\"",
            hmac("message = \"{id}{expires}\"\nlifetime = {setting = \"life\", default = 61, maximum = 60}"),
            "id = \"{id}\"\ne = \"{expires}\"\nhash = \"{signature}\"",
            "signature.lifetime.default",
        ),
        (
            "a setting beside a field",
            "contact = \"{id}\"\n[settings.shop]\nabout = \"x\"\nform = \"text\"",
            hmac("message = \"{settings.shop}{id}\""),
            fields,
            "signature.ambiguous",
        ),
        (
            "a number, which browsers write in another way",
            id,
            hmac("message = \"{id}:{attributes.n|number}\""),
            "id = \"{id}\"\nn = \"{attributes.n|number}\"\nhash = \"{signature}\"",
            "signature.message",
        ),
        (
            "a name beside another message",
            id,
            format!("{}\n[signatures.name]\nmessage = \"{{name}}\"", hmac("message = \"{id}\"\nambiguous = \"x\"")),
            "id = \"{id}\"\nhash = \"{signature}\"\nname = \"{name}\"\nname_hash = \"{signatures.name}\"",
            "signature.message",
        ),
        (
            "a constant that depends on true or false",
            id,
            hmac("message = \"{id}\""),
            "id = \"{id}\"\nhash = \"{signature}\"\nadmin = {constant = true, with = \"{attributes.admin|boolean}\"}",
            "fields.admin.with",
        ),
        (
            "a payload in which nothing must be",
            "",
            format!("{}\n{}", hmac("message = \"{payload}\""), payload.replace("required", "# required")),
            "sso = \"{payload}\"\nhash = \"{signature}\"",
            "signature.payload.required",
        ),
        ("a filter that does not fit", id, hmac("message = \"{id|ms}\""), fields, "signature.message"),
        (
            "other filters in the fields",
            id,
            hmac("message = \"{id}\""),
            "id = \"{id|lower}\"\nhash = \"{signature}\"",
            "signature.message",
        ),
        (
            "base64 in a pasted address",
            "contact = \"{id}\"\n[settings.link]\nabout = \"the link\"\nform = \"address\"",
            hmac("message = \"{id}\"\nresult = \"base64\""),
            "id = \"{id}\"\nhash = \"{signature}\"\n[page]\nurl = \"{settings.link}\"\n[page.replace]\nHASH = \"{signature}\"",
            "page.replace",
        ),
        ("a signature in the message", id, hmac("message = \"{id}{signature}\""), fields, "signature.message"),
        (
            "nothing of the visitor",
            "",
            hmac("message = \"{now}\"\nmax_age = 60"),
            "hash = \"{signature}\"\nt = \"{now}\"",
            "signature.message",
        ),
    ] {
        let error = scheme(contact, &signature, fields).map(|_| panic!("{what}")).unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::SchemeMalformed, Some(field)), "{what}: {error}");
    }
}
