//! Findings: what is wrong, and the change that mends it.

use serde::Serialize;

use crate::error::{Code, Error};

/// A mistake, and how it shows.
pub(super) type Wrong = (Cause, String);

macro_rules! causes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $fix:literal;)+) => {
        /// Why a signature is refused, where the verifier's own code does not say it. Names are
        /// never changed or reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Cause { $($(#[doc = $doc])+ $name,)+ }

        impl Cause {
            /// Every cause.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable name, such as `other_field`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            const fn fix(self) -> &'static str {
                match self { $(Self::$name => $fix,)+ }
            }
        }
    };
}

causes! {
    /// A member is named nearly like one that the scheme needs.
    FieldMisspelt = "field_misspelt", "name the member as the vendor's page does";
    /// Another field of the visitor was signed.
    OtherField = "other_field", "sign the field that the vendor's page says, and no other";
    /// The fields were signed in another order.
    MessageOrder = "message_order", "join the fields in the order of the vendor's page";
    /// Another separator, or none, stood between the fields.
    MessageSeparator = "message_separator", "join the fields with the separator of the vendor's page";
    /// Upper and lower case differ.
    MessageCase = "message_case", "sign the text in the very case in which the page sends it";
    /// White space differs.
    MessageSpace = "message_space", "sign the text without white space around it, as the page sends it";
    /// A number was written in another way.
    MessageNumber = "message_number", "turn the number into text once, and sign and send that text";
    /// The message was URL-encoded.
    MessageUrlEncoded = "message_url_encoded", "sign the text before it is URL-encoded";
    /// The message was HTML-escaped.
    MessageHtmlEscaped = "message_html_escaped", "sign the text before it is escaped for HTML";
    /// The message was written as JSON, with its quotes.
    MessageJsonQuoted = "message_json_quoted", "sign the text itself, not its JSON";
    /// Composed and decomposed characters differ.
    MessageUnicode = "message_unicode", "sign and send the same bytes: normalise the text once, before both";
    /// An empty text, or a word such as `undefined`, was signed.
    MessageEmpty = "message_empty", "find out why the site has no value at the place where it signs";
    /// Key and message changed places.
    KeyMessageSwapped = "key_message_swapped", "give the secret as the key and the visitor's field as the message";
    /// White space around the secret was signed with.
    SecretSpace = "secret_space", "strip the newline or spaces from the secret where it is read";
    /// Quotes around the secret were signed with.
    SecretQuotes = "secret_quotes", "take the quotes off the secret, for example in the .env file";
    /// The secret was decoded from hex.
    SecretHex = "secret_hex", "use the secret's characters as the key; do not decode them from hex";
    /// The secret was decoded from base64.
    SecretBase64 = "secret_base64", "use the secret's characters as the key; do not decode them from base64";
    /// Another hash function was used.
    OtherHash = "other_hash", "use HMAC with SHA-256";
    /// Secret and message were hashed in one, without HMAC.
    NoHmac = "no_hmac", "use HMAC, not a hash of secret and message together";
    /// The message was hashed without a secret.
    NoSecret = "no_secret", "use HMAC with the secret as its key: a hash without one proves nothing";
    /// The result is in upper case.
    ResultUpperCase = "result_upper_case", "write the hex digits in lower case";
    /// The result is base64.
    ResultBase64 = "result_base64", "write the digest as hex, not as base64";
    /// The result was written as hex twice.
    ResultHexTwice = "result_hex_twice", "write the digest as hex once";
    /// Something stands before the result.
    ResultPrefix = "result_prefix", "send the hex digits alone, with nothing before them";
    /// Something stands between the digits of the result.
    ResultSeparated = "result_separated", "write the hex digits one after the other";
    /// The result was URL-encoded.
    ResultUrlEncoded = "result_url_encoded", "send the signature as it is: hex needs no URL-encoding";
    /// White space stands around the result.
    ResultSpace = "result_space", "strip the white space from the signature";
    /// Quotes stand around the result.
    ResultQuotes = "result_quotes", "take the quotes off the signature; it was probably written as JSON twice";
    /// The field itself stands where its signature belongs.
    SignatureIsField = "signature_is_field", "send the digest of the field, not the field";
    /// Field and signature changed places.
    FieldsSwapped = "fields_swapped", "send the field and its digest under each other's names";
    /// The secret itself stands where the signature belongs.
    SignatureIsSecret = "signature_is_secret", "make a new secret in the vendor's panel at once: this one has been in a page; send the digest, never the secret";
    /// A token stands where a digest belongs.
    SignatureIsToken = "signature_is_token", "this vendor takes an HMAC digest in hex, not a token";
    /// Nothing fits: the secret is probably another one.
    SecretUnknown = "secret_unknown", "copy the secret again from the vendor's panel, for this very brand or agent, on both sides";
    /// A key other than the first matched.
    KeyNotNewest = "key_not_newest", "let the site sign with the newest key, and then take the former one away";
    /// The key of another brand or platform matched.
    OtherKey = "other_key", "sign with the key of this very brand or platform, or verify with the one that the site has";
    /// The token is no text.
    TokenNotText = "token_not_text", "send the token as a JSON string";
    /// The token stands in an object.
    TokenInObject = "token_in_object", "send the token itself, not the object that it came in";
    /// Quotes or white space stand around the token.
    TokenQuoted = "token_quoted", "send the token without quotes or white space around it";
    /// `Bearer` stands before the token.
    TokenBearer = "token_bearer", "send the token without the word Bearer";
    /// The token was URL-encoded.
    TokenUrlEncoded = "token_url_encoded", "send the token as it is: it needs no URL-encoding";
    /// The token is not whole.
    TokenCut = "token_cut", "send the whole token; does a column, cookie or address cut it?";
    /// A digest stands where a token belongs.
    TokenIsDigest = "token_is_digest", "this vendor takes an RS256 token, not an HMAC digest";
    /// An encrypted token stands where a signed one belongs.
    TokenEncrypted = "token_encrypted", "sign the token (JWS, RS256), do not encrypt it (JWE)";
    /// The token is signed with the public key's text as an HMAC secret.
    Hs256WithPem = "hs256_with_pem", "sign with RS256 and the private key; HS256 takes the PEM for a mere password";
    /// A time is in milliseconds.
    TimeInMilliseconds = "time_in_milliseconds", "divide by 1000: times in tokens are Unix seconds";
    /// A claim stands there in another case or style.
    ClaimCase = "claim_case", "name the claim as the vendor's page does";
    /// A PEM has the two characters `\n` for line breaks.
    KeyLiteralNewlines = "key_literal_newlines", "put real line breaks into the PEM, or read it from a file";
    /// The PEM was base64-encoded once more.
    KeyBase64 = "key_base64", "decode the variable from base64 before it is used as a PEM";
    /// Quotes stand around the PEM.
    KeyQuoted = "key_quoted", "take the quotes off the PEM";
    /// The widget may have started without the fields.
    CheckStartedLate = "check_started_late", "run the signed script before the widget starts, or call it again after";
    /// The widget may keep the former visitor.
    CheckSwitchOfUsers = "check_switch_of_users", "run the forget script at sign-out, and the signed script anew for each visitor";
    /// The vendor's panel may not ask for a signature.
    CheckEnforcement = "check_enforcement", "switch identity verification on in the vendor's panel once all pages send it";
}

