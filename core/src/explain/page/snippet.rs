//! Finds what a vendor's snippet says of the visitor: the calls of the scheme's page code with other values, and objects
//! that have the name of the signature's field.

use std::{collections::HashMap, rc::Rc};

use super::code::{Members, Step, Value, steps};
use crate::json::Object;

/// At most this many calls of one page are compared with the scheme's page code.
const MOST_MATCHES: usize = 64;
/// At most this many members of one object are read. A visitor has at most 256 attributes.
const MOST_MEMBERS: usize = 1024;

/// What a snippet says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    /// The position in the page.
    pub at: usize,
    pub fields: Object,
    /// The fields whose values only the running page knows, with the positions of the calls. An empty name stands for the
    /// whole object.
    pub unknown: Vec<(usize, String)>,
    /// The variable with the object.
    path: Option<Rc<str>>,
    /// A value of more bytes is not read.
    largest: usize,
}

impl Said {
    fn new(at: usize, largest: usize) -> Self {
        Self { at, largest, ..Self::default() }
    }

    fn insert(&mut self, name: &str, value: &Value) {
        match value.to_json(&mut { self.largest }) {
            Some(json) => drop(self.fields.insert(name.to_owned(), json)),
            None => self.add_unknown(name),
        }
    }

    fn add_unknown(&mut self, name: &str) {
        self.add_unknown_at(self.at, name);
    }

    fn add_unknown_at(&mut self, at: usize, name: &str) {
        if self.unknown.len() < MOST_MEMBERS && !self.unknown.iter().any(|(_, known)| known == name) {
            self.unknown.push((at, name.to_owned()));
        }
    }

    fn insert_all(&mut self, object: &Members, except: &[Rc<str>]) {
        for (name, value) in object.members.iter().filter(|(name, _)| !except.contains(name)).take(MOST_MEMBERS) {
            self.insert(name, value);
        }
        if object.has_more {
            self.add_unknown("");
        }
    }

    fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.unknown.is_empty()
    }

    /// Whether both can be about one visitor: no field has two values.
    fn agrees(&self, other: &Self) -> bool {
        other.fields.iter().all(|(name, value)| self.fields.get(name).is_none_or(|known| known == value))
    }

    fn add(&mut self, other: Self) {
        self.fields.extend(other.fields);
        other.unknown.iter().for_each(|(at, name)| self.add_unknown_at(*at, name));
        self.path = self.path.take().or(other.path);
    }
}

/// What is looked for: the calls and assignments of a scheme's page code, with slots in the places of the values.
#[derive(Debug, Default)]
pub(super) struct Patterns<'s> {
    calls: HashMap<String, Vec<Vec<Value>>>,
    assignments: HashMap<Rc<str>, Vec<Value>>,
    /// The attributes of the vendor's script.
    tag: Option<Value>,
    /// The field of the signature.
    signature: &'s str,
    /// Whether the signature is a token (JWT).
    is_token: bool,
    /// Fields of more bytes are not read.
    pub largest: usize,
}

/// The function of our page code that adds a vendor's script.
const TAG: &str = "visitorseal.tag";

impl<'s> Patterns<'s> {
    pub fn new(code: &str, signature: &'s str, is_token: bool, largest: usize) -> Self {
        let mut patterns = Self { signature, is_token, largest, ..Self::default() };
        for (_, step) in steps(code) {
            match step {
                Step::Call(call) if call.callee == TAG => patterns.tag = call.arguments.first().cloned(),
                Step::Call(call) if call.arguments.iter().any(has_slot) && !call.callee.is_empty() => {
                    patterns.calls.entry(call.callee.clone()).or_default().push(call.arguments.clone());
                }
                Step::Set(path, value) if has_slot(&value) => {
                    patterns.assignments.entry(path).or_default().push(value);
                }
                _ => {}
            }
        }
        patterns
    }

    fn said(&self, at: usize) -> Said {
        Said::new(at, self.largest)
    }

