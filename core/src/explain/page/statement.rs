//! The places of a page that say who the visitor is.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{
    code::{Call, Step, Value, steps},
    html::{ELEMENT, Element, elements},
    snippet::{Patterns, Said},
};
use crate::{
    error::{Code, Error, Result},
    explain::{Cause, Explanation, Finding, is_similar_name},
    json::Object,
    scheme::{Part, Placeholder, Scheme, Signature, Source},
    settings::Settings,
    template::Filling,
    verifier::read_body,
};

/// How a page states its visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementForm {
    /// This library's element, `<visitorseal-visitor>`.
    Element,
    /// This library's script.
    Script,
    /// The vendor's snippet, with values that are literals.
    Snippet,
}

impl StatementForm {
    /// `element`, `script` or `snippet`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Element => "element",
            Self::Script => "script",
            Self::Snippet => "snippet",
        }
    }
}

/// What a page says of its visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Signed,
    Prefill,
    Anonymous,
    Forget,
}

impl State {
    const ALL: [(&'static str, Self); 4] = [
        ("signed", Self::Signed),
        ("prefill", Self::Prefill),
        ("anonymous", Self::Anonymous),
        ("forget", Self::Forget),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, state)| *state)
    }

    fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, state)| *state == self).map_or("", |(name, _)| name)
    }
}

/// A place of a page that says who the visitor is. `Debug` shows the findings, which may contain the message.
#[derive(Clone)]
pub struct PageStatement {
    form: StatementForm,
    pub(super) state: State,
    mark: Option<String>,
    /// The position in the page without its headers.
    pub(super) at: usize,
    pub(super) line: usize,
    fields: Result<Object>,
    /// Fields of a snippet whose values are no literals, with the positions of the calls. An empty name stands for all
    /// fields.
    pub(super) unknown: Vec<(usize, String)>,
    explanation: Option<Explanation>,
}

impl PageStatement {
    /// How the page says it.
    #[must_use]
    pub fn form(&self) -> StatementForm {
        self.form
    }

    /// What the page says: `signed`, `prefill`, `anonymous` or `forget`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        self.state.as_str()
    }

    /// The line of the page, counted from 1, with the headers if the page has some.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The mark. None for a vendor's snippet, which has none.
    #[must_use]
    pub fn mark(&self) -> Option<&str> {
        self.mark.as_deref()
    }

    /// The names of the fields.
    pub fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().flat_map(|fields| fields.keys().map(String::as_str))
    }

    /// Whether the fields verify.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.explanation.as_ref().is_some_and(Explanation::is_verified)
    }

    /// Why the fields are refused, or why a widget may fail although they verify: the findings of
    /// [`Explainer`](crate::Explainer), the most likely first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        self.explanation.as_ref().map_or(&[], Explanation::findings)
    }

    /// Whether somebody is said to be signed in, with values that can be verified.
    pub(super) fn is_signed(&self) -> bool {
        self.state == State::Signed
    }

    /// The fields to verify, or why they cannot be read. None where there is nothing to verify.
    pub(super) fn signed_fields(&self) -> Option<&Result<Object>> {
        Some(&self.fields).filter(|fields| self.is_signed() && !self.is_unknown(fields))
    }

    /// Whether a snippet has the signature as a value that only a browser knows.
    fn is_unknown(&self, fields: &Result<Object>) -> bool {
        !self.unknown.is_empty()
            && fields.as_ref().is_ok_and(|fields| !fields.values().any(serde_json::Value::is_string))
    }

    pub(super) fn fields(&self) -> Option<&Object> {
        self.fields.as_ref().ok()
    }

    /// Keeps the explanation. Our element and script wait for the widget, and forget by themselves on a page of nobody.
    pub(super) fn explain(&mut self, mut explanation: Explanation) {
        if self.form != StatementForm::Snippet {
            let form = self.form.as_str();
            explanation.findings.retain(|finding| finding.code() != Cause::CheckStartedLate.as_str());
            for finding in explanation.findings.iter_mut() {
                if finding.code() == Cause::CheckSwitchOfUsers.as_str() {
                    let fix = format!("Write the anonymous {form} into each page where nobody is signed in.");
                    *finding = finding.clone().with_fix(fix);
                }
            }
        }
        self.explanation = Some(explanation);
    }
}

