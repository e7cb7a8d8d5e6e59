//! Errors and warnings.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize, Serializer};

use crate::json;

/// The result of every fallible call here.
pub type Result<T> = std::result::Result<T, Error>;

/// Who has to fix an [`Error`]. Each kind is an exception class in other languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The developer: a scheme, a setting, a secret or a key is wrong.
    Configuration,
    /// The site: it must pass other values for this visitor.
    Visitor,
    /// Nobody: the browser did not prove who the visitor is, and there is nothing to fix in code.
    Refused,
    /// The authors of visitorseal: a fault in this library, or in the code between it and another language.
    Internal,
}

impl Kind {
    /// The kind's stable name, such as `configuration`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Visitor => "visitor",
            Self::Refused => "refused",
            Self::Internal => "internal",
        }
    }
}

macro_rules! codes {
    ($($kind:ident { $($(#[doc = $doc:literal])+ $name:ident = $text:literal, $status:literal;)+ })+) => {
        /// What went wrong. Names and numbers never change and are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code { $($($(#[doc = $doc])+ $name,)+)+ }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)+)+];

            /// The code's stable name, such as `signature_mismatch`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($(Self::$name => $text,)+)+ }
            }

            /// The kind that the code belongs to.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $($(Self::$name => Kind::$kind,)+)+ }
            }

            /// The code's number: the status that the C library returns for it.
            #[must_use]
            pub const fn status(self) -> i32 {
                match self { $($(Self::$name => $status,)+)+ }
            }

            /// What went wrong, in a sentence.
            pub(crate) const fn about(self) -> &'static str {
                match self { $($(Self::$name => concat!($($doc),+).trim_ascii_start(),)+)+ }
            }

            /// Whether only the packages in other languages raise the code.
            #[must_use]
            pub const fn raised_by_bindings(self) -> bool {
                matches!(self, Self::LibraryMissing | Self::LibraryVersion | Self::BrandUnknown)
            }
        }
    };
}

