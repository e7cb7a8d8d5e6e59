//! A signed visitor, ready for the page.

#[cfg(feature = "sign")]
use std::sync::Arc;
use std::{fmt, sync::OnceLock};

use serde_json::Value;

#[cfg(feature = "sign")]
use crate::mark::Marker;
use crate::{
    error::{Code, Error, Result, Warning},
    json::{self, Charset, Object},
    page::{Page, Statement},
    scheme::Inputs,
    template::{is_plain, not_plain},
    time::LAST_SECOND,
    visitor::{Visitor, check_attribute},
};

/// The longest signature that an app takes, in bytes.
const MAX_SIGNATURE: usize = 64 * 1024;

/// A signed visitor under the vendor's names.
///
/// `Debug` shows the scheme and the fields' names, never their values.
#[derive(Clone)]
pub struct Signed {
    page: Page,
    signature: Option<String>,
    /// The fields as JSON. The object is made when it is first needed.
    fields: String,
    object: OnceLock<Object>,
    expires_at: Option<u64>,
    mark: Mark,
    /// The text of the mark, made when it is first needed.
    marked: OnceLock<String>,
    warnings: Vec<Warning>,
}

/// Where the mark comes from.
#[derive(Clone)]
pub(crate) enum Mark {
    None,
    /// The site's server made it.
    Text(String),
    #[cfg(feature = "sign")]
    Of(Arc<Marker>, String),
}

impl Signed {
    pub(crate) fn new(page: Page, signature: Option<String>, fields: String) -> Self {
        Self {
            page,
            signature,
            fields,
            object: OnceLock::new(),
            expires_at: None,
            mark: Mark::None,
            marked: OnceLock::new(),
            warnings: Vec::new(),
        }
    }

    pub(crate) fn marked(mut self, mark: Mark) -> Self {
        self.mark = mark;
        self
    }

    pub(crate) fn expires(mut self, at: Option<u64>) -> Self {
        self.expires_at = at;
        self
    }

    pub(crate) fn warn(mut self, warnings: Vec<Warning>) -> Self {
        self.warnings = warnings;
        self
    }

