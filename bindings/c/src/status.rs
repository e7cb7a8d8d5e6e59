//! Statuses, kinds, policies and forms, as C sees them.

#![allow(dead_code, reason = "the core's codes are the numbers; these are their names in the header")]

/// What a function returns. Each range of numbers is a kind: 100 configuration, 200 visitor, 300
/// refused, 900 internal. Numbers never change and are never reused. Any version may add numbers.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum visitorseal_status {
    /// The function succeeded and set every `out_` parameter.
    VISITORSEAL_OK = 0,
    /// The catalogue has no scheme of that name.
    VISITORSEAL_SCHEME_UNKNOWN = 100,
    /// The scheme file cannot be read. `field` is the key in the file, and the reason names the line.
    VISITORSEAL_SCHEME_MALFORMED = 101,
    /// The vendor's documents do not offer this call, for example a digest where the signature is a token.
    VISITORSEAL_NOT_OFFERED = 102,
    /// The scheme has no setting of that name.
    VISITORSEAL_SETTING_UNKNOWN = 110,
    /// The call needs a setting that was not passed.
    VISITORSEAL_SETTING_MISSING = 111,
    /// The setting has a value that the scheme does not allow.
    VISITORSEAL_SETTING_INVALID = 112,
    /// The secret is empty.
    VISITORSEAL_SECRET_EMPTY = 120,
    /// The secret is not the text that the vendor's dashboard shows: not UTF-8, with a NUL or a byte order mark, or over 64 KiB.
    VISITORSEAL_SECRET_ENCODING = 121,
    /// The secret is a PEM key, but the scheme needs the vendor's shared secret.
    VISITORSEAL_SECRET_IS_PEM = 122,
    /// The secret is a JSON Web Key, but the scheme needs the vendor's shared secret.
    VISITORSEAL_SECRET_IS_JWK = 123,
    /// The verifier has no key or more than 16.
    VISITORSEAL_KEY_COUNT = 130,
    /// The key is empty.
    VISITORSEAL_KEY_EMPTY = 131,
    /// The key is not one PEM block that can be read.
    VISITORSEAL_KEY_MALFORMED = 132,
    /// The key is private, but the verifier needs the public key.
    VISITORSEAL_KEY_PRIVATE = 133,
    /// The key is public, but the signer needs the private key.
    VISITORSEAL_KEY_PUBLIC = 134,
    /// The key is encrypted with a passphrase.
    VISITORSEAL_KEY_ENCRYPTED = 135,
    /// The RSA key has fewer than 2048 bits.
    VISITORSEAL_KEY_TOO_SHORT = 136,
    /// The key is a certificate, or a request for one. A verifier needs the public key in it, and a signer the private key.
    VISITORSEAL_KEY_CERTIFICATE = 137,
    /// The key has a type or size that the scheme does not use.
    VISITORSEAL_KEY_UNSUPPORTED = 138,
    /// The `kid` is empty, too long, holds control characters, or belongs to two keys.
    VISITORSEAL_KID_INVALID = 139,
    /// The leeway is more than 300 seconds.
    VISITORSEAL_LEEWAY_INVALID = 140,
    /// The time is not Unix time in seconds.
    VISITORSEAL_NOW_INVALID = 141,
    /// The policy is not `required`, `optional` or `observe`.
    VISITORSEAL_POLICY_UNKNOWN = 142,
    /// The nonce is not base64 or base64url.
    VISITORSEAL_NONCE_INVALID = 143,
    /// The package does not find a C library that loads. `field` is the variable that names another one.
    VISITORSEAL_LIBRARY_MISSING = 150,
    /// The C library has another version than the package.
    VISITORSEAL_LIBRARY_VERSION = 151,
    /// The site's configuration has no brand of that name.
    VISITORSEAL_BRAND_UNKNOWN = 152,
    /// The key belongs to another algorithm than the scheme's, such as RSA-PSS or another curve.
    VISITORSEAL_KEY_ALGORITHM = 153,
    /// The JSON Web Key may not be used to verify: its `use`, `key_ops` or `alg` forbids it.
    VISITORSEAL_KEY_USE = 154,
    /// Anyone could forge signatures for the key: an Ed25519 key of small order, or an RSA key with the exponent 1.
    VISITORSEAL_KEY_WEAK = 155,
    /// The visitor is not a JSON object, or has a member twice.
    VISITORSEAL_VISITOR_MALFORMED = 200,
    /// The visitor is larger than 64 KiB as JSON.
    VISITORSEAL_VISITOR_TOO_LARGE = 201,
    /// A visitor has no field of that name.
    VISITORSEAL_FIELD_UNKNOWN = 210,
    /// A field that the signature covers is absent, or `id` or `email` is null.
    VISITORSEAL_FIELD_MISSING = 211,
    /// A field that the signature covers is empty.
    VISITORSEAL_FIELD_EMPTY = 212,
    /// The field has the wrong type.
    VISITORSEAL_FIELD_TYPE = 213,
    /// The field has a value that is not allowed, such as a telephone number that is not E.164.
    VISITORSEAL_FIELD_INVALID = 214,
    /// A field that the signature covers holds the separator of the signed message.
    VISITORSEAL_FIELD_SEPARATOR = 215,
    /// The visitor has more than 256 attributes.
    VISITORSEAL_ATTRIBUTES_TOO_MANY = 220,
    /// The attribute has a name that the scheme uses itself.
    VISITORSEAL_ATTRIBUTE_RESERVED = 221,
    /// The attribute has the key `__proto__`, which a page cannot hold safely.
    VISITORSEAL_ATTRIBUTE_KEY = 222,
    /// The number does not fit into 64 bits.
    VISITORSEAL_NUMBER_TOO_LARGE = 223,
    /// The attribute is nested more than 32 deep.
    VISITORSEAL_ATTRIBUTE_TOO_DEEP = 224,
    /// The fields are not a JSON object, or have a member twice.
    VISITORSEAL_FIELDS_MALFORMED = 300,
    /// The fields are larger than the verifier allows.
    VISITORSEAL_FIELDS_TOO_LARGE = 301,
    /// The signature is missing, and the policy requires one.
    VISITORSEAL_SIGNATURE_MISSING = 310,
    /// The signature does not have the form that the scheme needs.
    VISITORSEAL_SIGNATURE_MALFORMED = 311,
    /// The signature does not belong to these fields and to any of the keys.
    VISITORSEAL_SIGNATURE_MISMATCH = 312,
    /// The signature's time has passed, or is older than the vendor allows.
    VISITORSEAL_SIGNATURE_EXPIRED = 313,
    /// The signature's time is in the future.
    VISITORSEAL_SIGNATURE_NOT_YET_VALID = 314,
    /// The token is not a JWT in compact form.
    VISITORSEAL_TOKEN_MALFORMED = 320,
    /// The token is larger than the verifier allows.
    VISITORSEAL_TOKEN_TOO_LARGE = 321,
    /// The token's `alg` is not the scheme's algorithm.
    VISITORSEAL_ALGORITHM_REFUSED = 322,
    /// The token's header holds more than `alg`, `typ` and `kid`, or one of these is wrong.
    VISITORSEAL_HEADER_REFUSED = 323,
    /// No key has the token's `kid`.
    VISITORSEAL_KEY_UNKNOWN = 324,
    /// The token's `exp` has passed.
    VISITORSEAL_TOKEN_EXPIRED = 325,
    /// The token's `nbf` or `iat` is in the future.
    VISITORSEAL_TOKEN_NOT_YET_VALID = 326,
    /// A required claim or field is absent.
    VISITORSEAL_CLAIM_MISSING = 330,
    /// The claim or field has the wrong type.
    VISITORSEAL_CLAIM_TYPE = 331,
    /// The claim or field has a value that the scheme does not allow.
    VISITORSEAL_CLAIM_VALUE = 332,
    /// A fault in this library.
    VISITORSEAL_INTERNAL = 900,
    /// The cryptographic library failed.
    VISITORSEAL_CRYPTO_FAILED = 901,
    /// A pointer that must not be NULL is NULL.
    VISITORSEAL_ARGUMENT_NULL = 910,
    /// Another language passed text that is not UTF-8, or a length that no buffer can have.
    VISITORSEAL_ARGUMENT_ENCODING = 911,
    /// The buffer is too small for the result.
    VISITORSEAL_BUFFER_TOO_SMALL = 912,
    /// The library panicked. The panic did not reach the caller.
    VISITORSEAL_PANIC = 913,
    /// A number stands for none of the values that the argument may have.
    VISITORSEAL_ARGUMENT_VALUE = 914,
}