codes! {
    Configuration {
        /// The catalogue has no scheme of that name.
        SchemeUnknown = "scheme_unknown", 100;
        /// The scheme file cannot be read. `field` is the key in the file, and the reason names the line.
        SchemeMalformed = "scheme_malformed", 101;
        /// The vendor's documents do not offer this call, for example a digest where the signature is a token.
        NotOffered = "not_offered", 102;
        /// The scheme has no setting of that name.
        SettingUnknown = "setting_unknown", 110;
        /// The call needs a setting that was not passed.
        SettingMissing = "setting_missing", 111;
        /// The setting has a value that the scheme does not allow.
        SettingInvalid = "setting_invalid", 112;
        /// The secret is empty.
        SecretEmpty = "secret_empty", 120;
        /// The secret is not the text that the vendor's dashboard shows: not UTF-8, with a NUL or a byte order mark, or over 64 KiB.
        SecretEncoding = "secret_encoding", 121;
        /// The secret is a PEM key, but the scheme needs the vendor's shared secret.
        SecretIsPem = "secret_is_pem", 122;
        /// The secret is a JSON Web Key, but the scheme needs the vendor's shared secret.
        SecretIsJwk = "secret_is_jwk", 123;
        /// The verifier has no key or more than 16.
        KeyCount = "key_count", 130;
        /// The key is empty.
        KeyEmpty = "key_empty", 131;
        /// The key is not one PEM block that can be read.
        KeyMalformed = "key_malformed", 132;
        /// The key is private, but the verifier needs the public key.
        KeyPrivate = "key_private", 133;
        /// The key is public, but the signer needs the private key.
        KeyPublic = "key_public", 134;
        /// The key is encrypted with a passphrase.
        KeyEncrypted = "key_encrypted", 135;
        /// The RSA key has fewer than 2048 bits.
        KeyTooShort = "key_too_short", 136;
        /// The key is a certificate, or a request for one. A verifier needs the public key in it, and a signer the private key.
        KeyCertificate = "key_certificate", 137;
        /// The key has a type or size that the scheme does not use.
        KeyUnsupported = "key_unsupported", 138;
        /// The `kid` is empty, too long, holds control characters, or belongs to two keys.
        KidInvalid = "kid_invalid", 139;
        /// The leeway is more than 300 seconds.
        LeewayInvalid = "leeway_invalid", 140;
        /// The time is not Unix time in seconds.
        NowInvalid = "now_invalid", 141;
        /// The policy is not `required`, `optional` or `observe`.
        PolicyUnknown = "policy_unknown", 142;
        /// The nonce is not base64 or base64url.
        NonceInvalid = "nonce_invalid", 143;
        /// The package does not find a C library that loads. `field` is the variable that names another one.
        LibraryMissing = "library_missing", 150;
        /// The C library has another version than the package.
        LibraryVersion = "library_version", 151;
        /// The site's configuration has no brand of that name.
        BrandUnknown = "brand_unknown", 152;
        /// The key belongs to another algorithm than the scheme's, such as RSA-PSS or another curve.
        KeyAlgorithm = "key_algorithm", 153;
        /// The JSON Web Key may not be used to verify: its `use`, `key_ops` or `alg` forbids it.
        KeyUse = "key_use", 154;
        /// Anyone could forge signatures for the key: an Ed25519 key of small order, or an RSA key with the exponent 1.
        KeyWeak = "key_weak", 155;
    }
    Visitor {
        /// The visitor is not a JSON object, or has a member twice.
        VisitorMalformed = "visitor_malformed", 200;
        /// The visitor is larger than 64 KiB as JSON.
        VisitorTooLarge = "visitor_too_large", 201;
        /// A visitor has no field of that name.
        FieldUnknown = "field_unknown", 210;
        /// A field that the signature covers is absent, or `id` or `email` is null.
        FieldMissing = "field_missing", 211;
        /// A field that the signature covers is empty.
        FieldEmpty = "field_empty", 212;
        /// The field has the wrong type.
        FieldType = "field_type", 213;
        /// The field has a value that is not allowed, such as a telephone number that is not E.164.
        FieldInvalid = "field_invalid", 214;
        /// A field that the signature covers holds the separator of the signed message.
        FieldSeparator = "field_separator", 215;
        /// The visitor has more than 256 attributes.
        AttributesTooMany = "attributes_too_many", 220;
        /// The attribute has a name that the scheme uses itself.
        AttributeReserved = "attribute_reserved", 221;
        /// The attribute has the key `__proto__`, which a page cannot hold safely.
        AttributeKey = "attribute_key", 222;
        /// The number does not fit into 64 bits.
        NumberTooLarge = "number_too_large", 223;
        /// The attribute is nested more than 32 deep.
        AttributeTooDeep = "attribute_too_deep", 224;
    }
    Refused {
        /// The fields are not a JSON object, or have a member twice.
        FieldsMalformed = "fields_malformed", 300;
        /// The fields are larger than the verifier allows.
        FieldsTooLarge = "fields_too_large", 301;
        /// The signature is missing, and the policy requires one.
        SignatureMissing = "signature_missing", 310;
        /// The signature does not have the form that the scheme needs.
        SignatureMalformed = "signature_malformed", 311;
        /// The signature does not belong to these fields and to any of the keys.
        SignatureMismatch = "signature_mismatch", 312;
        /// The signature's time has passed, or is older than the vendor allows.
        SignatureExpired = "signature_expired", 313;
        /// The signature's time is in the future.
        SignatureNotYetValid = "signature_not_yet_valid", 314;
        /// The token is not a JWT in compact form.
        TokenMalformed = "token_malformed", 320;
        /// The token is larger than the verifier allows.
        TokenTooLarge = "token_too_large", 321;
        /// The token's `alg` is not the scheme's algorithm.
        AlgorithmRefused = "algorithm_refused", 322;
        /// The token's header holds more than `alg`, `typ` and `kid`, or one of these is wrong.
        HeaderRefused = "header_refused", 323;
        /// No key has the token's `kid`.
        KeyUnknown = "key_unknown", 324;
        /// The token's `exp` has passed.
        TokenExpired = "token_expired", 325;
        /// The token's `nbf` or `iat` is in the future.
        TokenNotYetValid = "token_not_yet_valid", 326;
        /// A required claim or field is absent.
        ClaimMissing = "claim_missing", 330;
        /// The claim or field has the wrong type.
        ClaimType = "claim_type", 331;
        /// The claim or field has a value that the scheme does not allow.
        ClaimValue = "claim_value", 332;
    }
    Internal {
        /// A fault in this library.
        Internal = "internal", 900;
        /// The cryptographic library failed.
        CryptoFailed = "crypto_failed", 901;
        /// A pointer that must not be NULL is NULL.
        ArgumentNull = "argument_null", 910;
        /// Another language passed text that is not UTF-8, or a length that no buffer can have.
        ArgumentEncoding = "argument_encoding", 911;
        /// The buffer is too small for the result.
        BufferTooSmall = "buffer_too_small", 912;
        /// The library panicked. The panic did not reach the caller.
        Panic = "panic", 913;
        /// A number stands for none of the values that the argument may have.
        ArgumentValue = "argument_value", 914;
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The HTTP answer to a refused request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Answer {
    pub status: u16,
    pub error: String,
}

/// An error: a stable [`Code`], the field it is about, and a reason that says what is wrong and what to do.
///
/// Errors never contain a secret or a visitor's data.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    code: Code,
    field: Option<Box<str>>,
    reason: Box<str>,
    #[serde(skip)]
    answer: Option<Arc<Answer>>,
}

impl Error {
    /// Makes an error, for a package in another language that finds one before it calls this crate.
    #[must_use]
    pub fn new(code: Code, reason: impl Into<Box<str>>) -> Self {
        Self { code, field: None, reason: reason.into(), answer: None }
    }

    /// Makes an error about a setting, field or argument.
    #[must_use]
    pub fn about(code: Code, field: impl Into<Box<str>>, reason: impl Into<Box<str>>) -> Self {
        Self { field: Some(field.into()), ..Self::new(code, reason) }
    }

    /// Names the field of an error that has none.
    pub(crate) fn with_field(mut self, field: &str) -> Self {
        self.field.get_or_insert_with(|| field.into());
        self
    }

    pub(crate) fn with_answer(mut self, answer: &Arc<Answer>) -> Self {
        if self.kind() == Kind::Refused {
            self.answer = Some(Arc::clone(answer));
        }
        self
    }

    /// Who has to fix the error.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.code.kind()
    }

    /// The stable code. Compare this, not the reason.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The setting, field or claim that the error is about.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// What is wrong and what to do. The words may change in any version.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// `{"code","field","reason"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(self)
    }

    /// The HTTP status to answer a refused request with, such as 401.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }

    /// The name of the error in that answer, such as `identity_unverified`.
    #[must_use]
    pub fn http_error(&self) -> Option<&str> {
        self.answer.as_ref().map(|answer| answer.error.as_str())
    }
}

