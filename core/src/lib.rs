//! visitorseal tells a support-chat widget who the signed-in visitor is.
//!
//! A site's server signs the visitor with a [`Signer`]. The page hands the [`Signed`] fields to the
//! widget. The vendor's backend verifies them with a [`Verifier`]. A [`Scheme`] says what the vendor
//! wants signed: it is data, from one file per vendor ([`schemes`]) or from [a file of your
//! own](scheme_file).
//!
//! ```
//! use visitorseal::{Settings, Signer, Verifier, Visitor, scheme};
//!
//! let now = 1_795_132_800; // Unix seconds
//! let bookbag = scheme("bookbag")?;
//!
//! // The site's server:
//! let signer = Signer::new(&bookbag, "the agent's signing secret", &Settings::new())?;
//! let visitor = Visitor::new().id("user-123").name("Jane Doe").attribute("plan", "growth");
//! let signed = signer.sign(&visitor, now)?;
//! let html = signed.script(Some("bm9uY2U"))?;
//! assert!(html.contains(r#"{"user_id":"user-123","#));
//!
//! // The vendor's backend:
//! let verifier = Verifier::new(&bookbag, ["the agent's signing secret"])?;
//! let verified = verifier.verify(signed.fields(), now)?;
//! assert_eq!(verified.signed().get("id"), Some("user-123"));
//! assert_eq!(verified.unsigned().get("name"), Some("Jane Doe")); // Bookbag does not sign it
//! # Ok::<(), visitorseal::Error>(())
//! ```
//!
//! When a signature is refused, [`Explainer`] says why and what to change.
//!
//! # What a signature cannot do
//! A digest never expires, and neither does a token without a lifetime: anyone who copies one can use
//! it until the secret changes. A vendor may stop accepting the old secret at once, and then a
//! rotation has a gap that no library closes. A signature proves what the site said, so the site
//! must have verified the email address itself.
//!
//! # Features
//! `sign` (on by default): signing, and verifying with a shared secret. Without it the crate verifies
//! tokens and makes pages, and has no HMAC: a mobile app must not be able to sign.

#![forbid(unsafe_code)]
// A scheme file is read whole. Without `sign`, its part about signing is not used.
#![cfg_attr(not(feature = "sign"), allow(dead_code, unused_imports))]

mod algorithm;
mod bytes;
mod contact;
mod error;
#[cfg(feature = "sign")]
mod explain;
mod forms;
mod held_token;
#[cfg(feature = "sign")]
mod hmac;
mod json;
mod key;
#[cfg(feature = "sign")]
mod mark;
mod page;
#[cfg(feature = "sign")]
mod payload;
mod scan;
mod scheme;
mod settings;
mod signed;
#[cfg(feature = "sign")]
mod signer;
mod template;
mod time;
mod token;
#[doc(hidden)]
pub mod values;
mod verified;
mod verifier;
mod visitor;

#[doc = include_str!("../docs/scheme_file.md")]
pub mod scheme_file {}

#[cfg(all(doctest, feature = "sign"))]
#[doc = include_str!("../../README.md")]
struct Readme;

pub use contact::Contact;
pub use error::{Code, Error, Kind, Result, Warning};
#[cfg(feature = "sign")]
#[doc(hidden)]
pub use explain::advice;
#[cfg(feature = "sign")]
pub use explain::{
    Cause, Explainer, Explanation, Finding, PageCause, PageExplanation, PageStatement, StatementForm, schemes_of_page,
    transformations,
};
pub use held_token::HeldToken;
#[cfg(feature = "sign")]
pub use hmac::Digest;
pub use json::Object;
pub use key::Key;
pub use page::{FileForm, Page};
#[doc(hidden)]
pub use page::{ScriptParts, Statement};
#[cfg(fuzzing)]
#[doc(hidden)]
pub use scan::bytes_read;
#[doc(hidden)]
pub use scheme::keys as scheme_keys;
#[doc(hidden)]
pub use scheme::{About, Example, FieldsGoTo, Guide, Lasts, ScriptPlace, nearest_schemes};
pub use scheme::{Category, KeyKind, Scheme, Setting, scheme, schemes};
pub use settings::Settings;
pub use signed::Signed;
#[cfg(feature = "sign")]
pub use signer::Signer;
pub use token::{InspectedToken, MAX_TOKEN, inspect_token};
pub use values::{MAX_ATTRIBUTES, MAX_VISITOR};
pub use verified::{Status, Verified};
pub use verifier::{MAX_KEYS, MAX_LEEWAY, Policy, Verifier, max_body};
pub use visitor::Visitor;
#[cfg(feature = "sign")]
#[doc(hidden)]
pub use visitor::warning_of_message;
#[doc(hidden)]
pub use visitor::{Item, VisitorRef};