/// Who has to fix an error.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum visitorseal_kind {
    /// The developer: a scheme, a setting, a secret or a key is wrong.
    VISITORSEAL_KIND_CONFIGURATION = 1,
    /// The site: it must pass other values for this visitor.
    VISITORSEAL_KIND_VISITOR = 2,
    /// Nobody: the browser did not prove who the visitor is, and there is nothing to fix in code.
    VISITORSEAL_KIND_REFUSED = 3,
    /// The caller or the library's authors: a wrong argument or a fault in the library.
    VISITORSEAL_KIND_INTERNAL = 4,
}

/// What happens to a visitor without a correct signature.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum visitorseal_policy {
    /// A missing or wrong signature is refused.
    VISITORSEAL_POLICY_REQUIRED = 0,
    /// A visitor without a signature is anonymous. A wrong or empty signature is refused.
    VISITORSEAL_POLICY_OPTIONAL = 1,
    /// A visitor with a wrong signature is anonymous too, and `visitorseal_verified_to_json` says why.
    VISITORSEAL_POLICY_OBSERVE = 2,
}

/// In which form `visitorseal_signer_sign_text` writes a signed visitor.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum visitorseal_form {
    /// The fields alone, as JSON: what `visitorseal_signed_fields_json` gives.
    VISITORSEAL_FORM_FIELDS = 0,
    /// The whole, as JSON: what `visitorseal_signed_to_json` gives.
    VISITORSEAL_FORM_SIGNED = 1,
    /// The script, as HTML: what `visitorseal_signed_script` gives. Its option is the page's
    /// Content-Security-Policy nonce.
    VISITORSEAL_FORM_SCRIPT = 2,
    /// The element, as HTML: what `visitorseal_signed_element` gives. Its option is the endpoint.
    VISITORSEAL_FORM_ELEMENT = 3,
    /// The address of the vendor's page for mobile apps: what `visitorseal_signed_url` gives.
    VISITORSEAL_FORM_URL = 4,
}

#[cfg(test)]
mod tests {
    use visitorseal_core::Code;

    #[test]
    fn every_code_of_the_core_has_its_status_here() {
        let source = include_str!("status.rs");
        let core = include_str!("../../../core/src/error.rs");
        for code in Code::ALL {
            let line = format!("    VISITORSEAL_{} = {},\n", code.as_str().to_uppercase(), code.status());
            assert!(source.contains(&line), "{line}");
            let (before, _) = source.split_once(&line).unwrap();
            let doc = before.trim_end().rsplit('\n').next().unwrap().trim();
            assert!(core.contains(&format!("{doc}\n        ")), "the core documents {code} otherwise than: {doc}");
        }
        let listed = source.lines().filter(|line| line.starts_with("    VISITORSEAL_")).count();
        assert_eq!(listed, Code::ALL.len() + ["OK"].len() + 4 + 3 + 5);
    }
}