    /// Reads what [`to_json`](Self::to_json) gave on the site's server, in an app that shows the page. The fields are
    /// parsed and written again, so that nothing but fields comes into the page.
    ///
    /// ```
    /// use visitorseal::{Page, Settings, Signed, scheme};
    ///
    /// let page = Page::new(&scheme("bookbag")?, &Settings::new())?;
    /// let sent = br#"{"scheme":"bookbag","signature":"0f","fields":{"user_id":"user-123"},"warnings":[]}"#;
    /// assert!(Signed::from_json(&page, sent)?.script(None)?.contains(r#"{"user_id":"user-123"}"#));
    /// # Ok::<(), visitorseal::Error>(())
    /// ```
    ///
    /// # Errors
    /// `fields_malformed` for anything else and for another scheme; `signature_malformed`.
    pub fn from_json(page: &Page, json: &[u8]) -> Result<Self> {
        let malformed = |what: &str| {
            Error::new(Code::FieldsMalformed, format!("{what} Pass the unchanged JSON that the server made."))
        };
        let mut sent = json::object(json).map_err(|what| malformed(&what))?;
        if sent.get("scheme").and_then(Value::as_str) != Some(page.scheme().name()) {
            return Err(malformed("The visitor was signed for one vendor, but this page is for another."));
        }
        let signature = match sent.remove("signature") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if is_signature(&text) => {
                // Pasted code takes the signature as it is.
                if !page.scheme().model().page.replace.is_empty() && !is_plain(&text) {
                    return Err(not_plain());
                }
                Some(text)
            }
            Some(_) => {
                let reason = "The signature is not one line of text of at most 64 KiB. Pass the unchanged JSON that the server made.";
                return Err(Error::about(Code::SignatureMalformed, "signature", reason));
            }
        };
        let Some(Value::Object(fields)) = sent.remove("fields") else {
            return Err(malformed("The signed visitor has no fields."));
        };
        for (name, value) in &fields {
            check_attribute(name, value, 0, &mut false).map_err(|fault| malformed(fault.reason))?;
        }
        let expires_at = match sent.get("expires_at") {
            None | Some(Value::Null) => None,
            Some(value) => Some(
                value
                    .as_u64()
                    .filter(|at| *at <= LAST_SECOND)
                    .ok_or_else(|| malformed("The time expires_at is not Unix seconds."))?,
            ),
        };
        let mark = match sent.remove("mark") {
            None | Some(Value::Null) => Mark::None,
            Some(Value::String(text)) if is_mark(&text) => Mark::Text(text),
            Some(_) => return Err(malformed("The mark is not 16 characters of base64url.")),
        };
        Ok(Self::new(page.clone(), signature, json::ascii(&fields)).expires(expires_at).marked(mark))
    }

    /// The scheme's name.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.page.scheme().name()
    }

    /// What the vendor checks: a digest, a JWT, or a text of several parts. None for a prefilled form.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        self.signature.as_deref()
    }

    /// The payload under the vendor's names, in the order of the vendor's documentation.
    #[must_use]
    pub fn fields(&self) -> &Object {
        self.object.get_or_init(|| json::object(self.fields.as_bytes()).unwrap_or_default())
    }

    /// The payload as JSON in ASCII, as a page posts it.
    #[must_use]
    pub fn fields_json(&self) -> &str {
        &self.fields
    }

    /// When the vendor stops accepting the signature, in Unix seconds. None if it never expires.
    #[must_use]
    pub fn expires_at(&self) -> Option<u64> {
        self.expires_at
    }

    /// Tells this visitor from others at the same browser, and says nothing about them: 16 characters of base64url, made from
    /// the scheme, the value that identifies the contact, and the signer's secret. None for a prefilled form.
    ///
    /// Pages keep it in the browser, so that the widget forgets one visitor before it learns of another.
    #[must_use]
    pub fn mark(&self) -> Option<&str> {
        match &self.mark {
            Mark::None => None,
            Mark::Text(text) => Some(text),
            #[cfg(feature = "sign")]
            Mark::Of(marker, whose) => Some(self.marked.get_or_init(|| marker.mark(whose).unwrap_or_default())),
        }
    }

    /// Problems that do not stop signing, such as a field that the widget has no place for.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The signed visitor as JSON: `{"scheme","signature","fields","expires_at","mark","warnings"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let signature = self.signature.as_ref().map_or(0, String::len);
        let mut out = Vec::with_capacity(self.fields.len() + signature + 160);
        self.push_json(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// Appends [`to_json`](Self::to_json) to a text.
    pub(crate) fn push_json(&self, out: &mut Vec<u8>) {
        let push = |out: &mut Vec<u8>, text: Option<&str>| match text {
            Some(text) => json::push_text(out, text, Charset::Ascii),
            None => out.extend_from_slice(b"null"),
        };
        out.extend_from_slice(br#"{"scheme":"#);
        push(out, Some(self.scheme()));
        out.extend_from_slice(br#","signature":"#);
        push(out, self.signature());
        out.extend_from_slice(br#","fields":"#);
        out.extend_from_slice(self.fields.as_bytes());
        out.extend_from_slice(br#","expires_at":"#);
        json::push_ascii(out, &self.expires_at);
        out.extend_from_slice(br#","mark":"#);
        push(out, self.mark());
        out.extend_from_slice(br#","warnings":"#);
        json::push_ascii(out, &self.warnings);
        out.push(b'}');
    }

    /// The HTML that hands the fields to the widget, for the page of this visitor alone.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce, base64 or base64url.
    ///
    /// # Errors
    /// `nonce_invalid`; `setting_missing` if the HTML comes from the vendor's dashboard and was not passed as a
    /// setting; `not_offered` for a scheme without page code.
    pub fn script(&self, nonce: Option<&str>) -> Result<String> {
        self.page.script(self.statement(), nonce)
    }

    /// An HTML element that hands the fields to the widget: for sites whose windows outlive a page (Turbo, htmx, Livewire,
    /// single-page apps). The page also needs the scheme's file: see [`Page::file`].
    ///
    /// `endpoint` is an address of the site that answers with [`to_json`](Self::to_json) for whoever is signed in, such as
    /// `/visitor`. The page asks it when the fields expire.
    ///
    /// # Errors
    /// `setting_invalid` for an endpoint that is neither a path of the site nor an http or https address; `not_offered` for a
    /// scheme without page code.
    pub fn element(&self, endpoint: Option<&str>) -> Result<String> {
        self.page.element(self.statement(), self.expires_at, endpoint)
    }

    fn statement(&self) -> Statement<'_> {
        Statement { fields: &self.fields, signature: self.signature(), mark: self.mark() }
    }

    /// The address of the vendor's page for mobile apps, with the token in it. Keep it secret: everyone who has it is
    /// taken for the visitor.
    ///
    /// # Errors
    /// `not_offered` if the vendor documents none, `setting_missing` if it was not passed as a setting.
    pub fn url(&self) -> Result<String> {
        self.page.url_of(&self.fields, self.signature())
    }
}

impl Page {
    /// Fills the vendor's form without a signature, so that the visitor types less. The vendor does not know who
    /// the visitor is. It is a call of its own so that nobody leaves out a signature by accident.
    ///
    /// # Errors
    /// `not_offered` if the vendor documents no such mode, `field_missing` for a visitor with none of the form's
    /// fields, and the errors of [`Signer::sign`](crate::Signer::sign).
    pub fn prefill(&self, visitor: &Visitor) -> Result<Signed> {
        let model = self.scheme().model();
        let Some(names) = &model.page.prefill else {
            return Err(self.scheme().not_offered("prefilled form"));
        };
        let mut warnings = Vec::new();
        let visitor = visitor.borrowed();
        visitor.check(&mut warnings)?;
        let mut fields =
            model.fields.fill(Inputs { visitor: &visitor, settings: self.settings(), made: None })?.to_object();
        fields.retain(|name, _| names.contains(name));
        if fields.is_empty() {
            return Err(Error::about(
                Code::FieldMissing,
                "email",
                format!("A prefilled form needs {}. Pass one of them.", names.join(" or ")),
            ));
        }
        Ok(Signed::new(self.clone(), None, json::ascii(&fields)).warn(warnings))
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("scheme", &self.scheme())
            .field("fields", &self.fields().keys().collect::<Vec<_>>())
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

fn is_mark(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Whether a text could be what a vendor checks: a digest, a token, or a text of several parts.
fn is_signature(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_SIGNATURE && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, scheme};

    fn sent(json: &str) -> Result<Signed> {
        let settings = Settings::new().with("embed_code", "<script>chat('JWT_TOKEN');</script>");
        Signed::from_json(&Page::new(&scheme("orlo")?, &settings)?, json.as_bytes())
    }

    #[test]
    fn an_app_takes_what_its_server_signed() {
        let json = r#"{"scheme":"orlo","signature":"aZ0-_.x","fields":{"jwt":"aZ0-_.x","n":[1]},"expires_at":1795132800,"mark":"Zk3v_-aZk3v_-aZk","warnings":[]}"#;
        let signed = sent(json).unwrap();
        assert_eq!((signed.scheme(), signed.signature()), ("orlo", Some("aZ0-_.x")));
        assert_eq!(signed.fields_json(), r#"{"jwt":"aZ0-_.x","n":[1]}"#);
        assert_eq!(signed.to_json(), json);
        assert_eq!(signed.expires_at(), Some(1_795_132_800));
        assert_eq!(signed.mark(), Some("Zk3v_-aZk3v_-aZk"));
        assert!(
            signed
                .script(None)
                .unwrap()
                .ends_with("</script>\n<script data-turbo-temporary hx-history=\"false\">chat('aZ0-_.x');</script>")
        );
        for without in [r#"{"scheme":"orlo","fields":{}}"#, r#"{"scheme":"orlo","signature":null,"fields":{}}"#] {
            assert_eq!(sent(without).unwrap().signature(), None);
        }
    }

    #[test]
    fn an_app_takes_no_signature_that_could_be_code_of_the_page() {
        for signature in [
            r#""""#,
            r#""a'b""#,
            r#""a\"b""#,
            r#""<b>""#,
            r#""a b""#,
            r#""a&b""#,
            r#""a/b""#,
            r#""a=""#,
            r#""é""#,
            "5",
            "[]",
            "true",
        ] {
            let error = sent(&format!(r#"{{"scheme":"orlo","signature":{signature},"fields":{{}}}}"#)).unwrap_err();
            assert_eq!((error.code(), error.field()), (Code::SignatureMalformed, Some("signature")), "{signature}");
        }
    }

    #[test]
    fn an_app_takes_nothing_else() {
        for json in [
            "",
            "[]",
            "{}",
            r#"{"scheme":"bookbag","fields":{}}"#,
            r#"{"scheme":5,"fields":{}}"#,
            r#"{"fields":{}}"#,
            r#"{"scheme":"orlo"}"#,
            r#"{"scheme":"orlo","fields":[]}"#,
            r#"{"scheme":"orlo","fields":{"a":{"__proto__":1}}}"#,
            r#"{"scheme":"orlo","fields":{"a":1,"a":2}}"#,
            r#"{"scheme":"orlo","fields":{},"expires_at":-1}"#,
            r#"{"scheme":"orlo","fields":{},"expires_at":"soon"}"#,
            r#"{"scheme":"orlo","fields":{},"expires_at":1795132800000}"#,
            r#"{"scheme":"orlo","fields":{},"mark":"short"}"#,
            r#"{"scheme":"orlo","fields":{},"mark":"Zk3v_-aZk3v_-aZ\""}"#,
            r#"{"scheme":"orlo","fields":{},"mark":7}"#,
        ] {
            assert_eq!(sent(json).unwrap_err().code(), Code::FieldsMalformed, "{json}");
        }
    }
}