impl std::fmt::Debug for PageStatement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageStatement")
            .field("form", &self.form)
            .field("state", &self.state)
            .field("line", &self.line)
            .field("explanation", &self.explanation)
            .finish_non_exhaustive()
    }
}

impl Serialize for PageStatement {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("PageStatement", 7)?;
        out.serialize_field("form", self.form.as_str())?;
        out.serialize_field("state", self.state())?;
        out.serialize_field("line", &self.line)?;
        out.serialize_field("mark", &self.mark)?;
        out.serialize_field("fields", &self.field_names().collect::<Vec<_>>())?;
        out.serialize_field("verified", &self.is_verified())?;
        out.serialize_field("findings", self.findings())?;
        out.end()
    }
}

/// What a scheme's page code looks like, for fields of at most `largest` bytes.
pub(super) fn patterns<'s>(scheme: &'s Scheme, settings: &Settings, largest: usize) -> Result<Patterns<'s>> {
    let model = scheme.model();
    let Some(states) = &model.page.states else {
        return Err(scheme.not_offered("page code"));
    };
    // What a setting holds does not matter here.
    let missing = states.needed_settings().filter(|name| settings.get(name).is_none());
    let settings = missing.fold(settings.clone(), |settings, name| settings.with(name, "https://example.com/"));
    let mut code = String::from("(");
    states.render(&mut code, None, None, Filling { signature: None, nonce: None, settings: &settings })?;
    code.push(')');
    let signature = model.fields.signature().unwrap_or_default();
    Ok(Patterns::new(&code, signature, matches!(model.signature, Signature::Jwt(_)), largest))
}

/// The names of the schemes that a page's elements and our scripts name, each once.
pub(super) fn schemes(html: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for element in elements(html) {
        let named: Vec<String> = match element.is_script {
            false => element.get("scheme").map(str::to_owned).into_iter().collect(),
            true => our_calls(&code_of(&element)).map(|(_, scheme, ..)| scheme.to_string()).collect(),
        };
        for name in named {
            if !names.contains(&name) && names.len() < super::MOST_STATEMENTS {
                names.push(name);
            }
        }
    }
    names
}

/// What the page says of the scheme's visitor.
pub(super) fn read_statements(scheme: &Scheme, patterns: &Patterns<'_>, html: &str) -> Vec<PageStatement> {
    let signature = scheme.model().fields.signature().unwrap_or_default();
    let mut ours: Vec<PageStatement> = Vec::new();
    let mut snippets: Vec<Said> = Vec::new();
    let mut code: Vec<(usize, Step)> = Vec::new();
    for element in elements(html) {
        if !element.is_script {
            ours.extend(
                read_element(&element, patterns.largest).filter(|_| element.get("scheme") == Some(scheme.name())),
            );
            continue;
        }
        if element.get("src").is_some() {
            snippets.extend(patterns.read_tag(element.at, &element.attributes));
            continue;
        }
        let read = code_of(&element);
        let mut is_ours = false;
        for (at, name, state, mark, fields) in our_calls(&read) {
            is_ours = true;
            if *name == *scheme.name() {
                let fields = fields.to_json(&mut { patterns.largest }).and_then(|json| match json {
                    serde_json::Value::Object(fields) => Some(fields),
                    _ => None,
                });
                let fields = fields.ok_or_else(|| {
                    Error::new(Code::FieldsTooLarge, "The script's fields are too large. Pass fewer attributes.")
                });
                ours.push(statement(StatementForm::Script, state, Some(mark), at, fields));
            }
        }
        if !is_ours {
            code.extend(read);
        }
    }
    snippets.extend(patterns.read(&code));
    // Pasted code stands beside our script, which states the same.
    let is_known = |said: &Said| {
        let same = |fields: &Object| match said.fields.get(signature) {
            Some(value) => fields.get(signature) == Some(value),
            None => said.fields.iter().all(|(name, value)| fields.get(name) == Some(value)),
        };
        said.unknown.is_empty() && ours.iter().filter_map(PageStatement::fields).any(same)
    };
    snippets.retain(|said| !is_known(said));
    let anonymous = scheme.model().page.anonymous.as_deref().unwrap_or_default();
    let signed = signed_names(scheme);
    let is_signed =
        |name: &str| name.is_empty() || signed.iter().any(|known| *known == name || is_similar_name(known, name));
    ours.extend(snippets.into_iter().filter_map(|mut said| {
        said.unknown.retain(|(_, name)| is_signed(name));
        let is_start = !said.fields.is_empty()
            && said.unknown.is_empty()
            && said.fields.keys().all(|name| anonymous.contains(name));
        // What changes other values, such as the time of the last visit, states no visitor.
        let is_about_visitor = !said.unknown.is_empty() || said.fields.keys().any(|name| is_signed(name));
        let state = match () {
            () if is_start => State::Anonymous,
            () if is_about_visitor => State::Signed,
            () => return None,
        };
        Some(PageStatement {
            unknown: said.unknown,
            ..statement(StatementForm::Snippet, state, None, said.at, Ok(said.fields))
        })
    }));
    ours.sort_by_key(|statement| statement.at);
    ours
}

