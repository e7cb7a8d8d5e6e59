//! Findings: what is wrong, and how to fix it.

use serde::Serialize;

use super::advice;
use crate::error::{Code, Error};

/// Each cause: its documentation, which `about` and docs/refused.md show, its code, and what to change. A cause whose
/// mistake can be on two sides has two fixes.
macro_rules! causes {
    ($(#[doc = $about:literal])+ $causes:ident: $($(#[doc = $doc:literal])+ $name:ident = $text:literal, $fix:literal $(, $other:literal)?;)+) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $causes { $($(#[doc = $doc])+ $name,)+ }

        impl $causes {
            /// Every cause.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable name, such as `other_field`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What is wrong, in a sentence.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii_start(),)+ }
            }

            /// What to change: one sentence, or one for each side on which the mistake can be.
            #[must_use]
            pub const fn fixes(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$fix $(, $other)*],)+ }
            }

            /// What to change where the site signed another text, with another secret or in another way.
            fn fix(self) -> &'static str {
                self.fixes().first().copied().unwrap_or_default()
            }
        }
    };
}

causes! {
    /// A mistake that [`Explainer`](crate::Explainer) found, where the verifier's error code does not name it. Names
    /// are never changed or reused.
    Cause:
    /// A field has almost the name of a field that the scheme needs, or another vendor's name for it.
    FieldMisspelt = "field_misspelt", "Name the field as the vendor's documentation does.";
    /// A field or claim stands at another level than the vendor reads it.
    FieldPlace = "field_place", "Send each value at the level where the vendor's documentation has it.";
    /// The signature stands in an identifier's place, and there is no other.
    FieldIsSignature = "field_is_signature", "Send the signature in its own field, and the visitor's own value in this one.";
    /// The site signed another field of the visitor.
    OtherField = "other_field", "Sign only the field that the vendor's documentation names.";
    /// The site joined the fields in another order.
    MessageOrder = "message_order", "Join the fields in the order of the vendor's documentation.";
    /// The site joined the fields with another separator, or with none.
    MessageSeparator = "message_separator", "Join the fields with the separator of the vendor's documentation.";
    /// Upper and lower case differ between the signed text and the sent text.
    MessageCase = "message_case", "Use the same upper and lower case in the signed text and in the page.";
    /// White space or invisible characters differ between the signed text and the sent text.
    MessageSpace = "message_space", "Trim the text once, then sign and send the same text.";
    /// The number is written in one form where it is signed and in another where it is sent.
    MessageNumber = "message_number", "Turn the number into text once, then sign and send that text.", "Write the number into the page as the text that was signed. A template or a locale must not format it.";
    /// The text is URL-encoded on one side.
    MessageUrlEncoded = "message_url_encoded", "Sign the text before it is URL-encoded.", "Send the text as it was signed, without URL-encoding.";
    /// The text is escaped for HTML on one side.
    MessageHtmlEscaped = "message_html_escaped", "Sign the text before it is escaped for HTML.", "In a script, write the fields as JSON with \\u003c in place of each <, and do not escape them for HTML. In an attribute, escape them for HTML once.";
    /// The text is JSON on one side, with its quotes.
    MessageJsonQuoted = "message_json_quoted", "Sign the text itself, not its JSON.", "Send the text itself. The page encodes it as JSON twice.";
    /// The text has the escapes of a script or of a database on one side.
    MessageEscaped = "message_escaped", "Sign the text before it is escaped.", "Send the text as it was signed: escape it once, where it is written into the script.";
    /// The text is in quotes on one side.
    MessageQuotes = "message_quotes", "Sign the text without quotes around it.", "Send the text without quotes around it.";
    /// The forms of Unicode characters differ between the signed text and the sent text.
    MessageUnicode = "message_unicode", "Normalize the text once, then sign and send the same bytes.";
    /// The text was signed in another encoding than UTF-8, or was read in another.
    MessageCharset = "message_charset", "Sign the bytes of the text in UTF-8.", "Read and send the text as UTF-8: check the charset of the database, the file and the page.";
    /// The domain of the address is in Punycode on one side.
    MessageDomain = "message_domain", "Sign the address in the form that the page sends.", "Send the address in the form that was signed.";
    /// The identifier is written in one form where it is signed and in another where it is sent.
    MessageIdentifier = "message_identifier", "Turn the id into text once, then sign and send that text.", "Turn the id into text once, then sign and send that text.";
    /// The address was changed to that of its inbox on one side.
    MessageAddress = "message_address", "Sign the address as the page sends it, without removing dots, tags or other parts.";
    /// The site signed a hash of the text.
    MessageHashed = "message_hashed", "Sign the text itself. HMAC hashes it.";
    /// The text is hex or base64 on one side.
    MessageEncoded = "message_encoded", "Sign the text that the page sends, not another encoding of it.";
    /// The site signed an empty text, or a word such as `undefined`.
    MessageEmpty = "message_empty", "In the code that signs, find out why the value is empty.";
    /// The site left out a part of the message.
    MessagePartMissing = "message_part_missing", "Sign all parts that the vendor's documentation names.";
    /// The site signed another time than the page sends.
    MessageTime = "message_time", "Read the clock once, then sign and send the same time.";
    /// The site signed the time in another form than the page sends.
    MessageTimeForm = "message_time_form", "Write the time once, in the form that the vendor's documentation names. Then sign and send the same text.";
    /// The site signed the payload in another encoding than the page sends.
    PayloadEncoding = "payload_encoding", "Encode the payload once, as the vendor's documentation says. Then sign and send the same text.";
    /// The site wrote the payload twice, and the two texts differ.
    PayloadRewritten = "payload_rewritten", "Write the payload once, then sign and send the same text.";
    /// The site swapped key and message.
    KeyMessageSwapped = "key_message_swapped", "Pass the secret as the key, and the visitor's field as the message.";
    /// White space is around the secret on one side.
    SecretSpace = "secret_space", "Trim the secret where it is read.", "Trim the secret that the verifier has.";
    /// Quotes are around the secret on one side.
    SecretQuotes = "secret_quotes", "Remove the quotes around the secret, for example in the .env file.", "Remove the quotes around the secret that the verifier has.";
    /// The site decoded the secret from hex, or encoded it.
    SecretHex = "secret_hex", "Use the secret's characters as the key. Do not decode or encode them as hex.";
    /// The site decoded the secret from base64, or encoded it.
    SecretBase64 = "secret_base64", "Use the secret's characters as the key. Do not decode or encode them as base64.";
    /// The site read the secret in another encoding than UTF-8, or with a byte order mark.
    SecretCharset = "secret_charset", "Save the file as UTF-8 without a byte order mark, and use the bytes of the secret in UTF-8.", "Save the verifier's file as UTF-8 without a byte order mark.";
    /// The configuration cut the secret: a comment, a space, a variable's name in it.
    SecretCut = "secret_cut", "Put the secret in single quotes in the .env file or the shell, and compare its length with that in the dashboard.";
    /// The secret has its variable's name or another word before it, or is that name.
    SecretName = "secret_name", "Use the secret alone: the value of the variable, without its name and without a word before it.", "Give the verifier the secret alone, without a name or a word before it.";
    /// The secret was escaped, or its escapes were taken for others.
    SecretEscaped = "secret_escaped", "Use the secret as the dashboard shows it. The configuration escaped it, or read a character in it as an escape.", "Give the verifier the secret as the dashboard shows it, without escapes.";
    /// The site signed with a word that stands for a missing secret, or with the secret of an example.
    SecretWord = "secret_word", "The server did not have the right secret when it signed. Check that the variable is set where the server runs, and that its value is the secret from the vendor's dashboard.";
    /// The site signed with a hash of the secret.
    SecretHashed = "secret_hashed", "Use the secret's characters as the key. Do not hash them first.";
    /// The site signed with a text of the page as its key.
    SecretIsField = "secret_is_field", "Use the secret that the vendor's dashboard shows. What a page sends is no secret.";
    /// The site signed with the secret in another case.
    SecretCase = "secret_case", "Use the secret in the upper and lower case that the dashboard shows.";
    /// The site used another hash function.
    OtherHash = "other_hash", "Use HMAC with the hash function that the vendor's documentation names.";
    /// The site hashed secret and message together, without HMAC.
    NoHmac = "no_hmac", "Use HMAC, not a hash of secret and message together.";
    /// The site hashed the message without a secret.
    NoSecret = "no_secret", "Use HMAC with the secret as its key. A hash without a secret proves nothing.";
    /// The site hashed or signed the digest once more.
    HashedTwice = "hashed_twice", "Send the digest as it is. Do not hash or sign it once more.";
    /// The signature is in upper case.
    ResultUpperCase = "result_upper_case", "Write the hex digits in lower case.";
    /// The signature is in lower case.
    ResultLowerCase = "result_lower_case", "Write the hex digits in upper case.";
    /// The signature is hex, but the vendor expects base64.
    ResultHex = "result_hex", "Write the bytes of the digest as base64, not as hex.";
    /// The signature is base64 with the other alphabet, or with the wrong padding.
    ResultBase64Form = "result_base64_form", "Write the digest in the kind of base64 that the vendor's documentation names.";
    /// A part is missing in the text that holds the signature.
    ResultPartMissing = "result_part_missing", "Send the whole text: all parts that the vendor's documentation names.";
    /// The parts of the text that holds the signature are in another order.
    ResultPartOrder = "result_part_order", "Join the parts in the order of the vendor's documentation.";
    /// Another separator is between the parts of the text that holds the signature.
    ResultPartSeparator = "result_part_separator", "Join the parts with the separator of the vendor's documentation.";
    /// The signature is base64.
    ResultBase64 = "result_base64", "Write the bytes of the digest as hex, not as base64.";
    /// The signature was encoded as hex twice.
    ResultHexTwice = "result_hex_twice", "Encode the digest as hex once.";
    /// Other text comes before the signature.
    ResultPrefix = "result_prefix", "Send the digest alone, as text.";
    /// Separators come between the signature's digits.
    ResultSeparated = "result_separated", "Write the hex digits without separators.";
    /// The signature was URL-encoded.
    ResultUrlEncoded = "result_url_encoded", "Send the signature as it is, without URL-encoding.";
    /// White space or other text is around the signature.
    ResultSpace = "result_space", "Send only the digest, with nothing around it.";
    /// The signature is in quotes.
    ResultQuotes = "result_quotes", "Remove the quotes around the signature. The page may have encoded it as JSON twice.";
    /// The signature has the escapes of HTML or of a script.
    ResultEscaped = "result_escaped", "Send the signature without escapes.";
    /// Zeros of the signature are lost.
    ResultZeros = "result_zeros", "Write each byte as two hex digits, also one below 16 (%02x). A number type such as BigInteger loses zeros.";
    /// The signature is a decimal or a negative number.
    ResultNumber = "result_number", "Write the bytes of the digest as hex, not as a number.";
    /// Only a part of the signature was sent.
    ResultCut = "result_cut", "Send the whole digest. Check whether a database column or a template cuts it.";
    /// The signature's bytes are not written as text.
    ResultBytes = "result_bytes", "Write the bytes of the digest as hex or base64, as the vendor's documentation says. In Python, hexdigest() gives hex as text, and decode() turns bytes into text.";
    /// The page sent the field itself in place of its signature.
    SignatureIsField = "signature_is_field", "Send the digest of the field, not the field.";
    /// The page sent the message, such as two joined fields, in place of its signature.
    SignatureIsMessage = "signature_is_message", "Send the digest of the message, not the message.";
    /// The page swapped field and signature.
    FieldsSwapped = "fields_swapped", "Swap the values of the field and of the signature.";
    /// The page sent two signatures under each other's names.
    SignaturesSwapped = "signatures_swapped", "Swap the values of the two signatures.";
    /// The page sent the secret in place of the signature.
    SignatureIsSecret = "signature_is_secret", "Make a new secret in the vendor's dashboard now, because a page has shown this one. Send the digest, never the secret.";
    /// The page sent a token in place of a digest.
    SignatureIsToken = "signature_is_token", "Send an HMAC digest, not a token.";
    /// No mistake that visitorseal knows explains the signature. The fix lists the checks that are left.
    SecretUnknown = "secret_unknown", "First compare the secrets by their fingerprints: the first 8 digits of what printf 'visitorseal fingerprint\\0%s' \"$SECRET\" | sha256sum prints on the site's server. If they agree, let the server log the text that it signs, with its length in bytes, and compare both with the reason; for a token, with its first two parts. Then check that the page is not an old copy from a cache, with another visitor's signature. If the site may have signed a text that the page does not send, run explain again with the site's record of the visitor.";
    /// A key other than the first made the signature.
    KeyNotNewest = "key_not_newest", "Sign with the newest key, then remove the old key.";
    /// The key of another brand or platform made the signature.
    OtherKey = "other_key", "Sign with the key of this brand or app. If the site used the right key, give that key to the verifier.";
    /// The token is not text.
    TokenNotText = "token_not_text", "Send the token as a JSON string.";
    /// The token is inside an object or a list.
    TokenInObject = "token_in_object", "Send the token itself, not the object that contains it.";
    /// Quotes or white space are around the token or in it.
    TokenQuoted = "token_quoted", "Send the token without quotes and white space.";
    /// A word such as `Bearer` comes before the token.
    TokenBearer = "token_bearer", "Send the token without the word before it.";
    /// The token was URL-encoded.
    TokenUrlEncoded = "token_url_encoded", "Send the token as it is. A token needs no URL-encoding.";
    /// A query string or a whole address is around the token.
    TokenInAddress = "token_in_address", "Send only the value of the parameter that holds the token.";
    /// Other text is around the token.
    TokenInText = "token_in_text", "Send the token alone.";
    /// The token is escaped for HTML or JavaScript.
    TokenEscaped = "token_escaped", "Send the token as it is. A token has no character that needs an escape.";
    /// The token is there twice, or one token is inside another.
    TokenTwice = "token_twice", "Sign the claims once, and send one token.";
    /// The token is written as standard base64, or with padding.
    TokenBase64 = "token_base64", "Encode the three parts as base64url: - in place of +, _ in place of /, and no = at the end.";
    /// The page sent the claims themselves in place of a token.
    TokenIsClaims = "token_is_claims", "Sign the claims on the server, and send the token that the JWT library returns.";
    /// The token says itself that it is unsigned: its `alg` is none.
    TokenUnsigned = "token_unsigned", "Sign the token with the key and the algorithm of the vendor's documentation. Never accept a token whose alg is none.";
    /// The token is incomplete.
    TokenCut = "token_cut", "Send the whole token. Check whether a database column, a cookie or a URL cuts it.";
    /// The page sent a digest in place of a token.
    TokenIsDigest = "token_is_digest", "Send the whole token, not a digest.";
    /// The page sent an encrypted token in place of a signed one.
    TokenEncrypted = "token_encrypted", "Sign the token (JWS). Do not encrypt it (JWE).";
    /// The token is signed with the public key's text as a shared secret.
    Hs256WithPem = "hs256_with_pem", "Sign with the private key. With HS256 the public PEM is the secret, so everyone could sign.";
    /// The token's header names one hash, and its signature was made with another.
    TokenHash = "token_hash", "Use the hash that the algorithm names: HS256 is HMAC with SHA-256.";
    /// The right key made the signature, but with another padding than the algorithm names: RSA-PSS.
    TokenPadding = "token_padding", "Sign with the padding of PKCS #1 v1.5, which RS256, RS384 and RS512 name. RSA-PSS is PS256.";
    /// The site signed other bytes than the first two parts of the token.
    TokenInput = "token_input", "Sign the token up to its second dot: the encoded header, a dot, and the encoded payload.";
    /// The token's signature is written in another form.
    TokenSignatureForm = "token_signature_form", "Encode the bytes of the signature as base64url, not their hex digits.";
    /// One key of the verifier made the signature, but the token names another one.
    KidOtherKey = "kid_other_key", "Write the name of the key that signs into the token's header, as kid.";
    /// The token does not name its key.
    KidMissing = "kid_missing", "Put the name of the key into the token's header, as kid.";
    /// The token ends later than the vendor allows.
    LifetimeTooLong = "lifetime_too_long", "Sign with a shorter lifetime, and sign the visitor anew for each page.";
    /// The token never expires, but the vendor demands a time.
    ExpiryMissing = "expiry_missing", "Add the claim that the reason names, with a time in Unix seconds.";
    /// A time is in milliseconds.
    TimeInMilliseconds = "time_in_milliseconds", "Divide the time by 1000. The vendor expects Unix seconds.";
    /// A time has another form than the vendor expects.
    TimeForm = "time_form", "Send the time in the form that the reason names, and sign the same text.";
    /// The end of a token is a duration, not a time.
    TimeIsDuration = "time_is_duration", "Write the time of the end: the present Unix seconds plus the duration.";
    /// A time of a token is whole or half hours in the future, because the site wrote its local time as UTC.
    TimeZone = "time_zone", "Take the Unix seconds from the clock: time() in PHP, time.time() in Python, Date.now() / 1000 in JavaScript. Do not compute them from a local date.";
    /// A claim has the name of a required claim in another case or style.
    ClaimCase = "claim_case", "Name the claim as the vendor's documentation does.";
    /// A PEM has other characters in place of line breaks, such as `\n`.
    KeyLiteralNewlines = "key_literal_newlines", "Put in real line breaks, or read the key from a file.";
    /// The key was encoded as base64 once more.
    KeyBase64 = "key_base64", "Decode the text from base64 before you pass it.";
    /// The key has quotes around it.
    KeyQuoted = "key_quoted", "Remove the quotes.";
    /// The key is in another charset than UTF-8.
    KeyCharset = "key_charset", "Save the file as UTF-8.";
    /// The key is DER, the binary form, and not PEM.
    KeyDer = "key_der", "Convert the key to PEM with openssl pkey -inform DER. For a public key, add -pubin.";
    /// The key is a member of a JSON text, such as a service account's file.
    KeyInJson = "key_in_json", "Parse the JSON, and pass the text of the key alone.";
    /// The key is escaped for a URL or for HTML.
    KeyEscaped = "key_escaped", "Pass the text without escapes, or read it from a file.";
    /// The first line of the PEM, its last line or both are missing.
    KeyLinesLost = "key_lines_lost", "Pass the whole file, with its BEGIN line and its END line.";
    /// The first or the last line of the PEM was changed, or does not fit the key.
    KeyLinesChanged = "key_lines_changed", "Pass the whole file, with the BEGIN line and the END line that OpenSSL wrote.";
    /// Only the beginning of the key is there.
    KeyCut = "key_cut", "Copy the whole key again. In a .env file, put quotes around a PEM.";
    /// A field is sent that the signature does not cover, although the vendor has a signature for it.
    FieldUnsigned = "field_unsigned", "Sign this field too. Until then nobody may rely on it.";
    /// The visitor who was signed is nobody: the id is a word such as undefined.
    CheckIdentity = "check_identity", "In the code that signs, find out why the value is missing. Sign only visitors who are signed in.";
    /// The signature could stand for another visitor, by the vendor's own design.
    CheckAmbiguous = "check_ambiguous", "Give visitors ids that cannot be taken for an email address.";
    /// The widget may have started without the fields.
    CheckStartedLate = "check_started_late", "If you write the call yourself, run it again after the widget has loaded.";
    /// The widget may still show the previous visitor.
    CheckSwitchOfUsers = "check_switch_of_users", "Run the forget script at sign-out, and a new signed script for each visitor.";
    /// The vendor may not require a signature.
    CheckEnforcement = "check_enforcement", "Turn identity verification on at the vendor after all pages send signatures.";
}

