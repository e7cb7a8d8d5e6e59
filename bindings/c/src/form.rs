//! The form in which one call signs and writes.

use visitorseal_core::{Code, Error, Result, Signer};

use crate::{
    boundary::Text,
    status::visitorseal_form::{self, *},
};

/// A form with its option.
pub enum Form<'a> {
    Fields,
    Signed,
    Script(Option<&'a str>),
    Element(Option<&'a str>),
    Url,
}

impl<'a> Form<'a> {
    /// The form with this number.
    pub fn of(number: i32, option: Option<&'a str>) -> Result<Self> {
        const fn number_of(form: visitorseal_form) -> i32 {
            form as i32
        }
        const FIELDS: i32 = number_of(VISITORSEAL_FORM_FIELDS);
        const SIGNED: i32 = number_of(VISITORSEAL_FORM_SIGNED);
        const SCRIPT: i32 = number_of(VISITORSEAL_FORM_SCRIPT);
        const ELEMENT: i32 = number_of(VISITORSEAL_FORM_ELEMENT);
        const URL: i32 = number_of(VISITORSEAL_FORM_URL);
        match (number, option) {
            (SCRIPT, nonce) => Ok(Self::Script(nonce)),
            (ELEMENT, endpoint) => Ok(Self::Element(endpoint)),
            (FIELDS, None) => Ok(Self::Fields),
            (SIGNED, None) => Ok(Self::Signed),
            (URL, None) => Ok(Self::Url),
            (FIELDS | SIGNED | URL, Some(_)) => {
                Err(Error::about(Code::ArgumentValue, "option", "This form has no option. Pass NULL."))
            }
            _ => Err(Error::about(Code::ArgumentValue, "form", "The number is not one of visitorseal_form.")),
        }
    }

    /// Signs a visitor, who is JSON, and writes this form.
    pub fn sign<'s>(self, signer: &'s Signer, visitor: &[u8], now: u64) -> Result<Text<'s>> {
        let signed = || signer.sign_json(visitor, now);
        match self {
            Self::Fields => signer.fields_json(visitor, now).map(Text::from),
            Self::Signed => Ok(signed()?.to_json().into()),
            Self::Script(nonce) => signer.script_parts(visitor, now, nonce).map(Text::from),
            Self::Element(endpoint) => signed()?.element(endpoint).map(Text::from),
            Self::Url => signed()?.url().map(Text::from),
        }
    }
}
