//! HTML or an address with slots that are filled when a page is rendered.

mod code;

pub(crate) use code::{PageScript, count_slots};

use crate::{
    error::{Code, Error, Result},
    json::push_script_literal,
};

/// Text and slots, in their order.
pub(crate) type Template = Vec<Slot>;

#[derive(Debug, PartialEq)]
pub(crate) enum Slot {
    Text(String),
    Fields,
    Signature,
    Nonce,
}

pub(crate) fn push_text(template: &mut Template, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        template.push(Slot::Text(text.to_owned()));
    }
}

pub(crate) fn render(template: &[Slot], fields: &str, signature: Option<&str>, nonce: Option<&str>) -> Result<String> {
    if let Some(nonce) = nonce {
        check_nonce(nonce)?;
    }
    let mut out = String::with_capacity(1024);
    for slot in template {
        match slot {
            Slot::Text(text) => out.push_str(text),
            Slot::Fields => push_script_literal(&mut out, fields),
            Slot::Signature => out.push_str(signature.unwrap_or_default()),
            Slot::Nonce => {
                if let Some(nonce) = nonce {
                    out.push_str(" nonce=\"");
                    out.push_str(nonce);
                    out.push('"');
                }
            }
        }
    }
    Ok(out)
}

/// CSP level 3 section 2.3.1: a nonce is base64 or base64url.
fn check_nonce(nonce: &str) -> Result<()> {
    let body = nonce.trim_end_matches('=');
    let fits = !body.is_empty()
        && nonce.len() - body.len() <= 2
        && nonce.len() <= 256
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte));
    if fits {
        return Ok(());
    }
    Err(Error::about(
        Code::NonceInvalid,
        "nonce",
        "The nonce is not base64 or base64url of at most 256 characters. Make one from 16 random bytes for each page.",
    ))
}
