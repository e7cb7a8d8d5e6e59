//! Properties of every visitor, tested with 10,000 random visitors each.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, sync::LazyLock};

use proptest::{prelude::*, sample::Index, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};
use visitorseal::{Code, Object, Scheme, Settings, Signed, Signer, Verified, Verifier, Visitor, scheme, schemes};

const NOW: u64 = 1_795_132_800;

struct Site {
    /// Whether one signature covers all that is signed.
    signs_in_one_way: bool,
    /// Whether the vendor joins two fields without a separator.
    joins_fields: bool,
    signature_field: String,
    signer: Signer,
    verifier: Verifier,
}

/// A site and its vendor for each scheme of the catalogue.
static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| schemes().map(|name| site(&scheme(name).unwrap())).collect());

fn site(scheme: &Scheme) -> Site {
    let key = |name: &str| fs::read(format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    // It is text, hex and base64.
    let shared = || b"00112233445566778899aabbccddeeff".to_vec();
    let pair = |name: &str| (key(&format!("{name}.private.pem")), key(&format!("{name}.public.pem")));
    let (secret, key) = match scheme.algorithm() {
        "RS256" => pair("rsa-2048"),
        "ES256" => pair("ec-p256"),
        "EdDSA" => pair("ed25519"),
        _ => (shared(), shared()),
    };
    let json: Value = serde_json::from_str(&scheme.to_json()).unwrap();
    let required = json["settings"].as_array().unwrap().iter().filter(|setting| setting["required"] == true);
    let settings = required.fold(Settings::new(), |settings, setting| {
        let value = if setting["form"] == "address" { "https://acme.example" } else { "a1b2" };
        settings.with(setting["name"].as_str().unwrap(), value)
    });
    Site {
        signs_in_one_way: json["signatures"] == json!([]),
        joins_fields: !json["ambiguous"].is_null() && json["message"].as_str().is_some_and(|text| text.contains("}{")),
        signature_field: json["signature_field"].as_str().unwrap().to_owned(),
        signer: Signer::new(scheme, secret, &settings).unwrap(),
        verifier: Verifier::new(scheme, [&key]).unwrap().settings(&settings).unwrap(),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{1,12}",
        "[a-z0-9.@_-]{1,24}",
        // Characters that may break pages, JSON and messages of several fields.
        "[<>/!&'\"\\\\:{}\u{2028}\u{2029}\u{feff}\u{e9}\u{1f600} -]{1,12}",
        Just("</script><script>alert(1)</script>".to_owned()),
    ]
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

prop_compose! {
    fn visitor()(
        id in text(),
        email in text(),
        name in text(),
        phone in prop::option::of("\\+[1-9][0-9]{6,13}"),
        avatar in prop::option::of("https://[a-z]{1,8}\\.example/[a-z0-9?&=%]{0,12}"),
        attributes in prop::collection::vec((text(), json()), 0..5),
    ) -> Visitor {
        let mut visitor = Visitor::new().id(id).email(email).name(name);
        if let Some(phone) = phone { visitor = visitor.phone(phone); }
        if let Some(avatar) = avatar { visitor = visitor.avatar(avatar); }
        attributes.into_iter().fold(visitor, |visitor, (key, value)| visitor.attribute(key, value))
    }
}

/// The text or attributes of a visitor, each under its name, without what a vendor may fold.
fn part(visitor: &Visitor, field: &str) -> Value {
    match (field, field.strip_prefix("attributes.")) {
        ("attributes", _) => Value::Object(visitor.attributes().clone()),
        (_, Some(name)) => visitor.attributes().get(name).cloned().unwrap_or_default(),
        (field, None) => json!(visitor.get(field).map(fold)),
    }
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The visitor, with the attributes that the vendor demands.
fn complete(signer: &Signer, visitor: Visitor) -> Visitor {
    let Some(error) = signer.sign(&visitor, NOW).err() else { return visitor };
    let Some(name) = error.field().and_then(|field| field.strip_prefix("attributes.")) else { return visitor };
    match error.code() {
        Code::FieldMissing => complete(signer, visitor.attribute(name, "https://acme.example")),
        // Mintlify demands a time in seconds.
        Code::FieldType if error.reason().contains("a whole number") => visitor.attribute(name, NOW),
        Code::FieldType if error.reason().contains("a list of texts") => visitor.attribute(name, json!(["viewer"])),
        _ => visitor,
    }
}

/// Whether a visitor has one signature only. A random text in it makes each different.
fn has_one_signature(signer: &Signer, visitor: &Visitor) -> bool {
    let signature = || signer.sign(visitor, NOW).map(|signed| signed.signature().map(str::to_owned)).ok();
    signature() == signature()
}

/// The fields with the text at `path` replaced.
fn with(fields: &Object, path: &str, text: &str) -> Object {
    let mut fields = Value::Object(fields.clone());
    *fields.pointer_mut(path).unwrap() = text.into();
    serde_json::from_value(fields).unwrap()
}

/// The path of a text in the fields, if it occurs once.
fn path_of(fields: &Object, text: &str) -> Option<String> {
    let mut places = fields.iter().filter(|(_, value)| *value == text);
    let (name, _) = places.next()?;
    places.next().is_none().then(|| format!("/{name}"))
}

/// A text with one of its characters replaced by another.
fn edited(text: &str, at: Index, by: char) -> String {
    let at = at.index(text.chars().count());
    text.chars().enumerate().map(|(place, char)| if place == at { by } else { char }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_signed_visitor_verifies_with_the_same_values(visitor in visitor(), at in any::<Index>()) {
        let Site { signer, verifier, .. } = at.get(&SITES);
        let visitor = complete(signer, visitor);
        let Ok(signed) = signer.sign(&visitor, NOW) else { return Ok(()) };
        let verified = verifier.verify(signed.fields(), NOW).unwrap();
        prop_assert_eq!(verified.key(), Some(0));
        for field in signer.scheme().covers() {
            // Of several alternatives the first is signed, and the page claims the others.
            let is_signed = part(verified.signed(), field) != Value::Null;
            let found = if is_signed { verified.signed() } else { verified.unsigned() };
            prop_assert_eq!(part(found, field), part(&visitor, field), "{}", field);
        }
        // The same for JSON, as a page sends it.
        let from_json = verifier.verify_json(signed.fields_json().as_bytes(), NOW).unwrap();
        prop_assert_eq!(from_json.to_json(), verified.to_json());
    }

    /// A visitor of another language comes as JSON, which is read in a way of its own.
    #[test]
    fn a_visitor_as_json_signs_as_the_same_visitor(visitor in visitor(), site in any::<Index>(), is_ascii: bool) {
        let Site { signer, .. } = site.get(&SITES);
        let visitor = complete(signer, visitor);
        let json = if is_ascii { visitor.to_json() } else { serde_json::to_string(&visitor.to_object()).unwrap() };
        // Read as any JSON is.
        let visitor = Visitor::from_object(serde_json::from_str(&json).unwrap()).unwrap();
        let signed = signer.sign(&visitor, NOW).map(|signed| signed.to_json());
        prop_assume!(signed.is_err() || has_one_signature(signer, &visitor));
        prop_assert_eq!(signer.sign_json(json.as_bytes(), NOW).map(|signed| signed.to_json()), signed.clone());
        let many = signer.sign_many_json(format!("[{json}]").as_bytes(), NOW).unwrap();
        let one = signed.clone().unwrap_or_else(|error| json!({"error": error}).to_string());
        prop_assert_eq!(serde_json::from_str::<Value>(&many).unwrap(), serde_json::from_str::<Value>(&format!("[{one}]")).unwrap());
        let fields = signer.fields_json(json.as_bytes(), NOW);
        prop_assert_eq!(fields, signer.sign(&visitor, NOW).map(|signed| signed.fields_json().to_owned()));
    }

    #[test]
    fn a_changed_signature_is_refused(visitor in visitor(), site in any::<Index>(), at in any::<Index>(), by: char) {
        let Site { signer, verifier, signature_field, .. } = site.get(&SITES);
        let visitor = complete(signer, visitor);
        let Ok(signed) = signer.sign(&visitor, NOW) else { return Ok(()) };
        let signature = signed.signature().unwrap();
        let forged = edited(signature, at, by);
        prop_assume!(forged != signature);
        let fields = with(signed.fields(), &format!("/{signature_field}"), &forged);
        prop_assert!(verifier.verify(&fields, NOW).is_err());
    }

    #[test]
    fn a_changed_covered_field_is_refused(visitor in visitor(), site in any::<Index>(), at in any::<Index>(), by: char) {
        let Site { signer, verifier, .. } = site.get(&SITES);
        let visitor = complete(signer, visitor);
        let Ok(signed) = signer.sign(&visitor, NOW) else { return Ok(()) };
        let verified = verifier.verify(signed.fields(), NOW).unwrap();
        for field in signer.scheme().covers().into_iter().filter(|field| verified.signed().get(field).is_some()) {
            // The fields of a token are inside it. The test above changes tokens.
            let Some(text) = visitor.get(field) else { continue };
            let Some(path) = path_of(signed.fields(), text) else { continue };
            let forged = edited(text, at, by);
            prop_assume!(fold(&forged) != fold(text));
            prop_assert!(verifier.verify(&with(signed.fields(), &path, &forged), NOW).is_err(), "{}", field);
        }
    }

    #[test]
    fn two_visitors_share_a_signature_only_if_their_covered_fields_are_equal(
        one in ("[ab:]{1,4}", "[ab:]{1,4}"),
        other in ("[ab:]{1,4}", "[ab:]{1,4}"),
        site in any::<Index>(),
    ) {
        let Site { signer, verifier, signs_in_one_way, joins_fields, .. } = site.get(&SITES);
        prop_assume!(!joins_fields);
        let visitor = |(id, email): &(String, String)| Visitor::new().id(id).email(email).name("n");
        let sign = |parts| signer.sign(&visitor(parts), NOW);
        let (Ok(a), Ok(b)) = (sign(&one), sign(&other)) else { return Ok(()) };
        let verify = |signed: &Signed| verifier.verify(signed.fields(), NOW).unwrap();
        let (one_verified, other_verified) = (verify(&a), verify(&b));
        if a.signature() == b.signature() {
            let contact = |verified: &Verified| verified.contact().and_then(|contact| contact.external_id().map(str::to_owned));
            prop_assert_eq!(contact(&one_verified), contact(&other_verified));
        }
        if *signs_in_one_way && has_one_signature(signer, &visitor(&one)) {
            prop_assert_eq!(a.signature() == b.signature(), one_verified.signed() == other_verified.signed());
        }
    }

    #[test]
    fn sign_and_sign_many_give_the_same_results(visitors in prop::collection::vec(visitor(), 1..4), site in any::<Index>()) {
        let Site { signer, .. } = site.get(&SITES);
        prop_assume!(visitors.iter().all(|visitor| has_one_signature(signer, visitor)));
        let each: Vec<String> = visitors.iter().map(|visitor| match signer.sign(visitor, NOW) {
            Ok(signed) => signed.to_json(),
            Err(error) => format!(r#"{{"error":{}}}"#, error.to_json()),
        }).collect();
        let many: Vec<String> = signer.sign_many(&visitors, NOW).into_iter().map(|result| match result {
            Ok(signed) => signed.to_json(),
            Err(error) => format!(r#"{{"error":{}}}"#, error.to_json()),
        }).collect();
        prop_assert_eq!(&many, &each);
        let list: Vec<Value> = visitors.iter().map(|visitor| Value::Object(visitor.to_object())).collect();
        let as_json = signer.sign_many_json(json!(list).to_string().as_bytes(), NOW).unwrap();
        prop_assert_eq!(as_json, format!("[{}]", each.join(",")));
    }

    #[test]
    fn random_fields_are_refused_without_a_panic(fields in json(), site in any::<Index>()) {
        let Site { verifier, .. } = site.get(&SITES);
        prop_assert!(verifier.verify_json(fields.to_string().as_bytes(), NOW).is_err());
    }
}

#[test]
fn most_of_the_random_visitors_can_be_signed() {
    const TRIED: usize = 500;
    let mut runner = TestRunner::deterministic();
    for Site { signer, .. } in SITES.iter() {
        let mut signs =
            |_: &usize| signer.sign(&complete(signer, visitor().new_tree(&mut runner).unwrap().current()), NOW).is_ok();
        let signed = (0..TRIED).filter(|at| signs(at)).count();
        assert!(signed > TRIED / 2, "{}: {signed} of {TRIED}", signer.scheme().name());
    }
}