/// A finding: a stable code, the field it is about, what is so, and the change that mends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    code: &'static str,
    field: Option<Box<str>>,
    reason: Box<str>,
    fix: Box<str>,
}

impl Finding {
    pub(super) fn new(cause: Cause, field: Option<&str>, reason: impl Into<Box<str>>) -> Self {
        Self { code: cause.as_str(), field: field.map(Into::into), reason: reason.into(), fix: cause.fix().into() }
    }

    /// The name of a [`Cause`], or the verifier's own code, such as `token_expired`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The field, claim or key that it is about.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// What is so, in a sentence.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The change that mends it, in a sentence.
    #[must_use]
    pub fn fix(&self) -> &str {
        &self.fix
    }
}

impl From<Error> for Finding {
    fn from(error: Error) -> Self {
        let fix = match error.code() {
            Code::SignatureMissing => "let the page run the signed script before it sends anything",
            Code::SignatureMalformed => "send the digest as a JSON string of 64 lower-case hex digits",
            Code::SignatureMismatch => "sign with the private key whose public key stands in the vendor's panel",
            Code::TokenExpired => "make a new token for each page, or give it a longer lifetime",
            Code::TokenNotYetValid => "set the site's clock, or allow for some seconds",
            Code::TokenTooLarge | Code::FieldsTooLarge => "leave out attributes that no agent reads",
            Code::TokenMalformed => "send the token as the library made it: three parts of base64url",
            Code::AlgorithmRefused => "sign with RS256",
            Code::HeaderRefused => "leave alg, typ and kid in the token's header and nothing else",
            Code::KeyUnknown => "give the key its kid on both sides, or sign without one",
            Code::ClaimMissing | Code::ClaimType | Code::ClaimValue => "send it as the vendor's page says",
            Code::FieldsMalformed => "send one JSON object, with each member once",
            _ => "give the key or secret as the vendor's page says",
        };
        Self {
            code: error.code().as_str(),
            field: error.field().map(Into::into),
            reason: error.reason().into(),
            fix: fix.into(),
        }
    }
}
