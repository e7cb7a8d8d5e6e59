//! Page code: its statements, the slots in them, and the rules that make it safe in a `<script>`.

use std::collections::{HashMap, HashSet};

use super::literal;
use crate::{error::shortened, scan, visitor::Field};

/// Statements of page code. A statement that needs an absent field is left out.
#[derive(Default)]
pub(crate) struct Code {
    pub statements: Vec<Statement>,
}

#[derive(Default)]
pub(crate) struct Statement {
    /// JavaScript, with the slots as expressions: `rest`, `fields["NAME"]`, `fetched("NAME")`.
    text: String,
    /// The fields with slots of their own.
    pub needs: Vec<String>,
    /// How often `{fields}` occurs.
    pub whole: usize,
    /// Whether it has a `{fetch.NAME}`.
    pub fetches: bool,
}

/// The names that page code can use.
#[derive(Default)]
pub(crate) struct Names<'a> {
    pub fields: HashSet<&'a str>,
    /// The field of `[fields]` that holds a placeholder such as `id`.
    pub holders: HashMap<&'a str, &'a str>,
    /// The fields that are tables.
    pub tables: HashSet<&'a str>,
    /// Whether there is an address that `{fetch.NAME}` can ask.
    pub has_endpoint: bool,
}

impl Code {
    /// Page code that is one text.
    pub(crate) fn one(text: &str, names: &Names<'_>) -> Result<Self, String> {
        let statement = Scanner::read(text.trim(), names)?.statement;
        Ok(Self { statements: vec![statement] })
    }

    /// Adds a statement of a list.
    pub(crate) fn push(&mut self, text: &str, names: &Names<'_>) -> Result<(), String> {
        let mut read = Scanner::read(text.trim(), names)?;
        if read.last.is_none() {
            return Err("The statement is empty. Write code, or remove it.".to_owned());
        }
        // Statements are left out one by one, so none may go on in the next one, or begin in the one before.
        if !matches!(read.last, Some(';' | '}')) {
            return Err("A statement of a list must end with ; or }. Add it.".to_owned());
        }
        let word = text.trim_start().split(|char: char| !char.is_ascii_alphabetic()).next().unwrap_or_default();
        if ["else", "catch", "finally", "do", "while"].contains(&word) {
            return Err(format!("A statement of a list cannot begin with {word}. Put both parts into one statement."));
        }
        // A function's } would go on in a bracket: `x = function () {}` and `(g)();` would be one call.
        let end = if read.last == Some('}') { ";" } else { "" };
        let line = if read.ends_in_comment { "\n" } else { "" };
        read.statement.text.push_str(line);
        read.statement.text.push_str(end);
        self.statements.push(read.statement);
        Ok(())
    }

    /// Adds the statements, each on lines of its own.
    pub(super) fn write(&self, out: &mut String) {
        for Statement { text, needs, .. } in &self.statements {
            if needs.is_empty() {
                out.push_str(text);
                out.push('\n');
                continue;
            }
            let mut names: Vec<String> = Vec::new();
            for name in needs.iter().map(|name| literal(name)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            out.push_str("if (has(");
            out.push_str(&names.join(", "));
            out.push_str(")) {\n");
            out.push_str(text);
            out.push_str("\n}\n");
        }
    }
}

/// Checks a JavaScript condition.
///
/// # Errors
/// A sentence for what is not safe in a page, and for what is not an expression of one value.
pub(crate) fn check_condition(text: &str) -> Result<(), String> {
    let read = Scanner::read(text, &Names::default())?;
    if read.last.is_none() {
        return Err("The condition is empty.".to_owned());
    }
    if read.has_comment || read.has_semicolon || read.statement.whole > 0 {
        return Err(
            "This is not a condition. Write a JavaScript expression without comments, slots and semicolons, such as \"window.$chatwoot.hasLoaded\"."
                .to_owned(),
        );
    }
    Ok(())
}

/// What reading page code has found so far.
struct Scanner {
    statement: Statement,
    /// The brackets that are open, as their closing ones.
    open: Vec<char>,
    /// The last character that is neither white space nor part of a comment.
    last: Option<char>,
    has_comment: bool,
    ends_in_comment: bool,
    has_semicolon: bool,
}

impl Scanner {
    fn read(code: &str, names: &Names<'_>) -> Result<Self, String> {
        check_characters(code)?;
        let mut scanner = Self {
            statement: Statement::default(),
            open: Vec::new(),
            last: None,
            has_comment: false,
            ends_in_comment: false,
            has_semicolon: false,
        };
        // The text that no slot ended yet.
        let mut text = code;
        let mut rest = code;
        loop {
            let at = scan::find_any(rest, &['"', '\'', '`', '/', '{', '}', '(', ')', '[', ']', ';']);
            let (before, found) = rest.split_at(at.unwrap_or(rest.len()));
            if let Some(last) = before.trim_end().chars().next_back() {
                scanner.last = Some(last);
                scanner.ends_in_comment = false;
            }
            if found.is_empty() {
                break;
            }
            if let Some((slot, after)) = scanner.slot(found, names)? {
                scanner.push_text(text, found);
                scanner.statement.text.push_str(&slot);
                text = after;
                rest = after;
            } else {
                rest = scanner.token(found)?;
            }
        }
        if let Some(bracket) = scanner.open.last() {
            return Err(format!(
                "A bracket has no end: {bracket} is missing. A statement must be complete, since statements are left out one by one."
            ));
        }
        scanner.push_text(text, "");
        Ok(scanner)
    }

