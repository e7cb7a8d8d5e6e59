//! Statuses, kinds and policies, as C sees them.

#![allow(dead_code, reason = "the core's codes are the numbers; these are their names in the header")]

/// What a function returns. The ranges tell the kinds apart: 100 configuration, 200 visitor, 300
/// refused, 900 internal. Numbers are never changed or reused; new ones may come in any version.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum visitorseal_status {
    /// Done; every `out_` parameter is set.
    VISITORSEAL_OK = 0,
    /// No scheme of that name is in the catalogue.
    VISITORSEAL_SCHEME_UNKNOWN = 100,
    /// A scheme file that cannot be read; `field` is its key, the reason names the line.
    VISITORSEAL_SCHEME_MALFORMED = 101,
    /// The vendor's documents offer no such thing, for example a digest of a token scheme.
    VISITORSEAL_NOT_OFFERED = 102,
    /// A setting that the scheme does not have.
    VISITORSEAL_SETTING_UNKNOWN = 110,
    /// A setting that the scheme needs for this.
    VISITORSEAL_SETTING_MISSING = 111,
    /// A setting whose value cannot be used.
    VISITORSEAL_SETTING_INVALID = 112,
    /// The secret is empty.
    VISITORSEAL_SECRET_EMPTY = 120,
    /// The secret is not the text that the vendor's panel shows: not UTF-8, with a NUL or a byte order mark, or over 64 KiB.
    VISITORSEAL_SECRET_ENCODING = 121,
    /// A PEM key was given where the vendor's shared secret belongs.
    VISITORSEAL_SECRET_IS_PEM = 122,
    /// A verifier takes 1 to 16 keys.
    VISITORSEAL_KEY_COUNT = 130,
    /// The key file is empty.
    VISITORSEAL_KEY_EMPTY = 131,
    /// The key file is not one PEM key that can be read.
    VISITORSEAL_KEY_MALFORMED = 132,
    /// A private key stands where a public one belongs.
    VISITORSEAL_KEY_PRIVATE = 133,
    /// A public key stands where the private one belongs.
    VISITORSEAL_KEY_PUBLIC = 134,
    /// The key file is protected by a passphrase.
    VISITORSEAL_KEY_ENCRYPTED = 135,
    /// An RSA key of fewer than 2048 bits.
    VISITORSEAL_KEY_TOO_SHORT = 136,
    /// A certificate stands where its public key belongs.
    VISITORSEAL_KEY_CERTIFICATE = 137,
    /// A key of a type or size that the scheme does not use.
    VISITORSEAL_KEY_UNSUPPORTED = 138,
    /// A `kid` that is empty, too long or holds control characters, or that two keys share.
    VISITORSEAL_KID_INVALID = 139,
    /// A leeway above 300 seconds.
    VISITORSEAL_LEEWAY_INVALID = 140,
    /// A time that is no Unix time in seconds.
    VISITORSEAL_NOW_INVALID = 141,
    /// A policy other than `required`, `optional` and `observe`.
    VISITORSEAL_POLICY_UNKNOWN = 142,
    /// A nonce that is not base64 or base64url.
    VISITORSEAL_NONCE_INVALID = 143,
    /// A package over the C library does not find one that loads; `field` is what names another.
    VISITORSEAL_LIBRARY_MISSING = 150,
    /// The C library that a package found is of another version than it needs.
    VISITORSEAL_LIBRARY_VERSION = 151,
    /// A site's configuration has no brand of that name.
    VISITORSEAL_BRAND_UNKNOWN = 152,
    /// The visitor is not one JSON object with each member once.
    VISITORSEAL_VISITOR_MALFORMED = 200,
    /// The visitor is over 64 KiB as JSON.
    VISITORSEAL_VISITOR_TOO_LARGE = 201,
    /// A member that no visitor has.
    VISITORSEAL_FIELD_UNKNOWN = 210,
    /// A field that the signature covers, or an identifier, is absent or null.
    VISITORSEAL_FIELD_MISSING = 211,
    /// A field that the signature covers is empty.
    VISITORSEAL_FIELD_EMPTY = 212,
    /// A field of the wrong type.
    VISITORSEAL_FIELD_TYPE = 213,
    /// A field whose value is not allowed: control characters, no E.164 number, no http address.
    VISITORSEAL_FIELD_INVALID = 214,
    /// A covered field holds the separator of the signed message, which makes it ambiguous.
    VISITORSEAL_FIELD_SEPARATOR = 215,
    /// More than 256 attributes.
    VISITORSEAL_ATTRIBUTES_TOO_MANY = 220,
    /// An attribute under a key that the scheme uses itself.
    VISITORSEAL_ATTRIBUTE_RESERVED = 221,
    /// An attribute under a key that a page cannot hold: `__proto__`.
    VISITORSEAL_ATTRIBUTE_KEY = 222,
    /// A number beyond 64 bits.
    VISITORSEAL_NUMBER_TOO_LARGE = 223,
    /// An attribute that is nested more than 32 deep.
    VISITORSEAL_ATTRIBUTE_TOO_DEEP = 224,
    /// The fields are not one JSON object with each member once.
    VISITORSEAL_FIELDS_MALFORMED = 300,
    /// The fields are larger than any that the scheme's signer makes.
    VISITORSEAL_FIELDS_TOO_LARGE = 301,
    /// No signature came, and the policy requires one.
    VISITORSEAL_SIGNATURE_MISSING = 310,
    /// The signature does not have the form of the scheme's signatures.
    VISITORSEAL_SIGNATURE_MALFORMED = 311,
    /// The signature is not that of these fields by any of the keys.
    VISITORSEAL_SIGNATURE_MISMATCH = 312,
    /// The token is not a JWT in compact form.
    VISITORSEAL_TOKEN_MALFORMED = 320,
    /// The token is over the verifier's limit.
    VISITORSEAL_TOKEN_TOO_LARGE = 321,
    /// The token's `alg` is not the scheme's.
    VISITORSEAL_ALGORITHM_REFUSED = 322,
    /// The token's header holds more than `alg`, `typ` and `kid`, or one of them is unusable.
    VISITORSEAL_HEADER_REFUSED = 323,
    /// The token names a `kid` that none of the keys has.
    VISITORSEAL_KEY_UNKNOWN = 324,
    /// The token's `exp` has passed.
    VISITORSEAL_TOKEN_EXPIRED = 325,
    /// The token's `nbf` or `iat` lies in the future.
    VISITORSEAL_TOKEN_NOT_YET_VALID = 326,
    /// A required claim or field is absent.
    VISITORSEAL_CLAIM_MISSING = 330,
    /// A claim or field of the wrong type.
    VISITORSEAL_CLAIM_TYPE = 331,
    /// A claim or field with a value that the scheme does not allow.
    VISITORSEAL_CLAIM_VALUE = 332,
    /// A fault of this library.
    VISITORSEAL_INTERNAL = 900,
    /// The cryptographic library failed.
    VISITORSEAL_CRYPTO_FAILED = 901,
    /// A pointer that must not be NULL is NULL.
    VISITORSEAL_ARGUMENT_NULL = 910,
    /// Text that is not UTF-8 or cannot be as long as it says came from another language.
    VISITORSEAL_ARGUMENT_ENCODING = 911,
    /// The buffer for a result is too small for it.
    VISITORSEAL_BUFFER_TOO_SMALL = 912,
    /// The library panicked, and the boundary to another language caught it.
    VISITORSEAL_PANIC = 913,
}

