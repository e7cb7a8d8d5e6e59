//! What each code of a finding means and what to change: the texts of docs/refused.md.

use serde::Serialize;

use super::{Cause, PageCause};
use crate::{
    error::{Code, Kind, Warning},
    values::FAULTS,
};

/// What a code means, and what to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// The code.
    pub code: &'static str,
    /// What is wrong, in a sentence.
    pub about: &'static str,
    /// What to change: one sentence, or one for each side on which the mistake can be. Empty for a warning, whose reason
    /// says it.
    pub fixes: &'static [&'static str],
}

/// The advice for each code: first the causes, then the errors that `explain` reports, then the warnings of signing. A code
/// that is a cause too is there once.
pub fn all() -> Vec<Advice> {
    let causes = Cause::ALL.iter().map(|cause| (cause.as_str(), cause.about(), cause.fixes()));
    let pages = PageCause::ALL.iter().map(|cause| (cause.as_str(), cause.about(), cause.fixes()));
    let errors = Code::ALL.iter().filter(|code| is_reported(**code));
    let errors = errors.map(|code| (code.as_str(), code.about(), fixes(*code)));
    let none: &[&str] = &[];
    let warnings = Warning::ALL.iter().zip(Warning::ABOUT).map(|(code, about)| (*code, *about, none));
    let mut all: Vec<Advice> = Vec::new();
    for (code, about, fixes) in causes.chain(pages).chain(errors).chain(warnings) {
        if all.iter().all(|known| known.code != code) {
            all.push(Advice { code, about, fixes });
        }
    }
    all
}

/// Whether a finding can have the code of this error. The others are about the call.
fn is_reported(code: Code) -> bool {
    let is_key = |text: &str| ["key_", "kid_", "secret_"].iter().any(|beginning| text.starts_with(beginning));
    match code.kind() {
        // The verifier needs the public key.
        _ if code == Code::KeyPublic => false,
        Kind::Refused => true,
        Kind::Configuration => is_key(code.as_str()),
        // What another language's value cannot be.
        Kind::Visitor => {
            let is_of_visitor = matches!(code, Code::VisitorMalformed | Code::VisitorTooLarge | Code::FieldUnknown);
            !is_of_visitor && FAULTS.iter().any(|fault| fault.code == code)
        }
        Kind::Internal => false,
    }
}

/// What to change for the code of an error.
pub(super) fn fixes(code: Code) -> &'static [&'static str] {
    match code {
        Code::SignatureMissing => &["Let the page run the signed script before it sends anything."],
        Code::SignatureMalformed => &["Send the digest as text, in the form that the reason names."],
        Code::SignatureMismatch => &["Sign with the private key whose public key is in the vendor's dashboard."],
        Code::TokenExpired => &["Make a new token for each page, or give tokens a longer lifetime."],
        Code::TokenNotYetValid | Code::SignatureNotYetValid => {
            &["Correct the clock of the site's server, or allow a leeway of some seconds."]
        }
        Code::SignatureExpired => &["Sign the visitor anew for each page, and compare the clocks of both servers."],
        Code::TokenTooLarge | Code::FieldsTooLarge => &["Leave out attributes that no support agent reads."],
        Code::TokenMalformed => &["Send the token as the library made it: three parts of base64url."],
        Code::AlgorithmRefused => &["Sign with the algorithm of the vendor's documentation."],
        Code::HeaderRefused => &[
            "Put only alg, typ and kid into the token's header.",
            "Write the name of the key that signs as text, in kid.",
        ],
        Code::KeyUnknown => &["Use the same kid on both sides: in the token's header, and for the verifier's key."],
        Code::ClaimMissing | Code::ClaimType | Code::ClaimValue => {
            &["Send the value as the vendor's documentation describes it."]
        }
        Code::FieldsMalformed => &[
            "Send one JSON object without duplicate keys, such as {\"user_id\": \"user-123\", \"user_hash\": \"…\"}. A form, a script or a token alone is not JSON. For a whole page, use explain --page.",
        ],
        Code::SecretEmpty => &["Check the variable or the file that should hold the secret."],
        Code::SecretEncoding => &[
            "Copy the secret again from the vendor's dashboard, and save the file as UTF-8 without a byte order mark.",
        ],
        Code::SecretIsPem | Code::SecretIsJwk => {
            &["Pass the shared secret that the vendor's dashboard shows, not a key."]
        }
        Code::KeyCount => &["Pass 1 to 16 keys."],
        Code::KeyEmpty => &["Check the variable or the file that should hold the key."],
        Code::KeyMalformed => &["Pass the whole file of one public key: a PEM as OpenSSL writes it, or a JWK."],
        Code::KeyPrivate | Code::KeyEncrypted => {
            &["Verifying needs the public key. This command prints it: openssl pkey -in FILE -pubout."]
        }
        Code::KeyCertificate => {
            &["Pass the public key in it. This command prints it: openssl x509 -in FILE -pubkey -noout."]
        }
        Code::KeyTooShort | Code::KeyWeak => {
            &["Let the site make a new key pair, for example with visitorseal keygen."]
        }
        Code::KeyUnsupported | Code::KeyAlgorithm => &[
            "Pass the public key of a pair for the algorithm that the vendor's documentation names. The site makes one with visitorseal keygen --algorithm.",
        ],
        Code::KeyUse => &["Pass the JWK that is there to verify signatures of the scheme's algorithm."],
        Code::KidInvalid => &["Give each key a short name of its own."],
        code => match code.kind() {
            Kind::Visitor => &["Send the fields as the signed script gave them to the page."],
            Kind::Internal => &["Report this to the authors of visitorseal."],
            Kind::Configuration | Kind::Refused => &["Change the configuration as the reason says."],
        },
    }
}