/// The names of the fields with a signature, or with what is signed.
fn signed_names(scheme: &Scheme) -> Vec<&str> {
    let covers = scheme.covers();
    let is_signed = |placeholder: &Placeholder| match placeholder.word() {
        Some(word) => covers.contains(&&*word),
        None => !matches!(placeholder.source, Source::Setting(_)),
    };
    let members = scheme.model().fields.members.iter().filter(|(_, part)| match part {
        Part::Value(placeholder) => is_signed(placeholder),
        Part::Table(table) => table.placeholders().into_iter().any(is_signed),
        part => part.is_signature(),
    });
    members.map(|(name, _)| name.as_str()).collect()
}

fn statement(
    form: StatementForm,
    state: State,
    mark: Option<&str>,
    at: usize,
    fields: Result<Object>,
) -> PageStatement {
    let mark = mark.filter(|mark| !mark.is_empty()).map(str::to_owned);
    PageStatement { form, state, mark, at, line: 0, fields, unknown: Vec::new(), explanation: None }
}

fn read_element(element: &Element<'_>, largest: usize) -> Option<PageStatement> {
    // The file takes them off, so an element without a state comes from a page that a browser saved.
    let state = State::named(element.get("state")?)?;
    let fields = match element.get("fields") {
        Some(fields) => read_body(fields.as_bytes(), largest),
        None => Ok(Object::new()),
    };
    Some(statement(StatementForm::Element, state, element.get("mark"), element.at, fields))
}

/// Whether the page has the scheme's file: by its name, which may have a hash in it, or in the page itself.
pub(super) fn has_file(scheme: &Scheme, html: &str) -> bool {
    elements(html).iter().filter(|element| element.is_script).any(|element| match element.get("src") {
        Some(address) => {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            let file = path.rsplit('/').next().unwrap_or_default();
            file.strip_prefix(scheme.name()).is_some_and(|rest| rest.starts_with(['.', '-']))
        }
        None => element.code.contains(ELEMENT),
    })
}

/// The steps of a script, by their positions in the page.
fn code_of(element: &Element<'_>) -> Vec<(usize, Step)> {
    if !element.is_javascript() {
        return Vec::new();
    }
    steps(element.code).into_iter().map(|(at, step)| (element.code_at + at, step)).collect()
}

/// The calls of our scripts: position, scheme, state, mark and fields.
fn our_calls(code: &[(usize, Step)]) -> impl Iterator<Item = (usize, &str, State, &str, &Value)> {
    code.iter().filter_map(|(at, step)| {
        let Step::Call(call) = step else { return None };
        let Call { callee, arguments } = &**call;
        let [name, state, mark, fields @ Value::Object(_)] = arguments.as_slice() else { return None };
        let state = State::named(state.text()?).filter(|_| callee.is_empty())?;
        Some((*at, &**name.text()?, state, mark.text().map_or("", |mark| &**mark), fields))
    })
}
