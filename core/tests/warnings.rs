//! Warnings of signing that the shared vectors cannot show: for any secret and id, and in every way of signing.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, missing_docs)]

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE},
};
use proptest::prelude::*;
use visitorseal::{Page, Settings, Signer, Visitor, Warning, scheme};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "d41c0e9b7a5f4e63b2a8c97d10f6e235";

fn of_secret(secret: &str) -> Vec<&'static str> {
    let signer = Signer::new(&scheme("bookbag").unwrap(), secret, &Settings::new()).unwrap();
    signer.warnings().iter().map(Warning::code).collect()
}

fn of_visitor(visitor: &Visitor) -> Vec<(&'static str, String)> {
    let signer = Signer::new(&scheme("bookbag").unwrap(), SECRET, &Settings::new()).unwrap();
    let signed = signer.sign(visitor, NOW).unwrap();
    signed.warnings().iter().map(|warning| (warning.code(), warning.field().to_owned())).collect()
}

proptest! {
    #[test]
    fn no_secret_that_a_program_makes_is_taken_for_something_else(bytes in prop::collection::vec(any::<u8>(), 16..80)) {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        for secret in [
            STANDARD.encode(&bytes), STANDARD_NO_PAD.encode(&bytes), URL_SAFE.encode(&bytes), hex.to_uppercase(), hex,
            format!("/{}", STANDARD.encode(&bytes)), format!("sk_live_{}", STANDARD_NO_PAD.encode(&bytes)),
            format!("SECRET/{}", STANDARD.encode(&bytes)),
        ] {
            prop_assert_eq!(of_secret(&secret), [] as [&str; 0], "{}", secret);
        }
    }

    #[test]
    fn no_ordinary_id_is_taken_for_nobody(
        id in "[1-9][0-9]{0,18}|[a-z]{1,8}[-_|:/.][0-9A-Za-z]{1,24}|[0-9a-f]{24}[1-9a-f]|usr_[0-9A-Za-z]{14}|[a-z]{3,9}@[a-z]{3,9}\\.example"
    ) {
        prop_assert_eq!(of_visitor(&Visitor::new().id(id.clone()).name(id.clone()).attribute("Plan", id)), []);
    }

    #[test]
    fn a_warning_shows_nothing_of_the_secret_and_of_the_visitor(
        value in "[0-9a-f]{32}", padding in "[ \u{a0}\u{200b}\u{feff}]",
    ) {
        for secret in [
            format!("BOOKBAG_SECRET={value}"), format!("/run/secrets/{value}"), format!("A=1\nB={value}"),
            format!("{{\"secret\":\"{value}\"}}"), format!("${{{value}}}"),
        ] {
            let signer = Signer::new(&scheme("bookbag").unwrap(), &secret, &Settings::new()).unwrap();
            prop_assert_eq!(signer.warnings().len(), 1);
            prop_assert!(signer.warnings().iter().all(|warning| !warning.to_json().contains(&value)));
        }
        let signer = Signer::new(&scheme("bookbag").unwrap(), SECRET, &Settings::new()).unwrap();
        for id in [format!("{{{{ {value} }}}}"), format!("[object {value}]"), format!("{value}{padding}")] {
            let signed = signer.sign(&Visitor::new().id(&id), NOW).unwrap();
            prop_assert_eq!(signed.warnings().len(), 1, "{}", id);
            prop_assert!(signed.warnings().iter().all(|warning| !warning.to_json().contains(&value)));
        }
    }
}

#[test]
fn every_way_of_signing_warns_of_nobody() {
    let nobody = Visitor::new().id("undefined").email("null").name("None");
    let both = [(Warning::IDENTITY_MISSING, "id"), (Warning::IDENTITY_MISSING, "email")];
    let codes = |warnings: &[Warning]| -> Vec<(&'static str, String)> {
        warnings.iter().map(|warning| (warning.code(), warning.field().to_owned())).collect()
    };
    // A digest and a token.
    for name in ["reamaze", "zendesk_chat"] {
        let signer = Signer::new(&scheme(name).unwrap(), SECRET, &Settings::new()).unwrap();
        let expected = both.map(|(code, field)| (code, field.to_owned()));
        assert_eq!(codes(signer.sign(&nobody, NOW).unwrap().warnings()), expected, "{name}");
        for signed in signer.sign_many([&nobody, &nobody], NOW) {
            assert_eq!(codes(signed.unwrap().warnings()), expected, "{name}");
        }
        let json = signer.sign_many_json(format!("[{}]", nobody.to_json()).as_bytes(), NOW).unwrap();
        assert_eq!(json.matches(r#""code":"identity_missing""#).count(), 2, "{json}");
    }
    let page = Page::new(&scheme("fernand").unwrap(), &Settings::new()).unwrap();
    let prefilled = page.prefill(&Visitor::new().email("{{ user.email }}")).unwrap();
    assert_eq!(codes(prefilled.warnings()), [(Warning::TEMPLATE_UNFILLED, "email".to_owned())]);
}