causes! {
    /// What [`Explainer::explain_page`](crate::Explainer::explain_page) found in a page besides its signatures. Names are
    /// never changed or reused.
    PageCause:
    /// The page states no visitor of the scheme.
    Empty = "page_empty", "Pass the page as the server sends it to a visitor who is signed in, for example with the session's cookie. What a script adds later is not in it: open the page in a browser, copy the fields, and pass those to explain.";
    /// The element stands in the page as text.
    Escaped = "page_escaped", "Write the element into the template as HTML: with |safe in Django and Jinja, {!! !!} in Laravel, |raw in Twig, raw in Rails.";
    /// The page has the element, and not the file that reads it.
    NoFile = "page_no_file", "Write <script src> with the address of that file into the page's head. If a bundle of the site contains the file, leave the page as it is.";
    /// The page says that nobody is signed in.
    Anonymous = "page_anonymous", "Pass the page of a visitor who is signed in, for example with the session's cookie.";
    /// The page makes the widget forget the visitor, as after a sign-out.
    Forget = "page_forget", "Pass the page of a visitor who is signed in, for example with the session's cookie.";
    /// The page fills the vendor's form without a signature.
    Prefill = "page_prefill", "Sign the visitor. A form that is only filled in proves nothing.";
    /// The page states more than one visitor.
    SeveralVisitors = "page_several_visitors", "State one visitor in a page, in one place.";
    /// The page states a visitor, and says in another place that nobody is signed in.
    Contradiction = "page_contradiction", "Say in one place of the page who the visitor is.";
    /// The page states a visitor with values that are no literals, so that only a browser knows them.
    NotLiteral = "page_not_literal", "Open the page in a browser, copy the fields that the call gets, and pass those to explain.";
    /// The page states a visitor of another scheme.
    OtherScheme = "page_other_scheme", "Explain the page for that scheme, with its own key.";
    /// A cache may keep the page and give it to others.
    Cacheable = "page_cacheable", "Send Cache-Control: private, no-store with each page that says who the visitor is.";
    /// The page contains the secret.
    ShowsSecret = "page_shows_secret", "Make a new secret in the vendor's dashboard now, and sign on the server. A page gets the signature, never the secret.";
}

