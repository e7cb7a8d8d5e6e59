//! The JavaScript of pages: what each script carries, and the files.

use super::{Page, pasted};
use crate::{
    error::Result,
    template::{States, push_literal},
};

const VISITOR: &str = include_str!("min/visitor.js");
const TAG: &str = include_str!("min/tag.js");
const ENDPOINT: &str = include_str!("min/endpoint.js");
const FETCHED: &str = include_str!("min/fetched.js");
const RENEWAL: &str = include_str!("min/renewal.js");
const ELEMENT: &str = include_str!("min/element.js");
const MODULE: &str = include_str!("min/module.js");

/// The form of a page's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// For `<script src>` in the page's head. It defines the element.
    Script,
    /// An ES module, for sites that ask an endpoint who is signed in: `follow`, `show` and `forget`.
    Module,
}

/// Adds what every script of a page needs.
pub(super) fn push_runtime(out: &mut String, states: &States) {
    out.push_str(VISITOR);
    if states.has_tag {
        out.push_str(TAG);
    }
    if states.fetches {
        out.push_str(ENDPOINT);
        out.push_str(FETCHED);
    }
}

pub(super) fn write(page: &Page, form: FileForm) -> Result<String> {
    let states = page.need_states("file for pages")?;
    page.need_settings(states)?;
    let scheme = page.scheme();
    let pasted = match &scheme.model().page.template {
        Some(setting) => {
            Some(pasted::to_code(scheme, page.settings(), setting, scheme.need(page.settings(), setting)?)?)
        }
        None => None,
    };
    let mut name = String::new();
    push_literal(&mut name, scheme.name());
    let mut code = String::new();
    states.render(&mut code, None, pasted.as_ref(), page.filling(None, None))?;

    let mut out = format!("// visitorseal: {}\n", scheme.name());
    if form == FileForm::Script {
        out.push_str("(function () {\n");
    }
    push_runtime(&mut out, states);
    if pasted.is_some() && !states.has_tag {
        out.push_str(TAG);
    }
    let is_renewed = form == FileForm::Module || states.expires;
    if is_renewed {
        out.push_str(if states.fetches { "" } else { ENDPOINT });
        out.push_str(RENEWAL);
    }
    match form {
        FileForm::Script => {
            out.push_str(ELEMENT);
            out.push_str(&format!("visitorseal.files.add({name}, {code});\n}})();\n"));
        }
        FileForm::Module => {
            out.push_str(&format!("var name = {name}, scheme = {code};\n"));
            out.push_str(MODULE);
        }
    }
    Ok(out)
}