    /// What the attributes of a script say.
    pub fn read_tag(&self, at: usize, attributes: &[(String, String)]) -> Option<Said> {
        let pattern = self.tag.as_ref()?;
        let member =
            |(name, value): &(String, String)| (Rc::from(name.as_str()), Value::Text(Rc::from(value.as_str())));
        let members = attributes.iter().map(member).collect();
        let mut said = self.said(at);
        unify(pattern, &Value::Object(Rc::new(Members { members, has_more: false })), &mut said);
        Some(said).filter(|said| !said.is_empty())
    }

    /// What code says. Calls about one visitor are taken together.
    pub fn read(&self, code: &[(usize, Step)]) -> Vec<Said> {
        let mut all: Vec<Said> = Vec::new();
        let mut add = |said: Said| match all.iter_mut().rev().find(|known| known.agrees(&said)) {
            _ if said.is_empty() => {}
            Some(known) => known.add(said),
            None => all.push(said),
        };
        let variables = variables(code);
        let follow = |value: &Value| match value {
            Value::Name(path) => variables.get(&**path).copied().unwrap_or(value).clone(),
            value => value.clone(),
        };
        let mut members: HashMap<&str, Said> = HashMap::new();
        let mut matches = 0;
        for (at, step) in code {
            if matches >= MOST_MATCHES {
                break;
            }
            match step {
                Step::Call(call) => {
                    let Some(patterns) = self.calls.get(&call.callee) else { continue };
                    let arguments: Vec<Value> = call.arguments.iter().map(follow).collect();
                    for pattern in patterns {
                        let mut said = self.said(*at);
                        if unify_all(pattern, &arguments, &mut said) {
                            matches += 1;
                            add(said);
                        }
                    }
                }
                Step::Set(path, value) => {
                    for pattern in self.assignments.get(path).into_iter().flatten() {
                        let mut said = Said { path: Some(path.clone()), ..self.said(*at) };
                        if unify(pattern, &follow(value), &mut said) {
                            matches += 1;
                            add(said);
                        }
                    }
                    if let Some((object, name)) = path.rsplit_once('.') {
                        members.entry(object).or_insert_with(|| self.said(*at)).insert(name, value);
                    }
                }
                Step::Object(object) if object.get(self.signature).is_some_and(is_signature) => {
                    matches += 1;
                    let mut said = self.said(*at);
                    said.insert_all(object, &[]);
                    add(said);
                }
                Step::Object(_) | Step::Token(_) => {}
            }
        }
        self.add_members(&mut all, members);
        if self.is_token {
            self.add_tokens(&mut all, code);
        }
        all.retain(|said| !said.is_empty());
        all.sort_by_key(|said| said.at);
        all
    }

    /// Adds the members that code sets one by one.
    fn add_members(&self, all: &mut Vec<Said>, members: HashMap<&str, Said>) {
        for (path, said) in members {
            match all.iter_mut().find(|known| known.path.as_deref() == Some(path)) {
                Some(known) => known.add(said),
                None if said.fields.get(self.signature).is_some_and(serde_json::Value::is_string) => {
                    match all.iter_mut().find(|known| known.agrees(&said) && !known.fields.is_empty()) {
                        Some(known) => known.add(said),
                        None => all.push(said),
                    }
                }
                None => {}
            }
        }
    }

    /// Adds the tokens that stand elsewhere in the code, such as in a function that the vendor's script calls.
    fn add_tokens(&self, all: &mut Vec<Said>, code: &[(usize, Step)]) {
        let tokens = code.iter().filter_map(|(at, step)| match step {
            Step::Token(token) => Some((*at, token)),
            _ => None,
        });
        for (at, token) in tokens.take(MOST_MATCHES) {
            let is = |value: &serde_json::Value| value.as_str() == Some(token);
            if all.iter().any(|said| said.fields.values().any(is)) {
                continue;
            }
            let mut said = self.said(at);
            said.insert(self.signature, &Value::Text(token.clone()));
            // The calls around it said the rest.
            match all.iter_mut().find(|known| !known.fields.contains_key(self.signature)) {
                Some(known) => known.add(said),
                None => all.push(said),
            }
        }
    }
}

