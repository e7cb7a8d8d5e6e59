//! Attacks on tokens: RFC 8725, the CVEs of JWT libraries, and keys in every wrong container. Expected values come from RFCs
//! and OpenSSL. Tokens are made here and not by the signer, so that they can be wrong.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::panic)]

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use visitorseal::{Code, Error, Explainer, Key, Object, Scheme, Settings, Signer, Verified, Verifier, Visitor};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "a secret of more than 64 bytes, so that it is long enough for HS512 too";
const PAIRS: [(&str, &str); 6] = [
    ("RS256", "rsa-2048"),
    ("RS384", "rsa-2048"),
    ("RS512", "rsa-2048"),
    ("ES256", "ec-p256"),
    ("ES384", "ec-p384"),
    ("EdDSA", "ed25519"),
];
const SHARED: [&str; 3] = ["HS256", "HS384", "HS512"];
const ID: &str = "sub = '{id}'\n";

fn key(name: &str) -> String {
    let path = format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn der(name: &str) -> Vec<u8> {
    pem::parse(key(name)).unwrap().into_contents()
}

fn pem_of(label: &str, der: &[u8]) -> String {
    pem::encode(&pem::Pem::new(label, der.to_vec()))
}

fn jwk(name: &str) -> Value {
    serde_json::from_str(&key(&format!("{name}.jwk.json"))).unwrap()
}

fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn from_base64url(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

fn file(algorithm: &str, signature: &str, claims: &str) -> String {
    let secret = if algorithm.starts_with("HS") { "secret = 'text'\n" } else { "" };
    let setting = |name: &str, form: &str| format!("[settings.{name}]\nabout = 'a'\nform = '{form}'\n");
    [
        "name = 'acme'\nvendor = 'Acme'\ndocument = 'https://acme.example'\nread = 2026-11-20\n",
        &setting("key_id", "text"),
        &setting("app", "text"),
        &setting("lifetime", "seconds"),
        &setting("endpoint", "endpoint"),
        &format!("[signature]\nkind = 'jwt'\nalgorithm = '{algorithm}'\n{secret}{signature}"),
        &format!("[signature.claims]\n{claims}"),
        "[fields]\njwt = '{signature}'\nmail = '{email}'\n",
    ]
    .concat()
}

fn own(algorithm: &str, signature: &str, claims: &str) -> Scheme {
    Scheme::parse(&file(algorithm, signature, claims)).unwrap()
}

fn plain(algorithm: &str) -> Scheme {
    own(algorithm, "", ID)
}

/// HS256, HS384 or HS512, by their crates.
fn mac(algorithm: &str, secret: &[u8], message: &[u8]) -> Vec<u8> {
    match algorithm {
        "HS384" => {
            Hmac::<sha2::Sha384>::new_from_slice(secret).unwrap().chain_update(message).finalize().into_bytes().to_vec()
        }
        "HS512" => {
            Hmac::<sha2::Sha512>::new_from_slice(secret).unwrap().chain_update(message).finalize().into_bytes().to_vec()
        }
        _ => {
            Hmac::<sha2::Sha256>::new_from_slice(secret).unwrap().chain_update(message).finalize().into_bytes().to_vec()
        }
    }
}

fn mac_token(algorithm: &str, secret: &[u8], header: &str, payload: &str) -> String {
    let signed = format!("{}.{}", base64url(header), base64url(payload));
    let mac = mac(algorithm, secret, signed.as_bytes());
    format!("{signed}.{}", base64url(mac))
}

/// A token with the secret, and with whatever header.
fn token_with(header: &str) -> String {
    mac_token("HS256", SECRET.as_bytes(), header, r#"{"sub":"42"}"#)
}

fn token(claims: &Value) -> String {
    mac_token("HS256", SECRET.as_bytes(), r#"{"alg":"HS256"}"#, &claims.to_string())
}

fn fields(token: &str) -> Object {
    [("jwt".to_owned(), token.into())].into_iter().collect()
}

/// Verifies and explains: the two agree, a refusal has a finding, and nothing shows the secret.
fn verify_with(scheme: &Scheme, keys: &[&str], settings: &Settings, fields: &Object) -> Result<Verified, Error> {
    let result = Verifier::new(scheme, keys.iter().copied())
        .and_then(|verifier| verifier.settings(settings))
        .and_then(|verifier| verifier.verify(fields, NOW));
    let explained =
        Explainer::new(scheme, keys.iter().copied()).unwrap().settings(settings).unwrap().explain(fields, NOW).unwrap();
    assert_eq!(explained.is_verified(), result.is_ok(), "{result:?} {explained:?}");
    assert!(!explained.findings().is_empty(), "{result:?}");
    let shown = format!("{result:?} {explained:?} {}", explained.to_json());
    for key in keys {
        assert!(key.is_empty() || !shown.contains(key), "{shown}");
    }
    result
}

fn verify(scheme: &Scheme, claims: &Value) -> Result<Verified, Error> {
    verify_with(scheme, &[SECRET], &Settings::new(), &fields(&token(claims)))
}

/// The code and field of the refusal, or nothing.
fn refusal(result: Result<Verified, Error>) -> Option<(Code, String)> {
    result.err().map(|error| (error.code(), error.field().unwrap_or_default().to_owned()))
}

fn refused(code: Code, field: &str) -> Option<(Code, String)> {
    Some((code, field.to_owned()))
}

fn verifier_code(scheme: &Scheme, key: &str) -> Option<Code> {
    Verifier::new(scheme, [key]).err().map(|error| error.code())
}

fn signer_code(scheme: &Scheme, secret: &str) -> Option<Code> {
    Signer::new(scheme, secret, &Settings::new()).err().map(|error| error.code())
}

#[test]
fn no_public_key_of_a_pair_verifies_a_mac_with_its_own_text() {
    for (algorithm, name) in PAIRS {
        let scheme = plain(algorithm);
        let (pem, jwk) = (key(&format!("{name}.public.pem")), key(&format!("{name}.jwk.json")));
        let der = der(&format!("{name}.public.pem"));
        let secrets = [
            pem.clone().into_bytes(),
            pem.trim().as_bytes().to_vec(),
            pem.replace('\n', "\r\n").into_bytes(),
            STANDARD.encode(&der).into_bytes(),
            der,
            jwk.clone().into_bytes(),
            jwk.trim().as_bytes().to_vec(),
            Vec::new(),
        ];
        for (secret, shared) in secrets.iter().flat_map(|secret| SHARED.map(|shared| (secret, shared))) {
            for header in [shared, algorithm] {
                let token = mac_token(shared, secret, &json!({"alg": header}).to_string(), r#"{"sub":"42"}"#);
                for key in [&pem, &jwk] {
                    let code = refusal(verify_with(&scheme, &[key], &Settings::new(), &fields(&token))).unwrap().0;
                    let expected = if header == shared { Code::AlgorithmRefused } else { Code::SignatureMismatch };
                    assert_eq!(code, expected, "{algorithm} {header} {shared}");
                }
            }
        }
    }
}

#[test]
fn a_token_of_each_algorithm_is_refused_by_the_scheme_of_each_other() {
    let all = || PAIRS.into_iter().chain(SHARED.map(|shared| (shared, "")));
    for (algorithm, name) in all() {
        let secret = if name.is_empty() { SECRET.to_owned() } else { key(&format!("{name}.private.pem")) };
        let signer = Signer::new(&plain(algorithm), secret, &Settings::new()).unwrap();
        let signed = signer.sign(&Visitor::new().id("42"), NOW).unwrap();
        for (other, other_name) in all() {
            let key = if other_name.is_empty() { SECRET.to_owned() } else { key(&format!("{other_name}.public.pem")) };
            let result = verify_with(&plain(other), &[&key], &Settings::new(), signed.fields());
            let expected = (algorithm != other).then(|| (Code::AlgorithmRefused, "alg".to_owned()));
            assert_eq!(refusal(result), expected, "{algorithm} for {other}");
            // The same signature under the other name.
            let token = signed.signature().unwrap();
            let (_, rest) = token.split_once('.').unwrap();
            let renamed = format!("{}.{rest}", base64url(json!({"alg": other}).to_string()));
            let result = verify_with(&plain(other), &[&key], &Settings::new(), &fields(&renamed));
            assert_eq!(refusal(result).unwrap().0, Code::SignatureMismatch, "{algorithm} as {other}");
        }
    }
}

#[test]
fn a_public_key_in_whatever_form_is_no_shared_secret() {
    let as_form =
        |form: &str| Scheme::parse(&file("HS256", "", ID).replace("secret = 'text'", &format!("secret = '{form}'")));
    let (text, in_base64, in_hex) = (plain("HS256"), as_form("base64").unwrap(), as_form("hex").unwrap());
    for name in ["rsa-2048.public.pem", "rsa-2048.public.pkcs1.pem", "ec-p256.public.pem", "ed25519.public.pem"] {
        let (pem, der) = (key(name), der(name));
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("\n");
        for (scheme, secret) in [
            (&text, pem.clone()),
            (&text, body),
            (&text, STANDARD.encode(&der)),
            (&in_base64, STANDARD.encode(&pem)),
            (&in_base64, STANDARD.encode(&der)),
            (&in_hex, hex::encode(&pem)),
            (&in_hex, hex::encode(&der)),
        ] {
            assert_eq!(signer_code(scheme, &secret), Some(Code::SecretIsPem), "{name}: {secret}");
            assert_eq!(verifier_code(scheme, &secret), Some(Code::SecretIsPem), "{name}: {secret}");
        }
    }
    let jwk = jwk("rsa-2048").to_string();
    let twice = jwk.replacen('{', r#"{"kty":"RSA","#, 1);
    for (scheme, secret) in [
        (&text, jwk.clone()),
        (&text, twice),
        (&text, format!("[{jwk}]")),
        (&text, format!("{{\"keys\":[{jwk}]}}")),
        (&in_base64, STANDARD.encode(&jwk)),
        (&in_hex, hex::encode(&jwk)),
    ] {
        assert_eq!(signer_code(scheme, &secret), Some(Code::SecretIsJwk), "{secret}");
        assert_eq!(verifier_code(scheme, &secret), Some(Code::SecretIsJwk), "{secret}");
    }
    // Secrets that only begin like a key.
    for secret in ["M", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A", "{brace}", "[bracket]", "0\u{3}abc", "kty and keys"] {
        assert_eq!(signer_code(&text, secret), None, "{secret}");
    }
}

/// RFC 5280 section 4.1 and RFC 8017 appendix A.1.1: what is behind a label of RFC 7468 is that and nothing else. aws-lc-rs
/// alone would take all of these, so a key of RSA-PSS would verify RS256.
#[test]
fn a_pem_block_holds_what_its_label_says_and_nothing_after_it() {
    let with = |der: &[u8], more: &[u8]| [der, more].concat();
    let last = |der: &[u8], length: usize| der.get(der.len() - length..).unwrap().to_vec();
    let (rsa, pkcs1, pss) = (der("rsa-2048.public.pem"), der("rsa-2048.public.pkcs1.pem"), der("rsa-pss.public.pem"));
    let (ec, ed25519) = (der("ec-p256.public.pem"), der("ed25519.public.pem"));
    let (x25519, small) = (der("x25519.public.pem"), der("ed25519-small-order.public.pem"));
    for (algorithm, label, der) in [
        ("RS256", "PUBLIC KEY", pkcs1.clone()),
        ("RS256", "RSA PUBLIC KEY", rsa.clone()),
        ("RS256", "PUBLIC KEY", with(&pss, &[0])),
        ("RS256", "PUBLIC KEY", with(&rsa, &[0])),
        ("RS256", "RSA PUBLIC KEY", with(&pkcs1, &[0])),
        ("ES256", "PUBLIC KEY", last(&ec, 65)),
        ("ES256", "PUBLIC KEY", with(&ec, &[0])),
        ("EdDSA", "PUBLIC KEY", last(&ed25519, 32)),
        ("EdDSA", "PUBLIC KEY", last(&x25519, 32)),
        ("EdDSA", "PUBLIC KEY", with(&ed25519, &[7])),
        // The order of the key is that of its own bytes, not of those after it.
        ("EdDSA", "PUBLIC KEY", with(&small, &[7; 32])),
    ] {
        let key = pem_of(label, &der);
        assert_eq!(verifier_code(&plain(algorithm), &key), Some(Code::KeyMalformed), "{algorithm}\n{key}");
    }
    let key = pem_of("RSA PUBLIC KEY", &pss);
    assert_eq!(verifier_code(&plain("RS256"), &key), Some(Code::KeyAlgorithm));
    for (algorithm, label, der) in [
        ("RS256", "PUBLIC KEY", rsa),
        ("RS256", "RSA PUBLIC KEY", pkcs1),
        ("ES256", "PUBLIC KEY", ec),
        ("EdDSA", "PUBLIC KEY", ed25519),
    ] {
        assert_eq!(verifier_code(&plain(algorithm), &pem_of(label, &der)), None, "{algorithm}");
    }
}

/// RFC 8017 section 3.1: the modulus is the product of odd primes, and the exponent has no divisor in common with an even
/// number. AWS-LC reads other numbers, and then verifies nothing.
#[test]
fn an_rsa_key_with_impossible_numbers_is_refused_when_the_verifier_is_made() {
    let scheme = plain("RS256");
    let good = jwk("rsa-2048");
    let modulus = from_base64url(&good["n"]);
    let even = [&modulus[..255], &[modulus[255] - 1]].concat();
    let code = |modulus: &[u8], exponent: &[u8]| {
        let mut key = good.clone();
        (key["n"], key["e"]) = (base64url(modulus).into(), base64url(exponent).into());
        verifier_code(&scheme, &key.to_string())
    };
    for exponent in [&[][..], &[0], &[2], &[1, 0, 0], &[1, 0, 0, 0, 0]] {
        assert_eq!(code(&modulus, exponent), Some(Code::KeyMalformed), "{exponent:?}");
    }
    assert_eq!(code(&even, &[1, 0, 1]), Some(Code::KeyMalformed));
    for exponent in [&[1][..], &[0, 0, 1]] {
        assert_eq!(code(&modulus, exponent), Some(Code::KeyWeak), "{exponent:?}");
    }
    assert_eq!(code(&modulus, &[3, 0, 0, 0, 1]), Some(Code::KeyUnsupported));
    assert_eq!(code(&modulus, &modulus), Some(Code::KeyUnsupported));
    assert_eq!(code(&[], &[1, 0, 1]), Some(Code::KeyTooShort));
    // Leading zeros, which some writers add, change nothing.
    assert_eq!(code(&[&[0, 0], modulus.as_slice()].concat(), &[0, 1, 0, 1]), None);
    assert_eq!(verifier_code(&scheme, &key("rsa-e1.public.pem")), Some(Code::KeyWeak));
}

/// RFC 7518 section 6.2.1.2: a coordinate has the curve's length, also with leading zeros. RFC 8037 section 2: x is the key.
#[test]
fn a_coordinate_of_a_jwk_has_the_length_of_its_curve() {
    let (p256, ed25519) = (jwk("ec-p256"), jwk("ed25519"));
    let (x, y) = (from_base64url(&p256["x"]), from_base64url(&p256["y"]));
    let code = |x: &[u8], y: &[u8]| {
        let mut key = p256.clone();
        (key["x"], key["y"]) = (base64url(x).into(), base64url(y).into());
        verifier_code(&plain("ES256"), &key.to_string())
    };
    assert_eq!(code(&x, &y), None);
    let both = [x.as_slice(), &y].concat();
    for at in [0, 31, 33, 64] {
        let (x, y) = both.split_at(at);
        assert_eq!(code(x, y), Some(Code::KeyMalformed), "{at}");
    }
    // Off the curve, or the point at infinity.
    for (x, y) in [(&y, &x), (&vec![0; 32], &vec![0; 32]), (&vec![0xff; 32], &y), (&x, &vec![0; 32])] {
        assert_eq!(code(x, y), Some(Code::KeyMalformed), "{x:?} {y:?}");
    }
    for x in [der("ed25519.public.pem"), vec![9; 31], vec![9; 33], vec![]] {
        let mut key = ed25519.clone();
        key["x"] = base64url(x).into();
        assert_eq!(verifier_code(&plain("EdDSA"), &key.to_string()), Some(Code::KeyMalformed), "{key}");
    }
}

#[test]
fn a_jwk_with_any_private_member_is_no_public_key() {
    for member in ["d", "p", "q", "dp", "dq", "qi"] {
        let mut key = jwk("rsa-2048");
        key[member] = "AQAB".into();
        assert_eq!(verifier_code(&plain("RS256"), &key.to_string()), Some(Code::KeyPrivate), "{member}");
    }
}

#[test]
fn members_of_a_jwk_of_odd_types_never_allow_its_use() {
    let odd = [json!(null), json!(5), json!(true), json!([]), json!({}), json!(["sig", "RS256", "verify"])];
    for (member, value) in
        ["use", "alg", "kid", "kty", "n", "e"].iter().flat_map(|member| odd.iter().map(move |odd| (member, odd)))
    {
        let mut key = jwk("rsa-2048");
        key[*member] = value.clone();
        assert_eq!(verifier_code(&plain("RS256"), &key.to_string()), Some(Code::KeyMalformed), "{member} {value}");
    }
    for value in [
        json!(null),
        json!("verify"),
        json!([]),
        json!({"verify": true}),
        json!(["VERIFY"]),
        json!(["sign"]),
        json!([["verify"]]),
    ] {
        let mut key = jwk("rsa-2048");
        key["key_ops"] = value.clone();
        assert_eq!(verifier_code(&plain("RS256"), &key.to_string()), Some(Code::KeyUse), "{value}");
    }
}

#[test]
fn sets_of_thousands_and_sets_in_sets_are_refused() {
    let scheme = plain("EdDSA");
    let mut one = jwk("ed25519");
    one.as_object_mut().unwrap().remove("kid");
    let many = json!({"keys": vec![one.clone(); 500]}).to_string();
    assert_eq!(verifier_code(&scheme, &many), Some(Code::KeyCount));
    assert_eq!(
        verifier_code(&scheme, &json!({"keys": vec![json!({"kty": "a"}); 10_000]}).to_string()),
        Some(Code::KeyMalformed)
    );
    for set in
        [json!({"keys": [{"keys": [one]}]}), json!({"keys": [[one]]}), json!({"keys": {"keys": [one]}}), json!([one])]
    {
        assert_eq!(verifier_code(&scheme, &set.to_string()), Some(Code::KeyMalformed), "{set}");
    }
    // No more keys are tried and shown than a verifier may have.
    let signer = Signer::new(&scheme, key("other-ed25519.private.pem"), &Settings::new()).unwrap();
    let signed = signer.sign(&Visitor::new().id("42"), NOW).unwrap();
    let explained = Explainer::new(&scheme, vec![&many; 16]).unwrap().explain(signed.fields(), NOW).unwrap();
    let size = explained.to_json().len();
    assert!(!explained.is_verified() && size < 4096, "{size}");
}

#[test]
fn two_keys_have_one_kid_only_if_no_token_could_mean_both() {
    let scheme = plain("ES256");
    let mut set = jwk("ec-p256");
    set["kid"] = "one".into();
    let set = json!({"keys": [set]}).to_string();
    let other = key("other-p256.public.pem");
    let kid = |keys: [Key<'_>; 2]| Verifier::new(&scheme, keys).err().map(|error| error.code());
    assert_eq!(kid([Key::from(&set), Key::from(&other).kid("one")]), Some(Code::KidInvalid));
    assert_eq!(kid([Key::from(&other).kid("one"), Key::from(&set)]), Some(Code::KidInvalid));
    assert_eq!(kid([Key::from(&set), Key::from(&set)]), Some(Code::KidInvalid));
    assert_eq!(kid([Key::from(&set), Key::from(&other).kid("two")]), None);
}

/// RFC 7515 section 4.1.11, RFC 7797, RFC 8725 section 3.1.
#[test]
fn a_header_holds_alg_typ_and_kid_once_and_nothing_else() {
    let scheme = plain("HS256");
    let code = |header: &str| refusal(verify_with(&scheme, &[SECRET], &Settings::new(), &fields(&token_with(header))));
    for header in [r#"{"alg":"HS256"}"#, r#"{"typ":"jwt","alg":"HS256","kid":"a"}"#, " {\n\"\\u0061lg\" : \"HS256\" } "]
    {
        assert_eq!(code(header), None, "{header}");
    }
    for (member, value) in [
        ("crit", json!([])),
        ("crit", json!(["exp"])),
        ("b64", json!(true)),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("jwk", jwk("rsa-2048")),
        ("jku", json!("https://evil.example")),
        ("x5c", json!([])),
        ("x5u", json!("https://evil.example")),
        ("cty", json!("JWT")),
        ("ALG", json!("none")),
        ("", json!(1)),
        ("__proto__", json!({"alg": "none"})),
    ] {
        let header = format!(r#"{{"alg":"HS256",{}:{value}}}"#, json!(member));
        assert_eq!(code(&header), refused(Code::HeaderRefused, member), "{header}");
    }
    for typ in [json!("JWE"), json!("at+jwt"), json!(""), json!(null), json!(["JWT"])] {
        assert_eq!(
            code(&json!({"alg": "HS256", "typ": typ}).to_string()),
            refused(Code::HeaderRefused, "typ"),
            "{typ}"
        );
    }
    for kid in [
        json!(""),
        json!(null),
        json!(5),
        json!(["a"]),
        json!({}),
        json!("a\0"),
        json!("a\u{85}"),
        json!("k".repeat(257)),
    ] {
        assert_eq!(
            code(&json!({"alg": "HS256", "kid": kid}).to_string()),
            refused(Code::HeaderRefused, "kid"),
            "{kid}"
        );
    }
    for alg in [
        json!("none"),
        json!("NONE"),
        json!("hs256"),
        json!("HS256 "),
        json!("HS384"),
        json!(null),
        json!(["HS256"]),
        json!(""),
    ] {
        assert_eq!(code(&json!({"alg": alg}).to_string()), refused(Code::AlgorithmRefused, "alg"), "{alg}");
    }
    assert_eq!(code("{}"), refused(Code::AlgorithmRefused, "alg"));
    for header in [
        r#"{"alg":"none","alg":"HS256"}"#,
        r#"{"alg":"HS256","\u0061lg":"none"}"#,
        r#"{"alg":"HS256","kid":"a","k\u0069d":"b"}"#,
        "",
        "null",
        "[]",
        r#"["alg","HS256"]"#,
        r#"{"alg":"HS256"}{}"#,
        "\u{feff}{\"alg\":\"HS256\"}",
    ] {
        assert_eq!(code(header), refused(Code::TokenMalformed, "jwt"), "{header}");
    }
}

#[test]
fn a_signature_of_the_wrong_length_or_of_zeros_never_verifies() {
    for (algorithm, name) in PAIRS {
        let (scheme, public) = (plain(algorithm), key(&format!("{name}.public.pem")));
        let signer = Signer::new(&scheme, key(&format!("{name}.private.pem")), &Settings::new()).unwrap();
        let signed = signer.sign(&Visitor::new().id("42"), NOW).unwrap();
        let (start, signature) = signed.signature().unwrap().rsplit_once('.').unwrap();
        let good = URL_SAFE_NO_PAD.decode(signature).unwrap();
        let length = good.len();
        let (r, s) = good.split_at(length / 2);
        let wrong = [
            vec![],
            vec![0; length],
            vec![0xff; length],
            good[1..].to_vec(),
            good[..length - 1].to_vec(),
            [good.as_slice(), &[0]].concat(),
            [&[0], good.as_slice()].concat(),
            [s, r].concat(),
            [r, &vec![0; s.len()]].concat(),
            [&vec![0; r.len()], s].concat(),
            // In DER, as other libraries write a signature of ECDSA.
            [&[0x30, 0x44, 0x02, 0x20], r, &[0x02, 0x20], s].concat(),
        ];
        for signature in wrong {
            let token = format!("{start}.{}", base64url(&signature));
            let result = verify_with(&scheme, &[&public], &Settings::new(), &fields(&token));
            assert_eq!(refusal(result).unwrap().0, Code::SignatureMismatch, "{algorithm} {signature:?}");
        }
        for token in [format!("{start}."), format!("{start}.{signature}="), format!("{start}.{signature}.")] {
            let result = verify_with(&scheme, &[&public], &Settings::new(), &fields(&token));
            let code = refusal(result).unwrap().0;
            assert!([Code::SignatureMismatch, Code::TokenMalformed].contains(&code), "{algorithm} {token}");
        }
    }
}

/// RFC 8032 section 5.1.7: S is below the order of the group. S plus the order would verify where this is not checked.
#[test]
fn an_ed25519_signature_has_one_form() {
    let order = hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
    let scheme = plain("EdDSA");
    let signer = Signer::new(&scheme, key("ed25519.private.pem"), &Settings::new()).unwrap();
    let signed = signer.sign(&Visitor::new().id("42"), NOW).unwrap();
    let (start, signature) = signed.signature().unwrap().rsplit_once('.').unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let mut carry = 0;
    for (byte, add) in bytes[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(carry, 0);
    let token = format!("{start}.{}", base64url(bytes));
    let result = verify_with(&scheme, &[&key("ed25519.public.pem")], &Settings::new(), &fields(&token));
    assert_eq!(refusal(result).unwrap().0, Code::SignatureMismatch);
}

/// The points of an order of at most 8, and encodings that are not canonical (RFC 8032 section 5.1.3).
#[test]
fn no_ed25519_key_of_small_order_is_taken_in_any_encoding() {
    for hex_point in [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ] {
        let point = hex::decode(hex_point).unwrap();
        let key = json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(&point)}).to_string();
        assert_eq!(verifier_code(&plain("EdDSA"), &key), Some(Code::KeyWeak), "{hex_point}");
        let mut der = der("ed25519.public.pem");
        der.truncate(12);
        der.extend(point);
        assert_eq!(verifier_code(&plain("EdDSA"), &pem_of("PUBLIC KEY", &der)), Some(Code::KeyWeak), "{hex_point}");
    }
}

/// RFC 5958 and RFC 8410 section 7: attributes and the public key may follow the private key, which is wrapped twice.
#[test]
fn an_ed25519_private_key_is_read_with_what_may_follow_it_and_not_with_what_may_not() {
    let (own, public, other) = (der("ed25519.private.pem"), der("ed25519.public.pem"), der("other-ed25519.public.pem"));
    let (seed, public, other) = (&own[16..48], &public[12..], &other[12..]);
    let key = |version: u8, private: &[u8], more: &[u8]| {
        let algorithm = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70];
        let body = [&[0x02, 0x01, version], &algorithm[..], &[0x04, private.len() as u8], private, more].concat();
        pem_of("PRIVATE KEY", &[&[0x30, body.len() as u8], body.as_slice()].concat())
    };
    let wrapped = [&[0x04, 0x20], seed].concat();
    let twice = [&[0x04, 0x22], wrapped.as_slice()].concat();
    let with = |public: &[u8]| [&[0x81, 0x21, 0x00], public].concat();
    let scheme = plain("EdDSA");
    for (name, key) in [
        ("v1", key(0, &wrapped, &[])),
        ("attributes", key(0, &wrapped, &[0xa0, 0x00])),
        ("v2", key(1, &wrapped, &with(public))),
    ] {
        let signed = Signer::new(&scheme, key, &Settings::new()).unwrap().sign(&Visitor::new().id("42"), NOW).unwrap();
        let verified = verify_with(&scheme, &[&crate::key("ed25519.public.pem")], &Settings::new(), signed.fields());
        assert!(verified.is_ok(), "{name}");
    }
    for (name, key) in [
        ("bare", key(0, seed, &[])),
        ("twice", key(0, &twice, &[])),
        ("another public key", key(1, &wrapped, &with(other))),
    ] {
        assert_eq!(signer_code(&scheme, &key), Some(Code::KeyMalformed), "{name}");
    }
}

/// A curve's name before the key, as `openssl ecparam -genkey` writes it, does not say what the key is.
#[test]
fn the_parameters_before_a_key_do_not_make_it_a_key_of_their_curve() {
    // openssl ecparam -name secp384r1
    let p384 = "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n";
    let sec1 = |name: &str| {
        let blocks = pem::parse_many(key(name)).unwrap();
        let block = blocks.iter().find(|block| block.tag() == "EC PRIVATE KEY").unwrap();
        format!("{p384}{}", pem::encode(block))
    };
    assert_eq!(signer_code(&plain("ES384"), &sec1("ec-p256.private.sec1.pem")), Some(Code::KeyAlgorithm));
    assert_eq!(signer_code(&plain("ES256"), &sec1("ec-p256.private.sec1.pem")), None);
    assert_eq!(signer_code(&plain("ES256"), &sec1("ec-p384.private.sec1.pem")), Some(Code::KeyAlgorithm));
    let two = format!("{}{}", key("ec-p256.public.pem"), key("other-p256.public.pem"));
    assert_eq!(verifier_code(&plain("ES256"), &two), Some(Code::KeyMalformed));
}

#[test]
fn each_of_several_times_is_checked_and_not_the_last_one_alone() {
    let ends = own("HS256", "lifetime = 60\n", &format!("{ID}a = '{{expires}}'\nb = {{c = '{{expires|iso}}'}}\n"));
    let late = "2026-11-20T00:01:00Z";
    assert_eq!(refusal(verify(&ends, &json!({"sub": "42", "a": NOW + 60, "b": {"c": late}}))), None);
    for (claims, path) in [
        (json!({"sub": "42", "a": NOW - 60, "b": {"c": late}}), "a"),
        (json!({"sub": "42", "a": NOW + 60, "b": {"c": "2026-11-19T23:59:00Z"}}), "b.c"),
    ] {
        assert_eq!(refusal(verify(&ends, &claims)), refused(Code::TokenExpired, path));
    }
    let made = own("HS256", "max_age = 60\n", &format!("{ID}a = '{{now|ms}}'\nb = '{{now|ms}}'\n"));
    for (a, b, expected) in [
        (NOW, NOW, None),
        (NOW - 600, NOW, refused(Code::TokenExpired, "a")),
        (NOW, NOW - 600, refused(Code::TokenExpired, "b")),
        (NOW + 600, NOW, refused(Code::TokenNotYetValid, "a")),
    ] {
        assert_eq!(refusal(verify(&made, &json!({"sub": "42", "a": a * 1000, "b": b * 1000}))), expected);
    }
}

#[test]
fn a_claim_whose_name_has_points_does_not_stand_for_a_nested_one() {
    let claims = "identity = {id = '{id}'}\nlimits = {until = '{expires}'}\n'*' = '{attributes}'\n";
    let scheme = own("HS256", "required = ['identity.id']\nlifetime = 60\n", claims);
    let good = json!({"identity": {"id": "42"}, "limits": {"until": NOW + 60}, "identity.id": "1", "limits.until": 0});
    assert_eq!(refusal(verify(&scheme, &good)), None);
    for (claims, path) in [
        (json!({"identity.id": "42", "limits": {"until": NOW + 60}}), "identity.id"),
        (json!({"identity": "42", "identity.id": "42", "limits": {"until": NOW + 60}}), "identity.id"),
        (json!({"identity": {"id": "42"}, "limits.until": NOW + 60}), "limits.until"),
        (json!({"identity": {"id": "42"}, "limits": [NOW + 60], "limits.until": NOW + 60}), "limits.until"),
    ] {
        assert_eq!(refusal(verify(&scheme, &claims)), refused(Code::ClaimMissing, path), "{claims}");
    }
    let expired = json!({"identity": {"id": "42"}, "limits": {"until": NOW - 60}, "limits.until": NOW + 60});
    assert_eq!(refusal(verify(&scheme, &expired)), refused(Code::TokenExpired, "limits.until"));
    let both = "'limits.until' = '{name}'\nlimits = {until = '{expires}'}\n";
    let error = Scheme::parse(&file("HS256", "lifetime = 60\n", &format!("{ID}{both}"))).unwrap_err();
    assert!(error.reason().contains("Two claims have this path"), "{error}");
}

#[test]
fn a_token_id_is_a_short_text_of_one_line() {
    for scheme in [plain("HS256"), own("HS256", "", &format!("{ID}jti = '{{random}}'\n"))] {
        let verified = verify(&scheme, &json!({"sub": "42", "jti": "7"})).unwrap();
        assert_eq!(verified.token_id(), Some("7"));
        for jti in [json!(""), json!("x".repeat(257)), json!("x".repeat(4096)), json!("a\0b"), json!("a\nb")] {
            assert_eq!(
                refusal(verify(&scheme, &json!({"sub": "42", "jti": jti}))),
                refused(Code::ClaimValue, "jti"),
                "{jti}"
            );
        }
        for jti in [json!(5), json!([]), json!({}), json!(true)] {
            assert_eq!(
                refusal(verify(&scheme, &json!({"sub": "42", "jti": jti}))),
                refused(Code::ClaimType, "jti"),
                "{jti}"
            );
        }
    }
}

#[test]
fn a_value_that_is_stated_twice_is_stated_once() {
    let scheme =
        own("HS256", "", &format!("{ID}id = '{{id}}'\na = '{{attributes.plan}}'\nb = {{c = '{{attributes.plan}}'}}\n"));
    let good = json!({"sub": "42", "id": "42", "a": "pro", "b": {"c": "pro"}});
    assert_eq!(refusal(verify(&scheme, &good)), None);
    for (claims, path) in [
        (json!({"sub": "42", "id": "43"}), "id"),
        (json!({"sub": "", "id": "42"}), "id"),
        (json!({"sub": "42", "id": ""}), "id"),
        (json!({"sub": "42", "a": "pro", "b": {"c": "free"}}), "b.c"),
    ] {
        assert_eq!(refusal(verify(&scheme, &claims)), refused(Code::ClaimValue, path), "{claims}");
    }
    let load = |claims: &str| Scheme::parse(&file("HS256", "", &format!("{ID}{claims}"))).unwrap_err();
    for (claims, reason) in [
        ("email = '{email}'\nlow = '{email|lower}'\n", "not with the same filters"),
        ("a = '{attributes.n|integer}'\nb = {c = '{attributes.n}'}\n", "not with the same filters"),
        ("'*' = '{attributes}'\na = {'*' = '{attributes}'}\n", "\"*\" occurs twice"),
    ] {
        assert_eq!(load(claims).code(), Code::SchemeMalformed);
        assert!(load(claims).reason().contains(reason), "{claims}");
    }
}

/// RFC 7519 section 4.1.3.
#[test]
fn an_audience_is_one_name_or_a_list_that_holds_it() {
    let settings = Settings::new().with("app", "acme");
    for aud in ["'acme'", "'{settings.app}'", "{constant = 'acme', with = '{email}'}"] {
        let scheme = own("HS256", "", &format!("{ID}aud = {aud}\n"));
        let code = |value: Value| {
            let token = token(&json!({"sub": "42", "aud": value}));
            verify_with(&scheme, &[SECRET], &settings, &fields(&token)).err().map(|error| error.code())
        };
        for value in [json!("acme"), json!(["acme"]), json!(["other", "acme"]), json!(["acme", "acme"])] {
            assert_eq!(code(value.clone()), None, "{aud} {value}");
        }
        for value in [
            json!("ACME"),
            json!("acme "),
            json!([]),
            json!(["other"]),
            json!([["acme"]]),
            json!({"acme": 1}),
            json!(["acme", 5]),
            json!(5),
        ] {
            assert!([Some(Code::ClaimValue), Some(Code::ClaimType)].contains(&code(value.clone())), "{aud} {value}");
        }
    }
    let without = refusal(verify(&plain("HS256"), &json!({"sub": "42", "aud": "acme"})));
    assert_eq!(without, refused(Code::ClaimValue, "aud"));
}

#[test]
fn claims_of_odd_types_are_refused_and_null_is_absent() {
    let claims = format!(
        "iss = 'acme'\n{ID}flag = true\nuser = {{email = '{{email}}', n = '{{attributes.n|integer}}'}}\n'*' = '{{attributes}}'\n"
    );
    let scheme = own("HS256", "required = ['sub']\n", &claims);
    let good = json!({"iss": "acme", "sub": "42", "flag": true, "user": {"email": "a@b.example", "n": 5}});
    assert_eq!(refusal(verify(&scheme, &good)), None);
    let null = json!({"iss": "acme", "sub": "42", "flag": true, "user": null, "nbf": 1, "other": null});
    assert_eq!(refusal(verify(&scheme, &null)), None);
    for (member, value, code, path) in [
        ("iss", json!(["acme"]), Code::ClaimType, "iss"),
        ("iss", json!(null), Code::ClaimMissing, "iss"),
        ("iss", json!("ACME"), Code::ClaimValue, "iss"),
        ("sub", json!(null), Code::ClaimMissing, "sub"),
        ("sub", json!(""), Code::ClaimValue, "sub"),
        ("sub", json!(42.5), Code::ClaimType, "sub"),
        ("sub", json!(9_007_199_254_740_993_u64), Code::ClaimType, "sub"),
        ("sub", json!(["42"]), Code::ClaimType, "sub"),
        ("sub", json!("42\u{0}"), Code::ClaimValue, "sub"),
        ("flag", json!("true"), Code::ClaimType, "flag"),
        ("flag", json!(1), Code::ClaimType, "flag"),
        ("flag", json!(false), Code::ClaimValue, "flag"),
        ("user", json!("a@b.example"), Code::ClaimType, "user"),
        ("user", json!([{"email": "a@b.example"}]), Code::ClaimType, "user"),
        ("user", json!({"n": 5.5}), Code::ClaimType, "user.n"),
        ("user", json!({"n": 1e300}), Code::ClaimType, "user.n"),
        ("user", json!({"email": {"a": 1}}), Code::ClaimType, "user.email"),
        ("user", json!({"__proto__": {"email": "a@b.example"}}), Code::ClaimValue, "user.__proto__"),
        ("__proto__", json!(1), Code::ClaimValue, "__proto__"),
        ("exp", json!(null), Code::ClaimType, "exp"),
        ("exp", json!("1895132800"), Code::ClaimType, "exp"),
        ("exp", json!(1e300), Code::ClaimValue, "exp"),
        ("exp", json!(-1), Code::ClaimValue, "exp"),
        ("nbf", json!(NOW + 1), Code::TokenNotYetValid, "nbf"),
        ("iat", json!([NOW]), Code::ClaimType, "iat"),
        ("more", json!({"a": {"__proto__": 1}}), Code::ClaimValue, "more"),
    ] {
        let mut claims = good.clone();
        claims[member] = value.clone();
        assert_eq!(refusal(verify(&scheme, &claims)), refused(code, path), "{member} {value}");
    }
}

#[test]
fn an_attribute_never_sets_a_registered_claim() {
    for scheme in [
        own("HS256", "", &format!("{ID}'*' = '{{attributes}}'\n")),
        own("HS256", "", &format!("{ID}a = {{'*' = '{{attributes}}'}}\n")),
    ] {
        let signer = Signer::new(&scheme, SECRET, &Settings::new()).unwrap();
        for claim in ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"] {
            let error = signer.sign(&Visitor::new().id("42").attribute(claim, "x"), NOW).unwrap_err();
            assert_eq!(error.code(), Code::AttributeReserved, "{claim}");
        }
    }
}

#[test]
fn an_age_ends_after_the_leeway_and_a_maximum_begins_after_it() {
    let aged = own("HS256", "max_age = 60\n", &format!("{ID}iat = '{{now}}'\n"));
    let limited = own(
        "HS256",
        "lifetime = {setting = 'lifetime', default = 60, maximum = 600}\n",
        &format!("{ID}exp = '{{expires}}'\n"),
    );
    let code = |scheme: &Scheme, claim: &str, time: f64, leeway: u64| {
        let verifier = Verifier::new(scheme, [SECRET]).unwrap().leeway(leeway).unwrap();
        verifier.verify(&fields(&token(&json!({"sub": "42", claim: time}))), NOW).err().map(|error| error.code())
    };
    let now = NOW as f64;
    for leeway in [0, 30] {
        let more = leeway as f64;
        for (time, expected) in [
            (now - 59.5 - more, None),
            (now - 60.0 - more, Some(Code::TokenExpired)),
            (now - 60.5 - more, Some(Code::TokenExpired)),
            (now + more, None),
            (now + 0.5 + more, Some(Code::TokenNotYetValid)),
        ] {
            assert_eq!(code(&aged, "iat", time, leeway), expected, "{time} {leeway}");
        }
        for (time, expected) in [
            (now + 600.0 + more, None),
            (now + 600.5 + more, Some(Code::ClaimValue)),
            (now + 0.5 - more, None),
            (now - more, Some(Code::TokenExpired)),
        ] {
            assert_eq!(code(&limited, "exp", time, leeway), expected, "{time} {leeway}");
        }
    }
    assert_eq!(refusal(verify(&limited, &json!({"sub": "42"}))), refused(Code::ClaimMissing, "exp"));
    assert_eq!(refusal(verify(&aged, &json!({"sub": "42"}))), refused(Code::ClaimMissing, "iat"));
}

/// nbf may lie long before the moment of signing (RFC 7519 section 4.1.5), and the verifier gives it no age.
#[test]
fn a_scheme_with_an_age_has_a_time_whose_age_is_checked() {
    let load = |claims: &str| Scheme::parse(&file("HS256", "max_age = 60\n", &format!("{ID}{claims}")));
    let error = load("nbf = '{now}'\n").unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SchemeMalformed, Some("signature.max_age")));
    assert!(load("nbf = '{now}'\niat = '{now}'\n").is_ok());
    assert!(load("a = {b = '{now|ms}'}\n").is_ok());
}

#[test]
fn a_signer_emits_no_kid_that_its_own_verifier_refuses() {
    let scheme = own("HS256", "header = {kid = 'acme/{settings.key_id}'}\n", ID);
    for (length, is_good) in [(1, true), (251, true), (252, false), (1024, false)] {
        let settings = Settings::new().with("key_id", "k".repeat(length));
        let signer = Signer::new(&scheme, SECRET, &settings);
        let verifier = Verifier::new(&scheme, [SECRET]).unwrap().settings(&settings);
        if is_good {
            let signed = signer.unwrap().sign(&Visitor::new().id("42"), NOW).unwrap();
            assert!(verifier.unwrap().verify(signed.fields(), NOW).unwrap().is_verified());
            continue;
        }
        for error in [signer.err().unwrap(), verifier.err().unwrap()] {
            assert_eq!((error.code(), error.field()), (Code::SettingInvalid, Some("key_id")), "{length}");
        }
    }
    for kid in ["\"\"", "\"a\\u0000b\"", "\"a\\nb\"", "'{id}'", "'{settings.nosuch}'"] {
        let error = Scheme::parse(&file("HS256", &format!("header = {{kid = {kid}}}\n"), ID)).unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::SchemeMalformed, Some("signature.header.kid")), "{kid}");
    }
    let settings = Settings::new().with("key_id", "k1");
    for (kid, expected) in [
        (json!("acme/k1"), None),
        (json!("acme/k2"), refused(Code::HeaderRefused, "kid")),
        (json!("k1"), refused(Code::HeaderRefused, "kid")),
    ] {
        let token = token_with(&json!({"alg": "HS256", "kid": kid}).to_string());
        assert_eq!(refusal(verify_with(&scheme, &[SECRET], &settings, &fields(&token))), expected, "{kid}");
    }
    let without = token_with(r#"{"alg":"HS256"}"#);
    assert_eq!(
        refusal(verify_with(&scheme, &[SECRET], &Settings::new(), &fields(&without))),
        refused(Code::HeaderRefused, "kid")
    );
}

#[test]
fn explain_names_a_wrong_field_beside_a_good_token() {
    for (name, value, code, path) in [
        ("mail", json!(5), Code::ClaimType, "mail"),
        ("mail", json!("a\nb"), Code::ClaimValue, "mail"),
        ("__proto__", json!({}), Code::ClaimValue, "__proto__"),
    ] {
        let mut fields = fields(&token(&json!({"sub": "42"})));
        fields.insert(name.to_owned(), value);
        assert_eq!(refusal(verify_with(&plain("HS256"), &[SECRET], &Settings::new(), &fields)), refused(code, path));
    }
}

/// A scheme whose page calls `w` with the function for a field of this name.
fn fetching(name: &str) -> Result<Scheme, Error> {
    let start = file("HS256", "", ID).replace("jwt = ", &format!("{} = ", json!(name)));
    Scheme::parse(&format!(
        "{start}[page]\nforget = 'f()'\nendpoint = '{{settings.endpoint}}'\nat_once = [\"w({{fetch.{name}}});\", \"m({{fields.mail}});\"]\n"
    ))
}

fn page(scheme: &Scheme, endpoint: Option<&str>) -> Result<String, Error> {
    let settings = endpoint.map_or_else(Settings::new, |endpoint| Settings::new().with("endpoint", endpoint));
    let signer = Signer::new(scheme, SECRET, &settings)?;
    signer.sign(&Visitor::new().id("</script><!--\u{2028}\u{2029}\\\"'"), NOW)?.script(None)
}

/// WHATWG URL, "path absolute or authority": two slashes, in either direction, begin a host.
#[test]
fn an_endpoint_is_a_path_of_the_site_or_an_address() {
    let scheme = fetching("jwt").unwrap();
    for endpoint in
        ["/", "/visitor-token", "/a//b?c=d&e='", "/..//evil.example", "https://site.example/t", "HTTP://site.example"]
    {
        let result = page(&scheme, Some(endpoint));
        assert_eq!(result.is_ok(), !endpoint.contains('\''), "{endpoint}");
    }
    for endpoint in [
        "",
        " /a",
        "/a ",
        "a",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/a\\b",
        "///evil.example",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "blob:https://site.example/1",
        "https:evil.example",
        "https:/evil.example",
        "https:\\\\evil.example",
        "https:///evil.example",
        "/a\"b",
        "/</script>",
        "/\u{2028}",
        "/é",
        "/a\0",
        "#",
        "?a",
    ] {
        assert_eq!(page(&scheme, Some(endpoint)).unwrap_err().code(), Code::SettingInvalid, "{endpoint:?}");
    }
}

#[test]
fn a_function_that_fetches_has_nothing_that_ends_its_script() {
    for name in ["jwt", "a'b", "a b", "-1", "constructor", "a//b", "a/*", "`"] {
        let scheme = fetching(name).unwrap();
        for endpoint in [None, Some("/t?a=b&c=d"), Some("https://site.example/&lt;")] {
            let html = page(&scheme, endpoint).unwrap();
            let script = html.strip_suffix("</script>").unwrap();
            assert!(script.is_ascii() && !script.contains("</") && script.contains("fetched("), "{script}");
            assert_eq!(script.contains("endpoint: null"), endpoint.is_none(), "{script}");
        }
    }
    for name in ["__proto__", "</script>", "a\u{2028}b", "a}b", "é", "a\nb"] {
        assert!(fetching(name).is_err(), "{name:?}");
    }
    let load = |code: &str| {
        let file = file("HS256", "", ID);
        Scheme::parse(&format!(
            "{file}[page]\nforget = 'f()'\nendpoint = '{{settings.endpoint}}'\nat_once = \"m({{fields}}); {code}\"\n"
        ))
        .map(|_| ())
    };
    for code in [
        "w('{fetch.jwt}');",
        "// {fetch.jwt}",
        "w({fetch.nosuch});",
        "w({fetch.id});",
        "w({fetch.});",
        "w({fetch.jwt",
        &"w({fetch.jwt});".repeat(65),
    ] {
        assert_eq!(load(code).unwrap_err().code(), Code::SchemeMalformed, "{code}");
    }
    assert!(load(&"w({fetch.jwt});".repeat(64)).is_ok());
}

/// Whatever single character of a token is another one, verifying refuses it, and explaining says why.
#[test]
fn no_changed_token_verifies_and_every_one_is_explained() {
    let both = |name: &str| (key(&format!("{name}.private.pem")), key(&format!("{name}.public.pem")));
    let shared = (SECRET.to_owned(), SECRET.to_owned());
    for (algorithm, (secret, public)) in [("HS256", shared), ("ES256", both("ec-p256")), ("EdDSA", both("ed25519"))] {
        let scheme = own(algorithm, "required = ['sub']\n", &format!("{ID}iat = '{{now}}'\n'*' = '{{attributes}}'\n"));
        let signer = Signer::new(&scheme, &secret, &Settings::new()).unwrap();
        let signed = signer.sign(&Visitor::new().id("42").attribute("a", "b"), NOW).unwrap();
        let good = signed.signature().unwrap();
        let try_one = |token: String| {
            let result = verify_with(&scheme, &[&public], &Settings::new(), &fields(&token));
            assert!(result.is_err(), "{algorithm} {token}");
        };
        for at in 0..good.len() {
            let (before, after) = good.split_at(at);
            let other = if after.starts_with('A') { "B" } else { "A" };
            try_one(format!("{before}{other}{}", &after[1..]));
            try_one(format!("{before}{}", &after[1..]));
            try_one(format!("{before}.{after}"));
        }
    }
}

#[test]
fn the_findings_of_a_hostile_token_are_bounded() {
    let scheme = own("HS256", "required = ['sub']\n", &format!("{ID}'*' = '{{attributes}}'\n"));
    let mut many: serde_json::Map<String, Value> = (0..700).map(|n| (n.to_string(), json!(0))).collect();
    many.insert("sub".to_owned(), "42".into());
    let secrets: Vec<String> = (0..16).map(|n| format!("{n}{}", "x".repeat(60_000))).collect();
    let key: Vec<&str> = secrets.iter().map(String::as_str).collect();
    for token in [
        token(&Value::from(many)),
        ".".repeat(8192),
        "eyJ.".repeat(2048),
        format!("eyJ{}.{}.", "A".repeat(4000), "A".repeat(4000)),
        "%".repeat(8192),
        "\"'\\ ".repeat(2048),
        "Bearer ".repeat(1000),
        "[".repeat(8192),
    ] {
        let explained = Explainer::new(&scheme, key.iter().copied()).unwrap().explain(&fields(&token), NOW).unwrap();
        let size = explained.to_json().len();
        assert!(!explained.is_verified() && explained.findings().len() < 10 && size < 8192, "{size} {token:.20}");
    }
}

#[test]
fn nothing_that_is_printed_shows_a_secret_or_a_private_key() {
    for (algorithm, secret) in [("HS256", SECRET.to_owned())].into_iter().chain(
        [("RS256", "rsa-2048"), ("ES256", "ec-p256"), ("EdDSA", "ed25519")]
            .map(|(algorithm, name)| (algorithm, key(&format!("{name}.private.pem")))),
    ) {
        let scheme = plain(algorithm);
        let signer = Signer::new(&scheme, &secret, &Settings::new()).unwrap();
        let signed = signer.sign(&Visitor::new().id("42"), NOW).unwrap();
        let mut shown = format!("{signer:?} {signed:?} {:?}", Key::from(&secret).kid("a"));
        // A private key where the public one belongs, and any secret for a scheme of another kind.
        for other in ["HS256", "RS256", "ES256", "EdDSA"] {
            let explained = Explainer::new(&plain(other), [&secret]).unwrap().explain(signed.fields(), NOW).unwrap();
            shown +=
                &format!("{:?} {:?} {}", Verifier::new(&plain(other), [&secret]).err(), explained, explained.to_json());
            shown += &format!("{:?}", Signer::new(&plain(other), &secret, &Settings::new()).err());
        }
        for line in secret.lines().filter(|line| !line.starts_with("-----")) {
            assert!(!shown.contains(&line[..20]), "{algorithm}: {shown}");
        }
    }
}

/// A scheme file is refused by its number of keys, or it signs what it verifies.
#[test]
fn a_scheme_file_full_of_claims_is_refused_or_signs_what_it_verifies() {
    let many = |count: usize, piece: &str| (0..count).map(|n| piece.replace('#', &n.to_string())).collect::<String>();
    for piece in [
        "c# = '{now}'\n",
        "c# = '{random}'\n",
        "c# = '{id}'\n",
        "c# = 'https://{settings.app}.example'\n",
        "c# = {constant = true, with = '{email}'}\n",
        "c# = {a = {b = {c = '{expires|ms}'}}}\n",
        "'c.#' = {'.' = '{id}'}\n",
    ] {
        let lifetime = if piece.contains("expires") { "lifetime = 60\n" } else { "" };
        let load = |count| Scheme::parse(&file("HS256", lifetime, &format!("{ID}{}", many(count, piece))));
        assert_eq!(load(1500).unwrap_err().code(), Code::SchemeMalformed, "{piece}");
        let scheme = load(150).unwrap();
        let settings = Settings::new().with("app", "acme");
        let signer = Signer::new(&scheme, SECRET, &settings).unwrap();
        let signed = signer.sign(&Visitor::new().id("42").email("a@b.example"), NOW).unwrap();
        let verifier = Verifier::new(&scheme, [SECRET]).unwrap().settings(&settings).unwrap().max_token(65536);
        assert!(verifier.verify(signed.fields(), NOW).unwrap().is_verified(), "{piece}");
    }
    let load = |signature: String| Scheme::parse(&file("HS256", &signature, ID));
    for kid in
        ["k".repeat(257), "{settings.app}".repeat(17), "k".repeat(60_000), "{".repeat(60_000), "}".repeat(60_000)]
    {
        let error = load(format!("header = {{kid = '{kid}'}}\n")).unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::SchemeMalformed, Some("signature.header.kid")), "{kid:.20}");
    }
    for required in
        ["'sub',".repeat(1500), "'sub.id',".repeat(10), "'',".to_owned(), format!("'{}'", "a.".repeat(20_000))]
    {
        assert_eq!(
            load(format!("required = [{required}]\n")).unwrap_err().code(),
            Code::SchemeMalformed,
            "{required:.20}"
        );
    }
}

/// A second key in the set would otherwise end what worked with one.
#[test]
fn a_set_of_one_key_is_a_set_and_takes_no_kid_of_the_caller() {
    let scheme = plain("ES256");
    let (one, other) = (jwk("ec-p256"), jwk("rsa-2048"));
    for set in [json!({"keys": [one]}), json!({"keys": [one, other]}), json!({"keys": [one, one]})] {
        let set = set.to_string();
        let error = Verifier::new(&scheme, [Key::from(&set).kid("2026")]).unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::KidInvalid, Some("keys[0]")), "{set}");
    }
    let one = one.to_string();
    assert!(Verifier::new(&scheme, [Key::from(&one).kid("2026")]).is_ok());
}
