//! A scheme's page code as a JavaScript object: what to run for a visitor who is signed in, for others, and at sign-out.

use super::{Code, Filling, Template, literal};
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// What a page says about its visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Signed,
    Prefill,
    Anonymous,
    /// Somebody has just signed out.
    Forget,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Prefill => "prefill",
            Self::Anonymous => "anonymous",
            Self::Forget => "forget",
        }
    }

    /// The code that an inline script of this state needs.
    fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Signed => &["signed", "update", "forget"],
            Self::Prefill => &["prefill", "forget"],
            Self::Anonymous => &["anonymous", "forget"],
            Self::Forget => &["forget"],
        }
    }
}

/// What page code waits for, since vendors' loaders are asynchronous.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wait<'a> {
    /// The vendor's global, such as `bookbag` or `mn.widget`.
    pub global: Option<&'a str>,
    /// A JavaScript condition.
    pub ready: Option<&'a str>,
    /// An event of the window, in place of the condition.
    pub event: Option<&'a str>,
}

impl Wait<'_> {
    pub fn is_nothing(&self) -> bool {
        self.global.is_none() && self.ready.is_none() && self.event.is_none()
    }

    /// The name of an element or frame is a global too, but never an own property of the window.
    fn global_condition(global: &str) -> String {
        let first = global.split('.').next().unwrap_or_default();
        let mut condition = format!("own.call(window, '{first}')");
        for (at, _) in global.match_indices('.').chain([(global.len(), "")]) {
            condition.push_str(" && window.");
            condition.push_str(global.get(..at).unwrap_or_default());
        }
        condition
    }

    fn condition(&self) -> String {
        let signs: Vec<String> = self
            .event
            .map(|_| "heard.event".to_owned())
            .into_iter()
            .chain(self.ready.map(|ready| format!("({ready})")))
            .collect();
        let signs = signs.join(" || ");
        match self.global.map(Self::global_condition) {
            Some(global) if signs.is_empty() => global,
            Some(global) => format!("{global} && ({signs})"),
            None => signs,
        }
    }

    fn warning(&self, vendor: &str) -> String {
        match self {
            Wait { global: Some(global), ready: None, event: None } => format!(
                "window.{global} is missing after 10 seconds. Is {vendor}'s snippet on this page, and does the Content-Security-Policy allow it?"
            ),
            _ => format!(
                "{vendor}'s widget is not ready after 10 seconds. Is its snippet on this page, and does the Content-Security-Policy allow it?"
            ),
        }
    }

    /// The members of the object that say what to wait for.
    fn write(&self, vendor: &str) -> String {
        if self.is_nothing() {
            return String::new();
        }
        let event = self.event.map_or(String::new(), |event| format!("event: {},\n", literal(event)));
        format!(
            "missing: {},\n{event}ready: function (own, heard) {{ return {}; }},\n",
            literal(&self.warning(vendor)),
            self.condition(),
        )
    }
}

/// The code of one state.
#[derive(Clone, Copy, Default)]
pub(crate) struct StateCode<'a> {
    /// Runs as soon as the page states the visitor.
    pub early: Option<&'a Code>,
    /// Runs as soon as the widget is there.
    pub late: Option<&'a Code>,
    /// The call that adds the vendor's script. It comes after `early`, which may set what the vendor's script reads.
    pub tag: Option<&'a Template>,
    /// Whether the code needs fields, and is left out where a page has none.
    pub takes_fields: bool,
}

impl StateCode<'_> {
    fn write(&self) -> Template {
        const FUNCTION: &str = "function (fields, rest, has, fetched) {\n";
        let mut out = Template::default();
        out.push_text("{");
        let mut named: Vec<String> = Vec::new();
        let statements = [self.early, self.late].into_iter().flatten().flat_map(|code| &code.statements);
        for name in statements.flat_map(|statement| &statement.needs).map(|name| literal(name)) {
            if !named.contains(&name) {
                named.push(name);
            }
        }
        if !named.is_empty() {
            out.push_text(&format!("named: [{}],\n", named.join(", ")));
        }
        if self.takes_fields {
            out.push_text("takes: true,\n");
        }
        if self.early.is_some() || self.tag.is_some() {
            out.push_text("early: ");
            out.push_text(FUNCTION);
            let mut text = String::new();
            self.early.iter().for_each(|code| code.write(&mut text));
            out.push_text(&text);
            self.tag.iter().for_each(|tag| out.push(tag));
            out.push_text("},\n");
        }
        if let Some(late) = self.late {
            let mut text = String::new();
            late.write(&mut text);
            out.push_text(&format!("late: {FUNCTION}{text}}}\n"));
        }
        out.push_text("}");
        out
    }
}

/// The page code of a scheme.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct States {
    /// The members that say what to wait for.
    wait: String,
    codes: Vec<(String, Template)>,
    /// Whether it adds a vendor's script.
    pub has_tag: bool,
    /// Whether it asks the site's endpoint by itself.
    pub fetches: bool,
    /// Whether the page asks for new fields when they expire.
    pub expires: bool,
}

impl States {
    pub fn new(wait: Wait<'_>, vendor: &str, fetches: bool, can_expire: bool) -> Self {
        // Code that fetches fields does so when the vendor wants new ones.
        let expires = can_expire && !fetches;
        let mut text = wait.write(vendor);
        if fetches {
            text.push_str("fetches: true,\n");
        }
        if expires {
            text.push_str("expires: true,\n");
        }
        Self { wait: text, codes: Vec::new(), has_tag: false, fetches, expires }
    }

    pub fn add(&mut self, name: &str, code: StateCode<'_>) {
        self.has_tag |= code.tag.is_some();
        self.codes.push((name.to_owned(), code.write()));
    }

    /// The code of a state whose HTML the site pasted: the page holds the HTML itself.
    pub fn add_pasted(&mut self) {
        let mut code = Template::default();
        code.push_text("{early: function () {}}");
        self.codes.push(("signed".to_owned(), code));
    }

    pub fn add_forget(&mut self, forget: &Code) {
        let mut text = String::new();
        forget.write(&mut text);
        let mut code = Template::default();
        code.push_text(&format!("function () {{\n{text}}}"));
        self.codes.push(("forget".to_owned(), code));
    }

    /// Adds the object with the code for one state, or with all code. `pasted` stands in place of the code for a visitor
    /// who is signed in.
    pub fn render(
        &self,
        out: &mut String,
        state: Option<State>,
        pasted: Option<&Template>,
        filling: Filling<'_>,
    ) -> Result<()> {
        out.push_str("{\n");
        out.push_str(&self.wait);
        for (name, code) in &self.codes {
            if state.is_none_or(|state| state.codes().contains(&name.as_str())) {
                out.push_str(name);
                out.push_str(": ");
                pasted.filter(|_| name == "signed").unwrap_or(code).render(out, filling)?;
                out.push_str(",\n");
            }
        }
        out.push('}');
        Ok(())
    }

    /// Whether the code contains the value of a setting.
    pub fn has_setting(&self, name: &str) -> bool {
        self.codes.iter().any(|(_, code)| code.has_setting(name))
    }

    /// The settings that the code cannot do without.
    pub fn needed_settings(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().flat_map(|(_, code)| code.needed_settings())
    }
}