/// The literals of the variables that code sets, in whichever script. The last one counts; one that is cleared at
/// sign-out stays.
fn variables(code: &[(usize, Step)]) -> HashMap<&str, &Value> {
    let mut variables = HashMap::new();
    for (_, step) in code {
        match step {
            Step::Set(path, value @ (Value::Object(_) | Value::Merged(_) | Value::Text(_))) => {
                variables.insert(&**path, value);
            }
            Step::Set(_, Value::Null) => {}
            Step::Set(path, _) => drop(variables.remove(&**path)),
            _ => {}
        }
    }
    variables
}

/// A value that may be the signature. Code that only copies it says nothing of a visitor.
fn is_signature(value: &Value) -> bool {
    matches!(value, Value::Text(_))
}

/// A slot of page code.
enum Slot<'p> {
    /// The object with all other fields.
    Rest,
    Field(&'p str),
    /// A function that gives the field.
    Fetch(&'p str),
}

fn slot(value: &Value) -> Option<Slot<'_>> {
    match value {
        Value::Name(path) if **path == *"rest" || **path == *"fields" => Some(Slot::Rest),
        Value::Name(path) => path.strip_prefix("fields.").map(Slot::Field),
        Value::Call(call) if call.callee == "fetched" => call.arguments.first()?.text().map(|name| Slot::Fetch(name)),
        _ => None,
    }
}

fn has_slot(value: &Value) -> bool {
    slot(value).is_some()
        || match value {
            Value::List(values) | Value::Merged(values) => values.iter().any(has_slot),
            Value::Object(object) => object.members.iter().any(|(_, value)| has_slot(value)),
            _ => false,
        }
}

/// Reads the values in the places of the slots. False if a text is another, so that this is another call.
fn unify(pattern: &Value, page: &Value, said: &mut Said) -> bool {
    match (slot(pattern), page) {
        (Some(Slot::Rest), page) => unify_rest(page, &[], said),
        (Some(Slot::Field(_) | Slot::Fetch(_)), Value::Null) => true,
        (Some(Slot::Fetch(name)), Value::Other(Some(token))) => {
            said.insert(name, &Value::Text(token.clone()));
            true
        }
        (Some(Slot::Field(name) | Slot::Fetch(name)), page) => {
            said.insert(name, page);
            true
        }
        (None, _) => match (pattern, page) {
            (Value::Text(text), Value::Text(other)) => text == other,
            (Value::Text(_), _) => false,
            (Value::List(pattern), Value::List(page)) => unify_all(pattern, page, said),
            (Value::List(_), _) => !has_slot(pattern),
            (Value::Object(pattern), Value::Object(page)) => {
                for (name, pattern) in &pattern.members {
                    match page.get(name) {
                        Some(value) => drop(unify(pattern, value, said)),
                        None if page.has_more => add_unknown(pattern, said),
                        None => {}
                    }
                }
                true
            }
            (Value::Object(_), Value::Merged(parts)) => {
                for part in parts.iter() {
                    unify(pattern, part, said);
                }
                true
            }
            (Value::Object(_), Value::Null) => true,
            (Value::Object(_), _) => {
                add_unknown(pattern, said);
                true
            }
            (Value::Merged(parts), page) => {
                let named: Vec<Rc<str>> = parts.iter().flat_map(names_with_slots).collect();
                for part in parts.iter() {
                    match slot(part) {
                        Some(Slot::Rest) => drop(unify_rest(page, &named, said)),
                        _ => drop(unify(part, page, said)),
                    }
                }
                *page != Value::Null
            }
            _ => true,
        },
    }
}

/// Unifies lists as far as the page's goes.
fn unify_all(pattern: &[Value], page: &[Value], said: &mut Said) -> bool {
    let is_text = |value: &Value| matches!(value, Value::Text(_));
    pattern.iter().zip(page).all(|(pattern, page)| unify(pattern, page, said))
        && !pattern.iter().skip(page.len()).any(is_text)
}

