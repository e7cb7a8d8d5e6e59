//! What a page states about its visitor, as HTML.

use std::borrow::Cow;

use super::{Page, Statement, file};
use crate::{
    error::Result,
    json::push_script_literal,
    template::{MARKERS, State, push_attribute, push_literal, push_tag_start},
};

/// A script of a page in three parts, so that a binding can copy it without joining it first: most of it is the body, which is
/// the same for every visitor.
#[doc(hidden)]
pub struct ScriptParts<'a> {
    /// The beginning of the tag, with the nonce.
    pub start: String,
    /// It holds no NUL: a scheme's page code has no control characters.
    pub body: Cow<'a, str>,
    /// The visitor, and the end of the tag.
    pub end: String,
}

impl ScriptParts<'_> {
    /// The script.
    #[must_use]
    pub fn join(&self) -> String {
        [&self.start, &*self.body, &self.end].concat()
    }
}

/// The `<script>` that states a visitor. It takes itself off the page, so that no copy of the page runs it again.
pub(super) fn script<'a>(
    page: &'a Page,
    state: State,
    statement: &Statement<'_>,
    nonce: Option<&str>,
) -> Result<ScriptParts<'a>> {
    let Statement { fields, mark, .. } = statement;
    let body = page.body(state)?;
    let mut start = String::with_capacity(128);
    start.push_str("<script");
    push_tag_start(&mut start, nonce);
    let mut end = String::with_capacity(fields.len() + 64);
    push_literal(&mut end, mark.unwrap_or_default());
    end.push_str(", ");
    push_script_literal(&mut end, fields);
    end.push_str(");</script>");
    Ok(ScriptParts { start, body, end })
}

/// The part of a script that is the same for every visitor.
pub(super) fn body(page: &Page, state: State) -> Result<String> {
    let states = page.need_states("script")?;
    page.need_settings(states)?;
    let mut out = String::with_capacity(8192);
    out.push_str(">(function (name, state, mark, fields) {\n");
    file::push_runtime(&mut out, states);
    out.push_str("visitorseal.say(name, ");
    states.render(&mut out, Some(state), None, page.filling(None, None))?;
    out.push_str(", {state: state, mark: mark, fields: JSON.stringify(fields), endpoint: ");
    match page.endpoint() {
        Some(endpoint) => push_literal(&mut out, endpoint),
        None => out.push_str("null"),
    }
    out.push_str("});\nvar tag = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript').get.call(document);\nif (tag) tag.remove();\n})(");
    push_literal(&mut out, page.scheme().name());
    out.push_str(", \"");
    out.push_str(state.as_str());
    out.push_str("\", ");
    out.shrink_to_fit();
    Ok(out)
}

/// The element that states a visitor.
pub(super) fn element(
    scheme: &str,
    state: State,
    mark: Option<&str>,
    fields: Option<&str>,
    expires_at: Option<u64>,
    endpoint: Option<&str>,
) -> String {
    let mut out = String::with_capacity(1024);
    out.push_str("<visitorseal-visitor");
    push_attribute(&mut out, "scheme", scheme);
    push_attribute(&mut out, "state", state.as_str());
    let expires = expires_at.map(|at| at.to_string());
    for (name, value) in [("mark", mark), ("fields", fields), ("expires", expires.as_deref()), ("endpoint", endpoint)] {
        if let Some(value) = value {
            push_attribute(&mut out, name, value);
        }
    }
    out.push_str(MARKERS);
    out.push_str("></visitorseal-visitor>");
    out
}