/// Whose turn it is to act on an error.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum visitorseal_kind {
    /// The developer's: a scheme, a setting, a secret or a key is not usable as given.
    VISITORSEAL_KIND_CONFIGURATION = 1,
    /// The site's: this visitor cannot be signed as given.
    VISITORSEAL_KIND_VISITOR = 2,
    /// Nobody's: what the browser sent does not prove who the visitor is.
    VISITORSEAL_KIND_REFUSED = 3,
    /// The caller's or ours: a fault at the boundary or in the library.
    VISITORSEAL_KIND_INTERNAL = 4,
}

/// What happens to a visitor who does not prove who they are.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum visitorseal_policy {
    /// A missing or wrong signature is refused.
    VISITORSEAL_POLICY_REQUIRED = 0,
    /// Without a signature the visitor is anonymous; a wrong or empty one is refused.
    VISITORSEAL_POLICY_OPTIONAL = 1,
    /// A wrong signature is anonymous too, and `visitorseal_verified_to_json` says why.
    VISITORSEAL_POLICY_OBSERVE = 2,
}

#[cfg(test)]
mod tests {
    use visitorseal_core::Code;

    #[test]
    fn every_code_of_the_core_has_its_status_here() {
        let source = include_str!("status.rs");
        for code in Code::ALL {
            let line = format!("    VISITORSEAL_{} = {},\n", code.as_str().to_uppercase(), code.status());
            assert!(source.contains(&line), "{line}");
        }
        let listed = source.lines().filter(|line| line.starts_with("    VISITORSEAL_")).count();
        assert_eq!(listed, Code::ALL.len() + ["OK"].len() + 4 + 3);
    }
}