/// The page's object, or nothing where it says that nobody is there.
fn unify_rest(page: &Value, except: &[Rc<str>], said: &mut Said) -> bool {
    match page {
        Value::Object(object) => said.insert_all(object, except),
        Value::Merged(parts) => {
            for part in parts.iter() {
                unify_rest(part, except, said);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return false,
        _ => said.add_unknown(""),
    }
    true
}

fn names_with_slots(part: &Value) -> Vec<Rc<str>> {
    match part {
        Value::Object(object) => {
            object.members.iter().filter(|(_, value)| has_slot(value)).map(|(name, _)| name.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// Notes the fields of a pattern whose values only the running page knows.
fn add_unknown(pattern: &Value, said: &mut Said) {
    match (slot(pattern), pattern) {
        (Some(Slot::Rest), _) => said.add_unknown(""),
        (Some(Slot::Field(name) | Slot::Fetch(name)), _) => said.add_unknown(name),
        (None, Value::List(values) | Value::Merged(values)) => values.iter().for_each(|value| add_unknown(value, said)),
        (None, Value::Object(object)) => object.members.iter().for_each(|(_, value)| add_unknown(value, said)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.22H1g2b8yxmkcEY1Fhku4AhNl-M40P5Sl_B2ktSUdv8";

    fn said(code: &str, signature: &str, page: &str) -> Vec<Json> {
        let patterns = Patterns::new(code, signature, signature == "jwt", 4096);
        patterns.read(&steps(&page.replace("TOKEN", TOKEN))).into_iter().map(|said| Json::Object(said.fields)).collect()
    }

    #[test]
    fn reads_the_calls_of_the_page_code_however_a_hand_writes_them() {
        let expected = json!({"user_id": "42", "user_hash": "ab"});
        let code = "if (has('x')) { window.bookbag('identify', rest); }";
        for page in [
            "bookbag('identify', {user_id: '42', user_hash: 'ab'})",
            "window.bookbag(\"identify\", {\"user_id\": \"42\", \"user_hash\": \"ab\"});",
            "const user = {user_id: '42', user_hash: 'ab'}; bookbag('identify', user)",
            "bookbag('identify', Object.assign({user_id: '42'}, {user_hash: 'ab'}))",
            "bookbag('init'); bookbag('identify', null); addEventListener('load', () => { bookbag('identify', {user_id: '42', user_hash: 'ab',}); })",
            "unknown({a: [{user_id: '42', user_hash: 'ab'}]})",
            "settings.user_id = '42'; settings['user_hash'] = 'ab';",
        ] {
            assert_eq!(said(code, "user_hash", page), std::slice::from_ref(&expected), "{page}");
        }
        assert_eq!(said(code, "user_hash", "bookbag('track', {user_id: '42'}); f({user_hash: hash})"), [] as [Json; 0]);
        // A misspelt name of the signature's field is in the call all the same.
        assert_eq!(said(code, "user_hash", "bookbag('identify', {userHash: 'ab'})"), [json!({"userHash": "ab"})]);
    }

    #[test]
    fn follows_assignments_and_the_variables_of_the_page_code() {
        let code = "window.intercomSettings = rest; window.Intercom('boot', window.intercomSettings);";
        for page in [
            "window.intercomSettings = {app_id: 'x', user_hash: 'ab'};",
            "Intercom('boot', {app_id: 'x', user_hash: 'ab'})",
            "intercomSettings = {app_id: 'x', user_hash: 'ab'}; Intercom('boot', intercomSettings); Intercom('boot', {app_id: 'x', user_hash: 'ab'})",
            "window.intercomSettings = {app_id: 'x'}; window.intercomSettings.user_hash = 'ab'",
        ] {
            assert_eq!(said(code, "user_hash", page), [json!({"app_id": "x", "user_hash": "ab"})], "{page}");
        }
        let code = "window._support = window._support || {ui: {}}; window._support['user'] = rest;";
        for page in [
            "var _support = _support || {}; _support['user'] = {id: 7, authkey: 'ab'};",
            "_support.user = {id: 7}; _support.user.authkey = 'ab'",
        ] {
            assert_eq!(said(code, "authkey", page), [json!({"id": 7, "authkey": "ab"})], "{page}");
        }
    }

    #[test]
    fn takes_the_calls_about_one_visitor_together() {
        let code = "window.$crisp.push(['set', 'user:email', [fields[\"email\"], fields[\"signature\"]]]); window.$crisp.push(['set', 'user:nickname', [fields[\"nickname\"]]]);";
        let page = "$crisp.push(['set', 'user:nickname', ['Jane']]); $crisp.push(['do', 'chat:open']); $crisp.push(['set', 'user:email', ['a@example.com', 'ab']]);";
        let jane = json!({"nickname": "Jane", "email": "a@example.com", "signature": "ab"});
        assert_eq!(said(code, "signature", page), std::slice::from_ref(&jane));
        let two = format!("{page} $crisp.push(['set', 'user:email', ['b@example.com', 'cd']])");
        assert_eq!(said(code, "signature", &two), [jane, json!({"email": "b@example.com", "signature": "cd"})]);
    }

    #[test]
    fn reads_single_values_beside_the_object() {
        let code = "window.drift.identify(fields[\"userId\"], rest, {userJwt: fields[\"jwt\"]});";
        let page = "drift.identify('42', {name: 'Jane'}, {userJwt: 'x'})";
        assert_eq!(said(code, "jwt", page), [json!({"userId": "42", "name": "Jane", "jwt": "x"})]);
        let code = "window.q.push(['init', fields[\"code\"], Object.assign(rest, {hmac: {hash: fields[\"hash\"], expiration: fields[\"expiration\"]}})]);";
        let page = "q.push(['init', 'c', {username: 'u', hmac: {hash: 'ab', expiration: '7'}}])";
        assert_eq!(said(code, "hash", page), [json!({"code": "c", "username": "u", "hash": "ab", "expiration": "7"})]);
    }

    #[test]
    fn finds_the_token_in_a_function_that_gives_it() {
        let code = "window.zE('messenger', 'loginUser', fetched(\"jwt\"));";
        for page in [
            "zE('messenger', 'loginUser', function (callback) { callback('TOKEN'); });",
            "zE('messenger', 'loginUser', (done) => done('TOKEN'))",
            "panelCode.customerData('TOKEN')",
            "var token = `TOKEN`; function give(done) { done(token) }",
        ] {
            assert_eq!(said(code, "jwt", page), [json!({"jwt": TOKEN})], "{page}");
        }
    }

    #[test]
    fn says_which_values_are_no_literals() {
        let patterns = Patterns::new("window.bookbag('identify', rest);", "user_hash", false, 65_536);
        for (page, unknown) in [
            ("bookbag('identify', user)", vec![""]),
            ("bookbag('identify', {user_id: '42', user_hash: hash, name: a + b})", vec!["user_hash", "name"]),
            ("bookbag('identify', {user_id: '42', ...user})", vec![""]),
        ] {
            let said = patterns.read(&steps(page));
            let found = said.iter().flat_map(|said| &said.unknown).map(|(_, name)| name);
            assert_eq!(found.collect::<Vec<_>>(), unknown, "{page}");
        }
    }

    #[test]
    fn reads_the_attributes_of_the_vendors_script() {
        let code = "visitorseal.tag({\"src\": null, \"data-user-email\": fields[\"user_email\"], \"data-user-hash\": fields[\"user_hash\"]}, nonce);";
        let patterns = Patterns::new(code, "user_hash", false, 65_536);
        let attributes =
            [("src", "https://example.com/w.js"), ("data-user-email", "a"), ("data-user-hash", "b"), ("async", "")];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let said = patterns.read_tag(7, &attributes).unwrap();
        assert_eq!((said.at, Json::Object(said.fields)), (7, json!({"user_email": "a", "user_hash": "b"})));
        assert_eq!(patterns.read_tag(7, &attributes[..1]), None);
    }

    #[test]
    fn many_calls_with_one_large_object_are_read_a_limited_number_of_times() {
        let page = format!("a={{user_hash: '{}'}};{}", "x".repeat(20_000), "bookbag('identify', a);".repeat(20_000));
        assert_eq!(Patterns::new("bookbag('identify', rest)", "user_hash", false, 65_536).read(&steps(&page)).len(), 1);
    }
}