    /// Adds the beginning of `text`, up to `end`, which is its end.
    fn push_text(&mut self, text: &str, end: &str) {
        self.statement.text.push_str(text.strip_suffix(end).unwrap_or_default());
    }

    /// The expression for the slot at the beginning of the code, and what follows the slot.
    fn slot<'c>(&mut self, code: &'c str, names: &Names<'_>) -> Result<Option<(String, &'c str)>, String> {
        let slot = if let Some(after) = code.strip_prefix("{fields}") {
            self.statement.whole += 1;
            ("rest".to_owned(), after)
        } else if let Some((after, is_fetch)) = [("{fields.", false), ("{fetch.", true)]
            .into_iter()
            .find_map(|(prefix, is_fetch)| Some((code.strip_prefix(prefix)?, is_fetch)))
        {
            let end = scan::find(after, "}").ok_or("A slot has no }. Add it.")?;
            let (name, after) = after.split_at(end);
            if !names.fields.contains(name) {
                let advice = names.holders.get(name).map_or_else(
                    || "Write the name of a field of [fields].".to_owned(),
                    |field| format!("Write {{fields.{field}}}, the field that holds {{{name}}}."),
                );
                return Err(format!("[fields] has no field {:?}. {advice}", shortened(name)));
            }
            self.statement.needs.push(name.to_owned());
            self.statement.fetches |= is_fetch;
            let slot = match (is_fetch, names.has_endpoint) {
                (false, _) => format!("fields[{}]", literal(name)),
                (true, true) => format!("fetched({})", literal(name)),
                (true, false) => {
                    return Err("{fetch.NAME} needs the address to ask. Add endpoint = \"{settings.NAME}\" to [page], with a setting of the form \"endpoint\".".to_owned());
                }
            };
            (slot, after.get(1..).unwrap_or_default())
        } else {
            return placeholder(code).map_or(Ok(None), |word| Err(names.advice(word)));
        };
        self.last = Some('}');
        self.ends_in_comment = false;
        Ok(Some(slot))
    }

    /// Reads a comment, a quoted text, a bracket or a semicolon. Gives what follows.
    fn token<'c>(&mut self, code: &'c str) -> Result<&'c str, String> {
        let comment = if let Some(comment) = code.strip_prefix("//") {
            Some(comment.split_once('\n').unwrap_or((comment, "")))
        } else if let Some(comment) = code.strip_prefix("/*") {
            Some(comment.split_once("*/").ok_or("A comment of the page code has no end.")?)
        } else if code.starts_with('/') {
            // A regular expression may hold a quote that opens nothing.
            return Err("Page code must not contain / outside quotes and comments.".to_owned());
        } else {
            None
        };
        if let Some((comment, after)) = comment {
            self.has_comment = true;
            self.ends_in_comment = true;
            check_text(comment)?;
            return Ok(after);
        }
        let mut chars = code.chars();
        let first = chars.next();
        self.last = first;
        self.ends_in_comment = false;
        match first {
            Some('`') => {
                // A template literal may hold code, and that code other literals.
                return Err("Page code must not contain template literals. Write \" or ' in place of `.".to_owned());
            }
            Some('"' | '\'') => {
                let (quoted, after) = quoted(code)?;
                check_text(quoted)?;
                return Ok(after);
            }
            Some('(') => self.open.push(')'),
            Some('[') => self.open.push(']'),
            Some('{') => self.open.push('}'),
            Some(';') => self.has_semicolon |= self.open.is_empty(),
            Some(close) => match self.open.pop() {
                Some(wanted) if wanted == close => {}
                Some(wanted) => return Err(format!("The page code has {close} where {wanted} must come first.")),
                None => return Err(format!("The page code has {close} without the bracket that opens it.")),
            },
            None => {}
        }
        Ok(chars.as_str())
    }
}

