//! visitorseal tells a support-chat widget who the signed-in visitor is.
//!
//! A site's server signs the visitor with a [`Signer`]; the page hands the [`Signed`] fields to the
//! widget; the vendor's backend checks them with a [`Verifier`]. What a vendor wants signed is a
//! [`Scheme`]: data, read from one file per vendor ([`schemes`]) or from [one of your
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
//! assert!(html.contains(r#"window.bookbag('identify', {"user_id":"user-123","#));
//!
//! // The vendor's backend:
//! let verifier = Verifier::new(&bookbag, ["the agent's signing secret"])?;
//! let verified = verifier.verify(signed.fields(), now)?;
//! assert_eq!(verified.signed().get("id"), Some("user-123"));
//! assert_eq!(verified.unsigned().get("name"), Some("Jane Doe")); // Bookbag does not sign it
//! # Ok::<(), visitorseal::Error>(())
//! ```
//!
//! Where a signature is refused, [`explain`] says why, and what to change.
//!
//! # What a signature does not say
//! A digest never expires, and neither does a token without a lifetime: whoever copies one can use
//! it until the secret changes. A vendor may stop the old secret at once (Bookbag does), and then a
//! rotation has a gap that no library closes. And a signature proves what the site said: the site
//! must have verified the e-mail address itself.
//!
//! # Features
//! `sign` (on by default): signing, and verifying with a shared secret. Without it the crate only
//! verifies tokens and makes pages, and holds no HMAC: what an app in a customer's hand may have.

#![forbid(unsafe_code)]
// A scheme file is read whole; without `sign`, what it says of signing goes unused.
#![cfg_attr(not(feature = "sign"), allow(dead_code))]

mod contact;
mod error;
#[cfg(feature = "sign")]
mod explain;
mod held;
#[cfg(feature = "sign")]
mod hmac;
mod json;
mod jwt;
mod key;
mod page;
mod scan;
mod scheme;
mod settings;
mod signed;
#[cfg(feature = "sign")]
mod signer;
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
pub use explain::{Cause, Explanation, Finding, explain, explain_json};
pub use held::Held;
#[cfg(feature = "sign")]
pub use hmac::Digest;
pub use json::Object;
pub use jwt::{Inspected, inspect};
pub use key::Key;
pub use page::Page;
#[cfg(fuzzing)]
#[doc(hidden)]
pub use scan::bytes_looked_at;
pub use scheme::{Scheme, Setting, scheme, schemes};
pub use settings::Settings;
pub use signed::Signed;
#[cfg(feature = "sign")]
pub use signer::Signer;
pub use verified::{Status, Verified};
pub use verifier::{MAX_KEYS, MAX_LEEWAY, MAX_TOKEN, Policy, Verifier};
pub use visitor::{MAX_ATTRIBUTES, MAX_VISITOR, Visitor};