/// The longest name that an error shows, in characters. A longer one is cut to one character less and an ellipsis.
pub const MAX_NAME: usize = 48;

/// A name from outside as an error shows it: at most [`MAX_NAME`] characters, and none that breaks a log's lines.
#[must_use]
pub fn shortened(name: &str) -> String {
    let safe = |char: char| if char.is_control() || "\u{2028}\u{2029}".contains(char) { '\u{fffd}' } else { char };
    if name.chars().nth(MAX_NAME).is_none() {
        return name.chars().map(safe).collect();
    }
    name.chars().take(MAX_NAME - 1).map(safe).chain(['…']).collect()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) => write!(f, "{} ({field}): {}", self.code, self.reason),
            None => write!(f, "{}: {}", self.code, self.reason),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code)
            .field("field", &self.field)
            .field("reason", &self.reason)
            .finish()
    }
}

impl std::error::Error for Error {}

/// A problem that does not stop signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    code: &'static str,
    field: Box<str>,
    reason: Box<str>,
}

macro_rules! warnings {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal;)+) => {
        impl Warning {
            /// Every warning's code.
            pub const ALL: &'static [&'static str] = &[$(Self::$name,)+];

            $($(#[doc = $doc])+ pub const $name: &'static str = $text;)+

            /// What each code means, in the order of [`ALL`](Self::ALL).
            pub(crate) const ABOUT: &'static [&'static str] = &[$(concat!($($doc),+).trim_ascii_start(),)+];
        }
    };
}

warnings! {
    /// The secret has fewer than 16 bytes.
    SECRET_SHORT = "secret_short";
    /// The secret begins or ends with white space, or has quotes around it.
    SECRET_SPACE = "secret_space";
    /// The secret is the example from the vendor's documentation.
    SECRET_SAMPLE = "secret_sample";
    /// The secret is not a secret, but what it stands in: `NAME=value`, a path, several lines, JSON or a placeholder.
    SECRET_SHAPE = "secret_shape";
    /// The id or the email address identifies nobody: `undefined`, `null`, `anonymousUser`, `[object Object]`.
    IDENTITY_MISSING = "identity_missing";
    /// A value is a placeholder that a template did not fill in, such as `{{ user.id }}`.
    TEMPLATE_UNFILLED = "template_unfilled";
    /// White space or invisible characters are around the id.
    ID_SPACE = "id_space";
    /// The vendor's widget has no place for the field.
    FIELD_UNUSED = "field_unused";
    /// A framework's helper left out an attribute that cannot be signed. Only the packages in other languages warn of it.
    ATTRIBUTE_LEFT_OUT = "attribute_left_out";
    /// The email address has no `@`, or white space or invisible characters around it.
    EMAIL_SHAPE = "email_shape";
    /// The vendor shows the attribute's key to people, but the key is written for programs.
    ATTRIBUTE_KEY_STYLE = "attribute_key_style";
    /// JavaScript cannot hold the whole number exactly.
    NUMBER_INEXACT = "number_inexact";
    /// The token is larger than 8 KiB, which verifiers may refuse.
    TOKEN_LARGE = "token_large";
    /// The vendor offers another way to sign, and keeps this one for older sites.
    SCHEME_DEPRECATED = "scheme_deprecated";
    /// The vendor asks for a hash that is no longer recommended.
    HASH_WEAK = "hash_weak";
    /// By the vendor's own design two visitors can have the same signature.
    MESSAGE_AMBIGUOUS = "message_ambiguous";
}

impl Warning {
    pub(crate) fn new(code: &'static str, field: impl Into<Box<str>>, reason: impl Into<Box<str>>) -> Self {
        Self { code, field: field.into(), reason: reason.into() }
    }

    /// `{"code","field","reason"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(self)
    }

    /// The stable code of the warning.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The visitor's field that the warning is about, or `secret`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.code, self.field, self.reason)
    }
}
