//! What can go wrong, and how it is said.

use std::{fmt, sync::Arc};

use serde::{Serialize, Serializer};

use crate::json;

/// The result of every fallible call here.
pub type Result<T> = std::result::Result<T, Error>;

/// Whose turn it is to act on an [`Error`]; each is a class of its own in other languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The developer: a scheme, a setting, a secret or a key is not usable as given.
    Configuration,
    /// The site: this visitor cannot be signed as given.
    Visitor,
    /// Nobody: what the browser sent does not prove who the visitor is.
    Refused,
    /// Us: a fault of the library or of the boundary to another language.
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
        /// What exactly went wrong. Names and numbers are never changed or reused.
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

            /// Whether only packages over this crate raise it, for what they lack themselves.
            #[must_use]
            pub const fn is_of_packages(self) -> bool {
                matches!(self, Self::LibraryMissing | Self::LibraryVersion | Self::BrandUnknown)
            }
        }
    };
}

codes! {
    Configuration {
        /// No scheme of that name is in the catalogue.
        SchemeUnknown = "scheme_unknown", 100;
        /// A scheme file that cannot be read; `field` is its key, the reason names the line.
        SchemeMalformed = "scheme_malformed", 101;
        /// The vendor's documents offer no such thing, for example a digest of a token scheme.
        NotOffered = "not_offered", 102;
        /// A setting that the scheme does not have.
        SettingUnknown = "setting_unknown", 110;
        /// A setting that the scheme needs for this.
        SettingMissing = "setting_missing", 111;
        /// A setting whose value cannot be used.
        SettingInvalid = "setting_invalid", 112;
        /// The secret is empty.
        SecretEmpty = "secret_empty", 120;
        /// The secret is not the text that the vendor's panel shows: not UTF-8, with a NUL or a byte order mark, or over 64 KiB.
        SecretEncoding = "secret_encoding", 121;
        /// A PEM key was given where the vendor's shared secret belongs.
        SecretIsPem = "secret_is_pem", 122;
        /// A verifier takes 1 to 16 keys.
        KeyCount = "key_count", 130;
        /// The key file is empty.
        KeyEmpty = "key_empty", 131;
        /// The key file is not one PEM key that can be read.
        KeyMalformed = "key_malformed", 132;
        /// A private key stands where a public one belongs.
        KeyPrivate = "key_private", 133;
        /// A public key stands where the private one belongs.
        KeyPublic = "key_public", 134;
        /// The key file is protected by a passphrase.
        KeyEncrypted = "key_encrypted", 135;
        /// An RSA key of fewer than 2048 bits.
        KeyTooShort = "key_too_short", 136;
        /// A certificate stands where its public key belongs.
        KeyCertificate = "key_certificate", 137;
        /// A key of a type or size that the scheme does not use.
        KeyUnsupported = "key_unsupported", 138;
        /// A `kid` that is empty, too long or holds control characters, or that two keys share.
        KidInvalid = "kid_invalid", 139;
        /// A leeway above 300 seconds.
        LeewayInvalid = "leeway_invalid", 140;
        /// A time that is no Unix time in seconds.
        NowInvalid = "now_invalid", 141;
        /// A policy other than `required`, `optional` and `observe`.
        PolicyUnknown = "policy_unknown", 142;
        /// A nonce that is not base64 or base64url.
        NonceInvalid = "nonce_invalid", 143;
        /// A package over the C library does not find one that loads; `field` is what names another.
        LibraryMissing = "library_missing", 150;
        /// The C library that a package found is of another version than it needs.
        LibraryVersion = "library_version", 151;
        /// A site's configuration has no brand of that name.
        BrandUnknown = "brand_unknown", 152;
    }
    Visitor {
        /// The visitor is not one JSON object with each member once.
        VisitorMalformed = "visitor_malformed", 200;
        /// The visitor is over 64 KiB as JSON.
        VisitorTooLarge = "visitor_too_large", 201;
        /// A member that no visitor has.
        FieldUnknown = "field_unknown", 210;
        /// A field that the signature covers, or an identifier, is absent or null.
        FieldMissing = "field_missing", 211;
        /// A field that the signature covers is empty.
        FieldEmpty = "field_empty", 212;
        /// A field of the wrong type.
        FieldType = "field_type", 213;
        /// A field whose value is not allowed: control characters, no E.164 number, no http address.
        FieldInvalid = "field_invalid", 214;
        /// A covered field holds the separator of the signed message, which makes it ambiguous.
        FieldSeparator = "field_separator", 215;
        /// More than 256 attributes.
        AttributesTooMany = "attributes_too_many", 220;
        /// An attribute under a key that the scheme uses itself.
        AttributeReserved = "attribute_reserved", 221;
        /// An attribute under a key that a page cannot hold: `__proto__`.
        AttributeKey = "attribute_key", 222;
        /// A number beyond 64 bits.
        NumberTooLarge = "number_too_large", 223;
        /// An attribute that is nested more than 32 deep.
        AttributeTooDeep = "attribute_too_deep", 224;
    }
    Refused {
        /// The fields are not one JSON object with each member once.
        FieldsMalformed = "fields_malformed", 300;
        /// The fields are larger than any that the scheme's signer makes.
        FieldsTooLarge = "fields_too_large", 301;
        /// No signature came, and the policy requires one.
        SignatureMissing = "signature_missing", 310;
        /// The signature does not have the form of the scheme's signatures.
        SignatureMalformed = "signature_malformed", 311;
        /// The signature is not that of these fields by any of the keys.
        SignatureMismatch = "signature_mismatch", 312;
        /// The token is not a JWT in compact form.
        TokenMalformed = "token_malformed", 320;
        /// The token is over the verifier's limit.
        TokenTooLarge = "token_too_large", 321;
        /// The token's `alg` is not the scheme's.
        AlgorithmRefused = "algorithm_refused", 322;
        /// The token's header holds more than `alg`, `typ` and `kid`, or one of them is unusable.
        HeaderRefused = "header_refused", 323;
        /// The token names a `kid` that none of the keys has.
        KeyUnknown = "key_unknown", 324;
        /// The token's `exp` has passed.
        TokenExpired = "token_expired", 325;
        /// The token's `nbf` or `iat` lies in the future.
        TokenNotYetValid = "token_not_yet_valid", 326;
        /// A required claim or field is absent.
        ClaimMissing = "claim_missing", 330;
        /// A claim or field of the wrong type.
        ClaimType = "claim_type", 331;
        /// A claim or field with a value that the scheme does not allow.
        ClaimValue = "claim_value", 332;
    }
    Internal {
        /// A fault of this library.
        Internal = "internal", 900;
        /// The cryptographic library failed.
        CryptoFailed = "crypto_failed", 901;
        /// A pointer that must not be NULL is NULL.
        ArgumentNull = "argument_null", 910;
        /// Text that is not UTF-8 or cannot be as long as it says came from another language.
        ArgumentEncoding = "argument_encoding", 911;
        /// The buffer for a result is too small for it.
        BufferTooSmall = "buffer_too_small", 912;
        /// The library panicked, and the boundary to another language caught it.
        Panic = "panic", 913;
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

/// How a vendor's backend answers a refused request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub status: u16,
    pub error: String,
}

/// An error: a stable [`Code`], what it is about, and a sentence that says what to change.
///
/// Neither the reason nor the `Debug` text ever holds a secret or a value of the visitor's.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    code: Code,
    field: Option<Box<str>>,
    reason: Box<str>,
    #[serde(skip)]
    answer: Option<Arc<Answer>>,
}

