//! A token in compact form (RFC 7515 section 7.1), and its header.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::{
    algorithm::Algorithm,
    error::{Code, Error, Result, shortened},
    json::{self, Object},
    scheme::check_kid,
};

/// A token's parts.
pub(crate) struct Token<'a> {
    pub signed: &'a [u8],
    pub header: Object,
    payload: Vec<u8>,
    pub signature: Vec<u8>,
}

fn malformed(reason: impl Into<Box<str>>) -> Error {
    Error::new(Code::TokenMalformed, reason)
}

impl<'a> Token<'a> {
    pub fn read(token: &'a str, largest: usize) -> Result<Self> {
        if token.len() > largest {
            return Err(Error::new(
                Code::TokenTooLarge,
                format!(
                    "The token has {} bytes, and at most {largest} are allowed. Leave out attributes.",
                    token.len()
                ),
            ));
        }
        let parts: Vec<&str> = token.splitn(4, '.').collect();
        let &[header, payload, signature] = parts.as_slice() else {
            return Err(malformed(
                "The token does not have three parts with two dots between them. Pass the whole token.",
            ));
        };
        let decode = |what: &str, part: &str| {
            URL_SAFE_NO_PAD.decode(part).map_err(|_| {
                malformed(format!("The token's {what} is not base64url, or ends with =. Pass the token unchanged."))
            })
        };
        Ok(Self {
            signed: token.as_bytes().get(..header.len() + 1 + payload.len()).unwrap_or_default(),
            header: json::object(&decode("header", header)?)
                .map_err(|what| malformed(format!("The token's header cannot be read. {what}")))?,
            payload: decode("payload", payload)?,
            signature: decode("signature", signature)?,
        })
    }

    pub fn claims(&self) -> Result<Object> {
        json::object(&self.payload).map_err(|what| malformed(format!("The token's payload cannot be read. {what}")))
    }

    /// The token that is the payload of a token that was signed twice: as text, or as JSON.
    #[cfg(feature = "sign")]
    pub fn inner(&self) -> Option<String> {
        let text = std::str::from_utf8(&self.payload).ok()?;
        let text = text.trim().trim_matches('"');
        (text.starts_with("eyJ") && text.split('.').count() == 3).then(|| text.to_owned())
    }

    /// The token's `kid`. Allows `alg`, `typ` and `kid` only, and no algorithm but this one. Any other member could change
    /// what the signature means (RFC 7515 section 4.1.11, RFC 8725 section 3.10).
    pub fn kid(&self, algorithm: &Algorithm) -> Result<Option<&str>> {
        let wanted = algorithm.name;
        let alg = self.header.get("alg").and_then(Value::as_str);
        if alg != Some(wanted) {
            return Err(Error::about(
                Code::AlgorithmRefused,
                "alg",
                match alg.filter(|alg| alg.parse::<jsonwebtoken::Algorithm>().is_ok()) {
                    Some(other) => format!("The token is signed with {other}. Sign it with {wanted}."),
                    None => format!("The token's alg is not the name of an algorithm. Sign the token with {wanted}."),
                },
            ));
        }
        let refused = |member: &str, reason: &str| Err(Error::about(Code::HeaderRefused, shortened(member), reason));
        if let Some(member) = self.header.keys().find(|member| !["alg", "typ", "kid"].contains(&member.as_str())) {
            return refused(member, "The header may hold alg, typ and kid only. Remove this member.");
        }
        match self.header.get("typ") {
            None => {}
            Some(Value::String(typ)) if typ.eq_ignore_ascii_case("JWT") => {}
            Some(_) => return refused("typ", "The typ is not JWT. Write JWT or leave it out."),
        }
        match self.header.get("kid") {
            None => Ok(None),
            Some(Value::String(kid)) => match check_kid(kid) {
                Ok(()) => Ok(Some(kid)),
                Err(reason) => refused("kid", reason),
            },
            Some(_) => refused("kid", "The kid must be text."),
        }
    }
}
