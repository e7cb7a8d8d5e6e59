//! The native library of Kotlin and Java on a server. It converts values and computes nothing.
//!
//! Each export takes numbers and arrays of bytes, and answers with an array of bytes ([`reply`]). It looks up no class and
//! calls no method of Java, so Graal's native-image needs no list of either: `tests/suites/kotlin` watches that. Objects that must stay here stand in tables ([`table`]), and Java
//! has their numbers. Everything else leaves as text.

mod answer;
mod codes;
mod contact;
mod digest;
mod error;
mod explanation;
mod frames;
mod objects;
mod page;
mod reply;
mod scheme;
mod short;
mod signed;
mod signer;
mod table;
mod token;
mod verifier;
mod visitor;