impl Error {
    /// An error of a binding's own, for what the core never sees, such as a value of the wrong type.
    #[must_use]
    pub fn new(code: Code, reason: impl Into<Box<str>>) -> Self {
        Self { code, field: None, reason: reason.into(), answer: None }
    }

    /// [`new`](Self::new), about a setting, field or argument.
    #[must_use]
    pub fn about(code: Code, field: impl Into<Box<str>>, reason: impl Into<Box<str>>) -> Self {
        Self { field: Some(field.into()), ..Self::new(code, reason) }
    }

    /// Names what the error is about where it does not say so itself.
    pub(crate) fn or_about(mut self, field: &str) -> Self {
        self.field.get_or_insert_with(|| field.into());
        self
    }

    pub(crate) fn answered(mut self, answer: &Arc<Answer>) -> Self {
        if self.kind() == Kind::Refused {
            self.answer = Some(Arc::clone(answer));
        }
        self
    }

    /// Whose turn it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.code.kind()
    }

    /// What went wrong: match on this, show [`reason`](Self::reason).
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The setting, visitor field, vendor field or claim that it is about.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// A sentence for a person. Its words may change in any version.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// `{"code","field","reason"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(self)
    }

    /// The HTTP status that the scheme's vendor answers a refused visitor with, such as 401.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }

    /// The error name in that answer's body, such as `identity_unverified`.
    #[must_use]
    pub fn http_error(&self) -> Option<&str> {
        self.answer.as_ref().map(|answer| answer.error.as_str())
    }
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

/// Something that works but deserves a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    code: &'static str,
    field: Box<str>,
    reason: Box<str>,
}

impl Warning {
    /// Every warning's code.
    pub const ALL: &'static [&'static str] = &[
        Self::SECRET_SHORT,
        Self::SECRET_SPACE,
        Self::SECRET_SAMPLE,
        Self::FIELD_UNUSED,
        Self::EMAIL_SHAPE,
        Self::ATTRIBUTE_KEY_STYLE,
        Self::NUMBER_INEXACT,
        Self::TOKEN_LARGE,
    ];
    /// The secret has fewer than 16 bytes.
    pub const SECRET_SHORT: &'static str = "secret_short";
    /// The secret begins or ends with white space or stands in quotes.
    pub const SECRET_SPACE: &'static str = "secret_space";
    /// The secret is the sample of the vendor's page.
    pub const SECRET_SAMPLE: &'static str = "secret_sample";
    /// The scheme has no place for a field that was given.
    pub const FIELD_UNUSED: &'static str = "field_unused";
    /// The e-mail address has no `@`, or white space around it.
    pub const EMAIL_SHAPE: &'static str = "email_shape";
    /// An attribute's key is shown to people and written for programs.
    pub const ATTRIBUTE_KEY_STYLE: &'static str = "attribute_key_style";
    /// JavaScript cannot hold this whole number exactly.
    pub const NUMBER_INEXACT: &'static str = "number_inexact";
    /// The token is over 8 KiB, which verifiers may refuse.
    pub const TOKEN_LARGE: &'static str = "token_large";

    pub(crate) fn new(code: &'static str, field: impl Into<Box<str>>, reason: impl Into<Box<str>>) -> Self {
        Self { code, field: field.into(), reason: reason.into() }
    }

    /// `{"code","field","reason"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(self)
    }

    /// The warning's stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What it is about, in the visitor's words, or `secret`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// A sentence for a person.
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
