//! What the HTML of a page says about its visitor, and whether the vendor will believe it.

mod answer;
mod code;
mod html;
mod lexer;
mod snippet;
mod statement;

use serde::Serialize;

pub use statement::{PageStatement, StatementForm};

use self::{
    answer::Answer,
    statement::{State, read_statements},
};
use super::{Explainer, Finding, budget::Budget, finding::PageCause};
use crate::{
    error::{Code, Error, Result, shortened},
    json,
    scheme::{KeyKind, Scheme},
    time::check_now,
};

/// The largest page in bytes.
const LARGEST: usize = 16 * 1024 * 1024;
/// A shorter secret could stand in a page by chance.
const SHORTEST_SECRET: usize = 8;
/// At most this many statements of one page are explained.
const MOST_STATEMENTS: usize = 32;

/// What [`Explainer::explain_page`] found. `Debug` shows the findings, which may contain the message.
#[derive(Clone, Debug, Serialize)]
pub struct PageExplanation {
    verified: bool,
    statements: Vec<PageStatement>,
    findings: Vec<Finding>,
}

impl PageExplanation {
    /// Whether the page states one visitor, every signature is right, and the page does not show the secret.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verified
    }

    /// The places of the page that say who the visitor is, in their order.
    #[must_use]
    pub fn statements(&self) -> &[PageStatement] {
        &self.statements
    }

    /// What is wrong with the page besides its signatures.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// `{"verified":…,"statements":[{"form","state","line","mark","fields","verified","findings"}],"findings":[…]}`.
    /// `fields` has names only.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(self)
    }
}

/// The names of the schemes whose visitor a page states with this library's element or script, each once.
#[must_use]
pub fn schemes_of_page(page: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(page.get(..LARGEST).unwrap_or(page));
    statement::schemes(Answer::read(&text).body)
}

impl Explainer<'_> {
    /// Explains what the HTML of a page says about its visitor: whether the vendor will believe it, or why not.
    ///
    /// A site runs it on the page of a visitor who is signed in, before it requires verified identities in the vendor's
    /// dashboard. It reads this library's element and script, and a vendor's snippet whose values are literals. It runs
    /// none of the page's code. `page` is the HTML as the server sends it, with its headers if they are known (`curl -i`):
    /// then a page that caches may keep is found too. `now` is Unix seconds. The result never shows a key.
    ///
    /// ```
    /// use visitorseal::{Explainer, scheme};
    ///
    /// let page = br#"<script>
    ///     window.bookbag('identify', {
    ///         user_id: 'user-123',
    ///         user_hash: '91b73f0a5627266f9514dda5d67537e9025f6aed9dd50e9756eb9335a0f642c3',
    ///         user_metadata: {email: 'jane@example.com'},
    ///     });
    /// </script>"#;
    /// let explainer = Explainer::new(&scheme("bookbag")?, ["the agent's signing secret"])?;
    /// let explained = explainer.explain_page(page, 1_795_132_800)?;
    /// let statement = &explained.statements()[0];
    /// assert_eq!((statement.line(), statement.findings()[0].code()), (2, "other_field"));
    /// # Ok::<(), visitorseal::Error>(())
    /// ```
    ///
    /// # Errors
    /// `not_offered` if the vendor's visitor has no place in a page, `fields_too_large` above 16 MiB, or `now_invalid`.
    pub fn explain_page(&self, page: &[u8], now: u64) -> Result<PageExplanation> {
        check_now(now)?;
        let patterns = statement::patterns(&self.scheme, &self.settings, self.max_body())?;
        if page.len() > LARGEST {
            let reason = "The page is larger than 16 MiB. Pass the HTML of one page.";
            return Err(Error::about(Code::FieldsTooLarge, "page", reason));
        }
        let text = String::from_utf8_lossy(page);
        let answer = Answer::read(&text);
        let start = text.len() - answer.body.len();
        let mut statements = read_statements(&self.scheme, &patterns, answer.body);
        statements.truncate(MOST_STATEMENTS);
        for statement in &mut statements {
            statement.line = line_of(&text, start + statement.at);
            let explanation = match statement.signed_fields() {
                Some(Ok(fields)) => self.explain_fields(fields, now),
                Some(Err(error)) => error.clone().into(),
                None => continue,
            };
            statement.explain(explanation);
        }
        let check = Check { explainer: self, scheme: &self.scheme, now, text: &text, answer, statements: &statements };
        let mut findings: Vec<Finding> = check.secret().into_iter().collect();
        let is_verified = findings.is_empty() && check.is_one_visitor();
        findings.extend(check.cache());
        findings.extend(check.visitors(page));
        Ok(PageExplanation { verified: is_verified, statements, findings })
    }
}