/// The advice for one code.
///
/// # Errors
/// The codes that are written in nearly the same way, the most similar first.
pub fn of(code: &str) -> std::result::Result<Advice, Vec<&'static str>> {
    let all = all();
    let wanted = code.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    if let Some(advice) = all.iter().find(|advice| advice.code == wanted) {
        return Ok(*advice);
    }
    // A longer code has no neighbours, and comparing is quadratic.
    let wanted: String = wanted.chars().take(64).collect();
    let mut similar: Vec<(usize, &'static str)> =
        all.iter().filter_map(|advice| Some((distance(&wanted, advice.code)?, advice.code))).collect();
    similar.sort_unstable();
    Err(similar.into_iter().take(5).map(|(_, code)| code).collect())
}

/// How much two codes differ: a few letters, or one is a part of the other. None if they are too different.
fn distance(wanted: &str, code: &str) -> Option<usize> {
    let letters = strsim::osa_distance(wanted, code);
    let is_part = wanted.len() > 3 && (code.contains(wanted) || wanted.contains(code));
    let words = || {
        let (wanted, code) = (wanted.split('_'), code.split('_').collect::<Vec<_>>());
        wanted.filter(|word| word.len() > 3 && code.contains(word)).count()
    };
    match letters {
        0..=3 => Some(letters),
        _ if is_part => Some(4),
        _ if words() > 0 => Some(10 - words().min(5)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_and_each_refusal_has_one_advice() {
        let all = all();
        for code in
            Cause::ALL.iter().map(|cause| cause.as_str()).chain(PageCause::ALL.iter().map(|cause| cause.as_str()))
        {
            assert_eq!(all.iter().filter(|advice| advice.code == code).count(), 1, "{code}");
        }
        for code in Code::ALL.iter().filter(|code| code.kind() == Kind::Refused) {
            assert!(of(code.as_str()).is_ok_and(|advice| !advice.fixes.is_empty()), "{code}");
        }
        for code in Warning::ALL {
            assert!(of(code).is_ok(), "{code}");
        }
        for other in [Code::SchemeUnknown, Code::PolicyUnknown, Code::Panic, Code::LeewayInvalid, Code::LibraryMissing]
        {
            assert!(of(other.as_str()).is_err(), "{other}");
        }
    }

    #[test]
    fn texts_are_sentences() {
        for Advice { code, about, fixes } in all() {
            for text in fixes.iter().chain([&about]) {
                let first = text.chars().next().unwrap();
                assert!(first.is_uppercase() && text.ends_with('.'), "{code}: {text}");
                assert!(!text.contains("  ") && !text.contains("[`"), "{code}: {text}");
            }
        }
    }

    #[test]
    fn an_unknown_code_has_its_neighbours() {
        assert_eq!(of("Other-Field").unwrap().code, "other_field");
        assert_eq!(of("mesage_case").unwrap_err()[0], "message_case");
        assert!(of("case").unwrap_err().contains(&"message_case"));
        assert!(of("hash").unwrap_err().contains(&"other_hash"));
        assert_eq!(of("xyz").unwrap_err(), [] as [&str; 0]);
        assert!(of(&"message_case".repeat(100_000)).is_err());
    }
}