impl Cause {
    /// What to change where the site signed the right text, and the page sends another, or the verifier has another secret.
    pub(super) fn other_fix(self) -> &'static str {
        self.fixes().last().copied().unwrap_or_default()
    }
}

/// One reason why a signature is refused: a stable code, the field that it is about, the reason, and the fix.
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

    pub(super) fn of_page(cause: PageCause, reason: impl Into<Box<str>>) -> Self {
        Self { code: cause.as_str(), field: None, reason: reason.into(), fix: cause.fix().into() }
    }

    /// The finding with what to change in this scheme.
    pub(super) fn with_fix(self, fix: impl Into<Box<str>>) -> Self {
        Self { fix: fix.into(), ..self }
    }

    /// The finding with another reason.
    pub(super) fn with_reason(self, reason: impl Into<Box<str>>) -> Self {
        Self { reason: reason.into(), ..self }
    }

    /// The finding with a further sentence in its reason.
    pub(super) fn with_more(self, more: &str) -> Self {
        Self { reason: (self.reason.into_string() + more).into(), ..self }
    }

    /// The name of a [`Cause`] or [`PageCause`], or a verifier's error code such as `token_expired`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The field, claim or key that the finding is about.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// What is wrong, in a sentence.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What to change, in a sentence.
    #[must_use]
    pub fn fix(&self) -> &str {
        &self.fix
    }
}

impl From<Error> for Finding {
    fn from(error: Error) -> Self {
        let fixes = advice::fixes(error.code());
        let is_other = error.code() == Code::HeaderRefused && error.field() == Some("kid");
        let fix = if is_other { fixes.last() } else { fixes.first() };
        Self {
            code: error.code().as_str(),
            field: error.field().map(Into::into),
            reason: error.reason().into(),
            fix: fix.copied().unwrap_or_default().into(),
        }
    }
}