/// The line of a position in the page, counted from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().get(..at).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count() + 1
}

/// What is looked at besides each signature.
struct Check<'c> {
    explainer: &'c Explainer<'c>,
    scheme: &'c Scheme,
    now: u64,
    text: &'c str,
    answer: Answer<'c>,
    statements: &'c [PageStatement],
}

impl Check<'_> {
    fn in_state(&self, state: State) -> impl Iterator<Item = &PageStatement> {
        self.statements.iter().filter(move |statement| statement.state == state)
    }

    /// Whether the page states one visitor, whose signatures are right.
    fn is_one_visitor(&self) -> bool {
        !self.statements.is_empty()
            && self.statements.iter().all(PageStatement::is_verified)
            && self.first_other_visitor().is_none()
    }

    /// The secret, in the page.
    fn secret(&self) -> Option<Finding> {
        let text = self.text;
        let is_shown = match self.scheme.key_kind() {
            KeyKind::Shared => self.explainer.keys.iter().any(|key| {
                let secret = std::str::from_utf8(key.bytes).unwrap_or_default().trim();
                secret.len() >= SHORTEST_SECRET && text.contains(secret)
            }),
            KeyKind::Pair => text.contains("PRIVATE KEY-----"),
        };
        is_shown.then(|| {
            Finding::of_page(
                PageCause::ShowsSecret,
                "The page contains the secret. Everyone who opens the page can read it, and sign as any visitor.",
            )
        })
    }

    /// A page that caches may give to others.
    fn cache(&self) -> Option<Finding> {
        let is_nobody = self.statements.iter().all(|one| one.state == State::Anonymous || one.state == State::Forget);
        let is_safe =
            self.statements.is_empty() || self.answer.is_private() || is_nobody && self.answer.varies_by_cookie();
        let risk = match is_nobody {
            true => {
                "The page says that nobody is signed in, and caches may give it to others, whose widgets are then signed out"
            }
            false => "The page says who the visitor is, and caches may give it to others",
        };
        let header = match self.answer.cache_control() {
            "" => "there is no Cache-Control header".to_owned(),
            value => format!("Cache-Control is {value}"),
        };
        (!is_safe).then(|| Finding::of_page(PageCause::Cacheable, format!("{risk}: {header}.")))
    }

    /// What the page's statements are together.
    fn visitors(&self, page: &[u8]) -> Vec<Finding> {
        let vendor = self.scheme.vendor();
        let mut findings = Vec::new();
        let mut add = |cause, reason: String| findings.push(Finding::of_page(cause, reason));
        if self.statements.is_empty() {
            match html::has_escaped_element(self.answer.body) {
                true => add(
                    PageCause::Escaped,
                    "The page shows the element's HTML as text, because the template escapes it.".to_owned(),
                ),
                false => add(PageCause::Empty, self.nothing(page)),
            }
        }
        if let Some(other) = self.first_other_visitor() {
            let first = self.in_state(State::Signed).next().map_or(0, PageStatement::line);
            let reason = format!(
                "Line {} of the page states another visitor of {vendor} than line {first}, or this one in another way.",
                other.line()
            );
            add(PageCause::SeveralVisitors, reason);
        }
        let nobody = self.in_state(State::Anonymous).chain(self.in_state(State::Forget)).next();
        if let (Some(nobody), Some(signed)) = (nobody, self.in_state(State::Signed).next()) {
            let reason = format!(
                "Line {} of the page says that nobody is signed in, and line {} states a visitor.",
                nobody.line(),
                signed.line()
            );
            add(PageCause::Contradiction, reason);
        } else if let Some(nobody) = nobody {
            let line = nobody.line();
            match nobody.state {
                State::Forget => add(
                    PageCause::Forget,
                    format!("Line {line} of the page makes {vendor}'s widget forget the visitor. Nothing is signed."),
                ),
                _ => add(
                    PageCause::Anonymous,
                    format!("Line {line} of the page says that nobody is signed in. Nothing is signed."),
                ),
            }
        }
        for prefill in self.in_state(State::Prefill).take(1) {
            add(
                PageCause::Prefill,
                format!("Line {} of the page fills {vendor}'s form without a signature.", prefill.line()),
            );
        }
        for statement in self.statements {
            let Some((at, _)) = statement.unknown.first() else { continue };
            let names = statement.unknown.iter().map(|(_, name)| name).filter(|name| !name.is_empty());
            let names: Vec<String> = names.take(8).map(|name| shortened(name)).collect();
            let what = match names.as_slice() {
                [] => "values".to_owned(),
                names => format!("values for {}", names.join(", ")),
            };
            let line = line_of(self.text, self.text.len() - self.answer.body.len() + at);
            add(
                PageCause::NotLiteral,
                format!("Line {line} of the page gives {vendor}'s widget {what} that only a browser knows."),
            );
        }
        let others: Vec<String> = statement::schemes(self.answer.body)
            .into_iter()
            .filter(|name| name != self.scheme.name())
            .map(|name| shortened(&name))
            .collect();
        if !others.is_empty() {
            let too = if self.statements.is_empty() { "" } else { " too" };
            add(PageCause::OtherScheme, format!("The page states a visitor for {}{too}.", others.join(", ")));
        }
        let has_element = self.statements.iter().any(|statement| statement.form() == StatementForm::Element);
        if has_element && !statement::has_file(self.scheme, self.answer.body) {
            let reason = format!(
                "The page has the element, and no <script src> whose file is named {}.js. Without that file the element does nothing.",
                self.scheme.name()
            );
            add(PageCause::NoFile, reason);
        }
        findings
    }

    /// Why a page may state nobody.
    fn nothing(&self, page: &[u8]) -> String {
        let vendor = self.scheme.vendor();
        let is_compressed =
            page.contains(&0) || self.answer.body.contains('\u{fffd}') && !self.answer.body.contains('<');
        match self.answer.status {
            _ if is_compressed => {
                "This is not the text of a page. It may be compressed: curl --compressed unpacks it.".to_owned()
            }
            Some(status) if status >= 300 => format!(
                "The answer has the status {status}, and states no visitor of {vendor}. With -L curl follows redirects."
            ),
            _ => format!(
                "The page states no visitor of {vendor}: it has neither an element nor a script of visitorseal for {}, nor {vendor}'s own call with {}.",
                self.scheme.name(),
                self.scheme.model().fields.signature().unwrap_or("a signature")
            ),
        }
    }

    /// The first statement of another visitor than the first one.
    fn first_other_visitor(&self) -> Option<&PageStatement> {
        let mut signed = self
            .in_state(State::Signed)
            .filter(|statement| statement.fields().is_some_and(|fields| !fields.is_empty()));
        let first = signed.next()?;
        signed.find(|other| !self.is_same(first, other))
    }

    fn is_same(&self, one: &PageStatement, other: &PageStatement) -> bool {
        if let (Some(mark), Some(other)) = (one.mark(), other.mark()) {
            return mark == other;
        }
        one.fields() == other.fields() || self.contact(one).is_some_and(|contact| self.contact(other) == Some(contact))
    }

    /// What identifies the visitor of a statement that verifies.
    fn contact(&self, statement: &PageStatement) -> Option<String> {
        let Self { explainer, now, .. } = self;
        let verified = explainer.case(statement.fields()?, *now, &Budget::new(0)).verified(&explainer.keys).ok()?;
        verified.contact()?.external_id().map(str::to_owned)
    }
}