impl Names<'_> {
    /// What to write in place of a placeholder that is none in page code.
    fn advice(&self, word: &str) -> String {
        if word == "fields" {
            return "Write {fields} without spaces.".to_owned();
        }
        let (name, _) = word.split_once('|').unwrap_or((word, ""));
        match self.holders.get(name) {
            Some(table) if self.tables.contains(table) => format!(
                "{{{word}}} is not a slot of page code. It is in the table {table}: write {{fields.{table}}} for the whole table, or move it out of the table."
            ),
            Some(field) => {
                format!("{{{word}}} is not a slot of page code. Write {{fields.{field}}}, the field that holds it.")
            }
            None => format!(
                "{{{word}}} is not a slot of page code, and no field holds it. Add a field with this value to [fields], and write {{fields.NAME}} with the field's name."
            ),
        }
    }
}

/// The word in braces at the beginning of the code, if it is a placeholder of messages and fields.
fn placeholder(code: &str) -> Option<&str> {
    let inside = code.strip_prefix('{')?.trim_start();
    let is_name = |char: char| char.is_ascii_alphanumeric() || "_.|".contains(char);
    let end = inside.find(|char| !is_name(char))?;
    let (word, after) = inside.split_at(end);
    let name = word.split('|').next().unwrap_or_default();
    let is_placeholder = Field::named(name).is_some()
        || ["fields", "attributes", "signature", "payload", "now", "expires", "random"].contains(&name)
        || ["attributes.", "settings.", "signatures."].iter().any(|prefix| name.starts_with(prefix));
    (is_placeholder && after.trim_start().starts_with('}')).then_some(word)
}

fn check_characters(code: &str) -> Result<(), String> {
    if !code.is_ascii() {
        return Err("Page code must be ASCII. Write other characters as \\uXXXX in quotes.".to_owned());
    }
    // JavaScript ends a line at a carriage return, and HTML has no NUL.
    if code.replace("\r\n", "\n").contains(|char: char| char.is_ascii_control() && !"\n\t".contains(char)) {
        return Err("Page code must not contain control characters. Write them as \\uXXXX in quotes.".to_owned());
    }
    let lower = code.to_ascii_lowercase();
    if ["</script", "<script", "<!--", "-->"].iter().any(|tag| lower.contains(tag)) {
        return Err("Page code must not contain <script, </script, <!-- or -->.".to_owned());
    }
    Ok(())
}

/// Refuses slots in quotes and comments.
fn check_text(text: &str) -> Result<(), String> {
    if ["{fields}", "{fields.", "{fetch."].iter().any(|slot| text.contains(slot)) {
        return Err(
            "A slot is inside quotes or a comment. Put {fields} where a whole object belongs, and {fields.NAME} where a whole value belongs: they need no quotes."
                .to_owned(),
        );
    }
    Ok(())
}

/// Splits a quoted literal, with its quotes, from what follows.
fn quoted(code: &str) -> Result<(&str, &str), String> {
    const NO_END: &str = "A quote of the page code has no end.";
    let mut chars = code.char_indices().peekable();
    let (_, quote) = chars.next().ok_or(NO_END)?;
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => {
                let escaped = chars.next();
                chars.next_if(|(_, next)| *next == '\n' && escaped.is_some_and(|(_, escaped)| escaped == '\r'));
            }
            '\n' => return Err("A quote of the page code has no end on its line.".to_owned()),
            _ if char == quote => return code.split_at_checked(at + 1).ok_or_else(|| NO_END.to_owned()),
            _ => {}
        }
    }
    Err(NO_END.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::assert_linear;

    fn names() -> Names<'static> {
        Names {
            fields: HashSet::from(["uid", "User ID"]),
            holders: HashMap::from([("id", "uid")]),
            tables: HashSet::new(),
            has_endpoint: true,
        }
    }

    fn whole(code: &str) -> Result<usize, String> {
        Scanner::read(code, &names()).map(|read| read.statement.whole)
    }

    fn needs(code: &str) -> Vec<String> {
        Scanner::read(code, &names()).unwrap().statement.needs
    }

    fn joined(statements: &[&str]) -> String {
        let mut code = Code::default();
        statements.iter().for_each(|text| code.push(text, &names()).unwrap());
        let mut out = String::new();
        code.write(&mut out);
        out
    }

    #[test]
    fn counts_slots_outside_quotes() {
        assert_eq!(whole("f({fields});"), Ok(1));
        assert_eq!(whole("f('set', {user: {fields}}); // it's {x}"), Ok(1));
        assert_eq!(whole("/* \" */ f({fields}, {fields})"), Ok(2));
        assert_eq!(whole("f(null)"), Ok(0));
        assert_eq!(needs("f({fields.uid}, [{fields.User ID}, {fields.uid}])"), ["uid", "User ID", "uid"]);
    }

    #[test]
    fn refuses_slots_in_quotes_and_comments_and_code_that_could_end_the_script() {
        for code in [
            "f('{fields}')",
            "f(\"a\\\"{fields}\")",
            "f(`{fields}`)",
            "f('{fields.uid}')",
            "// {fields}",
            "/* {fields.uid} */",
            "a=b.replace(/'/g,\"\"); f('{fields}'); c=d.replace(/'/g,\"\")",
            "f('x",
            "f('x\n')",
            "/* x",
            "f('</SCRIPT>')",
            "f('<!--')",
            "f('é', {fields})",
            "// x\rf({fields})",
            "f('\0', {fields})",
        ] {
            assert!(whole(code).is_err(), "{code}");
        }
    }

    #[test]
    fn a_line_goes_on_after_a_backslash() {
        assert_eq!(whole("f('x\\\n', {fields})"), Ok(1));
        assert_eq!(whole("f('x\\\r\n', {fields})"), Ok(1));
    }

    #[test]
    fn a_placeholder_is_an_error_that_names_the_field() {
        for code in ["setUser({id}, {fields})", "f({ id })", "f({id|lower})", "f({fields.id})"] {
            let reason = whole(code).unwrap_err();
            assert!(reason.contains("Write {fields.uid}, the field that holds "), "{code}: {reason}");
        }
        for code in [
            "f({email})",
            "f({signature})",
            "f({signatures.email})",
            "f({settings.app})",
            "f({attributes.plan})",
            "f({attributes})",
            "f({now|ms})",
            "f({expires})",
            "f({random})",
            "f({payload})",
        ] {
            assert!(whole(code).unwrap_err().contains("Add a field with this value to [fields]"), "{code}");
        }
        assert!(whole("f({ fields })").unwrap_err().contains("without spaces"));
        assert!(whole("f({fields.nosuch})").unwrap_err().starts_with("[fields] has no field \"nosuch\"."));
        for code in ["f({ui: {}})", "f('{id}')", "f({user})", "f({id: 1})", "if (id) { email(id) }", "// {id}"] {
            assert_eq!(whole(code), Ok(0), "{code}");
        }
    }

    #[test]
    fn the_brackets_of_a_statement_are_balanced() {
        for code in ["f(", "f)", "f([)]", "if (a) {", "}", "f({fields}", "{fields}}", "[", "f(/* ) */"] {
            assert!(whole(code).unwrap_err().contains(['(', ')', ']', '}']), "{code}");
        }
        assert_eq!(whole("f(')', [\"(\", '{']); /* } */ // ]"), Ok(0));
    }

    #[test]
    fn a_statement_never_goes_on_in_the_next_one() {
        assert_eq!(joined(&["f();", "(g)();", "h(); // h"]), "f();\n(g)();\nh(); // h\n\n");
        assert_eq!(joined(&["f(); /* ; */", "g();"]), "f(); /* ; */\n\ng();\n");
        assert_eq!(joined(&["x = function () {}", "(g)();"]), "x = function () {};\n(g)();\n");
        assert_eq!(
            joined(&["f({fields.uid}, {fields});", "g({fields.User ID}, {fields.uid}, {fields.uid});"]),
            "if (has(\"uid\")) {\nf(fields[\"uid\"], rest);\n}\nif (has(\"User ID\", \"uid\")) {\ng(fields[\"User ID\"], fields[\"uid\"], fields[\"uid\"]);\n}\n",
        );
        for bad in [
            "",
            " ",
            "// x",
            "/* x */",
            "f()",
            "if (window.ok)",
            "else g();",
            "do f();",
            "while (x) g();",
            "catch (e) {}",
        ] {
            assert!(Code::default().push(bad, &names()).is_err(), "{bad}");
        }
    }

    /// A slot in a nested literal would be text, and a name with a ` in it would end that text.
    #[test]
    fn template_literals_and_html_comments_are_refused() {
        for code in ["f(`${ `{fields.uid}` }`);", "f(`x`);", "f({fields});\n--> `\ng(` {fields.uid} `);\n--> `"] {
            assert!(whole(code).is_err(), "{code}");
        }
        assert!(check_condition("a\n--> b").is_err());
    }

    #[test]
    fn a_condition_is_one_expression() {
        for good in ["window.$chatwoot.hasLoaded", "typeof a === 'function' && !(function () { return 1; })()"] {
            assert_eq!(check_condition(good), Ok(()));
        }
        for bad in
            ["", " ", "a; b", "a // b", "/* a */ b", "{fields}", "{fields.uid}", "{id}", "a) || (b", "'a", "a / b"]
        {
            assert!(check_condition(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn reading_page_code_takes_linear_time_for_any_code() {
        for piece in [
            "{",
            "{}",
            "{fields.",
            "{fields.uid}",
            "{fields}",
            "{id",
            "{ ",
            "(",
            "()",
            "'",
            "''",
            "//",
            "// {fields.\n",
            "/*",
            "/**/",
            ";",
            "'{fields.",
            "{a.",
        ] {
            assert_linear(piece, |text| drop(Scanner::read(text, &names())));
        }
    }
}
