//! Reads `[page]`.

use std::collections::{HashMap, HashSet};

use toml::de::DeValue;

use super::{
    Form, PageCode, Replacement, ScriptPlace, Setting, Table, Url,
    page_tag::Tag,
    toml_file::{At, Section, type_name},
};
use crate::{
    error::{Error, Result},
    template::{
        Address, Code, MOST_SLOTS, Names, Place, StateCode, Statement, States, TOO_MANY_SLOTS, Wait, check_condition,
    },
};

/// The vendor's words that one page may replace.
const MOST_REPLACEMENTS: usize = 32;

pub(super) fn read(
    root: &Section<'_>,
    vendor: &str,
    settings: &[Setting],
    fields: &Table,
    can_expire: bool,
) -> Result<PageCode> {
    let Some(section) = root.section("page")? else {
        return Ok(PageCode::default());
    };
    let fields_section = root.section("fields")?;
    let names = Names {
        fields: fields.names().collect(),
        holders: holders(fields_section.as_ref()),
        tables: fields.table_names().collect(),
        has_endpoint: section.has("endpoint"),
    };
    let wait = read_wait(&section)?;
    let reader = Reader { section: &section, settings, fields, names, vendor, wait, can_expire };
    let page = reader.read()?;
    section.finish()?;
    Ok(page)
}

/// The setting with the address for new fields.
fn read_endpoint(section: &Section<'_>, settings: &[Setting]) -> Result<Option<String>> {
    let Some(text) = section.text("endpoint")? else { return Ok(None) };
    let name = super::file::read_setting_name(&text, settings)?;
    match settings.iter().find(|setting| setting.name == name && setting.form == Form::Endpoint) {
        Some(setting) => Ok(Some(setting.name.clone())),
        None => Err(text.error("The setting must have the form \"endpoint\". Correct its form.")),
    }
}

/// Which field holds each placeholder, also in a table.
fn holders<'a>(fields: Option<&Section<'a>>) -> HashMap<&'a str, &'a str> {
    let mut holders = HashMap::new();
    for (name, at) in fields.into_iter().flat_map(Section::members).filter(|(name, _)| *name != "*") {
        add_holders(name, at.value, &mut holders);
    }
    holders
}

fn add_holders<'a>(name: &'a str, value: &'a DeValue<'a>, holders: &mut HashMap<&'a str, &'a str>) {
    if let Some(table) = value.as_table() {
        table.values().for_each(|value| add_holders(name, value.get_ref(), holders));
    }
    for piece in value.as_str().unwrap_or_default().split('{').skip(1) {
        let word = piece.split(['}', '|']).next().unwrap_or_default();
        holders.entry(word).or_insert(name);
    }
}

struct Reader<'r, 'a> {
    section: &'r Section<'a>,
    settings: &'r [Setting],
    fields: &'r Table,
    names: Names<'r>,
    vendor: &'r str,
    wait: Wait<'r>,
    can_expire: bool,
}

/// The code of one kind of page.
#[derive(Default)]
struct Pair {
    at_once: Option<Code>,
    when_ready: Option<Code>,
}

/// A page without a signature.
struct Mode {
    fields: Vec<String>,
    /// Its own code. Without it, the mode shares the code for signed visitors.
    own: Option<Pair>,
}

impl Mode {
    fn code<'p>(&'p self, signed: &'p Pair, tag: Option<&'p Tag>) -> StateCode<'p> {
        let code = self.own.as_ref().unwrap_or(signed).code(tag);
        StateCode { takes_fields: !self.fields.is_empty(), ..code }
    }
}

impl Pair {
    fn is_empty(&self) -> bool {
        self.at_once.is_none() && self.when_ready.is_none()
    }

    fn statements(&self) -> impl Iterator<Item = &Statement> {
        [&self.at_once, &self.when_ready].into_iter().flatten().flat_map(|code| &code.statements)
    }

    /// How often `{fields}` occurs.
    fn whole(&self) -> usize {
        self.statements().map(|statement| statement.whole).sum()
    }

    fn code<'p>(&'p self, tag: Option<&'p Tag>) -> StateCode<'p> {
        StateCode {
            early: self.at_once.as_ref(),
            late: self.when_ready.as_ref(),
            tag: tag.map(|tag| &tag.call),
            takes_fields: false,
        }
    }

    /// The fields with slots of their own.
    fn named(&self) -> HashSet<&str> {
        self.statements().flat_map(|statement| statement.needs.iter().map(String::as_str)).collect()
    }
}

impl<'r, 'a> Reader<'r, 'a> {
    fn read(&self) -> Result<PageCode> {
        let section = self.section;
        let template = section.text("template")?.map(|text| self.setting_name(&text)).transpose()?;
        let url = section.text("url")?.map(|text| self.read_url(&text)).transpose()?;
        let tag = section.section("tag")?.map(|tag| Tag::read(&tag, self.settings, &self.names)).transpose()?;
        let tag = tag.as_ref();
        let signed = self.read_pair(section)?;
        let has_script = !signed.is_empty() || tag.is_some();
        if has_script {
            self.check_slots(section, &signed, tag)?;
        }
        let address = match &url {
            Some(Url::Address(address)) => Some(address),
            _ => None,
        };
        if has_script || address.is_some() {
            self.check_places(&signed, tag, address)?;
        }
        let has_states = has_script || template.is_some();
        let update = self.read_update(has_script)?;
        let forget = self.read_forget(has_states)?;
        let anonymous = self.read_mode("anonymous", &signed, tag)?;
        let prefill = self.read_mode("prefill", &signed, tag)?;
        let states = forget.map(|forget| {
            let fetches = signed.statements().any(|statement| statement.fetches);
            let mut states = States::new(self.wait, self.vendor, fetches, self.can_expire);
            if has_script {
                states.add("signed", signed.code(tag));
            } else {
                states.add_pasted();
            }
            if let Some(update) = &update {
                states.add("update", StateCode { late: Some(update), ..StateCode::default() });
            }
            match &anonymous {
                Some(mode) => states.add("anonymous", mode.code(&signed, tag)),
                // Nothing starts, but the widget forgets whom it knows.
                None => states.add("anonymous", StateCode::default()),
            }
            if let Some(mode) = &prefill {
                states.add("prefill", mode.code(&signed, tag));
            }
            states.add_forget(&forget);
            states
        });
        let page = PageCode {
            states,
            anonymous: anonymous.map(|mode| mode.fields),
            prefill: prefill.map(|mode| mode.fields),
            template,
            endpoint: read_endpoint(section, self.settings)?,
            url,
            replace: self.read_replacements()?,
            kept: self.read_kept()?,
            script_place: self.read_script_place(has_states)?,
        };
        self.check_pasted(&page, has_script)?;
        Ok(page)
    }

    /// What runs in place of `script` when the same visitor comes with other fields.
    fn read_update(&self, has_script: bool) -> Result<Option<Code>> {
        let update = self.read_code(self.section, "update")?;
        let Some(code) = &update else { return Ok(None) };
        if !has_script || self.wait.is_nothing() {
            return Err(self
                .section
                .error("update", "update stands in place of script, and there is no script. Remove update."));
        }
        let whole: usize = code.statements.iter().map(|statement| statement.whole).sum();
        let slots: usize = code.statements.iter().map(|statement| statement.needs.len()).sum();
        if whole > 1 {
            return Err(self.section.error("update", "{fields} must occur at most once in update."));
        }
        if slots > MOST_SLOTS {
            return Err(self.section.error("update", TOO_MANY_SLOTS));
        }
        Ok(update)
    }

    /// Without it, the next person at the same computer would find the visitor's conversation.
    fn read_forget(&self, is_needed: bool) -> Result<Option<Code>> {
        let Some(forget) = self.read_code(self.section, "forget")? else {
            return match is_needed {
                true => Err(self.section.error("forget", "forget is missing. Write the vendor's call for sign-out, or code that takes away what the page's own code sets.")),
                false => Ok(None),
            };
        };
        if !is_needed {
            return Err(self.section.error("forget", "There is no page code that sets a visitor. Remove forget."));
        }
        if forget.statements.iter().any(|one| one.whole > 0 || !one.needs.is_empty()) {
            return Err(self.section.error("forget", "At sign-out there are no fields. Remove {fields}."));
        }
        Ok(Some(forget))
    }

    fn read_kept(&self) -> Result<Option<String>> {
        let Some(kept) = self.section.text("kept")? else { return Ok(None) };
        if kept.value.is_empty() || kept.value.len() > 1024 || kept.value.contains(char::is_control) {
            return Err(kept.error("Write one sentence of at most 1024 bytes."));
        }
        Ok(Some(kept.value.to_owned()))
    }

    fn read_script_place(&self, has_states: bool) -> Result<ScriptPlace> {
        match self.section.has("script_place") {
            true if !has_states => {
                Err(self.section.error("script_place", "There is no script that has a place. Remove script_place."))
            }
            true => self.section.word("script_place", &ScriptPlace::ALL),
            false => Ok(ScriptPlace::default()),
        }
    }

    fn check_pasted(&self, page: &PageCode, has_script: bool) -> Result<()> {
        if page.template.is_some() && has_script {
            return Err(self.section.error(
                "template",
                "The page has both a template and code. Remove template, or at_once, script and [page.tag].",
            ));
        }
        let is_pasted = page.template.is_some() || matches!(page.url, Some(Url::Pasted(_)));
        if is_pasted && !page.replace.iter().any(|(_, part)| matches!(part, Replacement::Signature)) {
            return Err(self
                .section
                .error("replace", "The signature has no place. Add an entry with the value \"{signature}\"."));
        }
        Ok(())
    }

    fn read_pair(&self, section: &Section<'a>) -> Result<Pair> {
        let at_once = self.read_code(section, "at_once")?;
        let when_ready = self.read_code(section, "script")?;
        if when_ready.is_some() && self.wait.is_nothing() {
            return Err(self.section
                .error("global", "global is missing. Write the name of the JavaScript variable that the vendor's snippet defines: script waits for it. Code that must not wait belongs in at_once."));
        }
        Ok(Pair { at_once, when_ready })
    }

    /// Page code: one text, or a list of statements.
    fn read_code(&self, section: &Section<'a>, key: &str) -> Result<Option<Code>> {
        let Some(at) = section.value(key) else {
            return Ok(None);
        };
        match at.value {
            DeValue::String(text) => Code::one(text, &self.names).map(Some).map_err(|reason| at.error(reason)),
            DeValue::Array(list) if !list.is_empty() => {
                let mut code = Code::default();
                for item in list.iter() {
                    let at = section.at(key, item);
                    let text = at.value.as_str().ok_or_else(|| wrong_type(&at, "text"))?;
                    code.push(text, &self.names).map_err(|reason| at.error(reason))?;
                }
                Ok(Some(code))
            }
            DeValue::Array(_) => Err(at.error("The list is empty. Write a statement, or remove the key.")),
            _ => Err(wrong_type(&at, "text or a list of texts")),
        }
    }

    fn check_slots(&self, section: &Section<'_>, pair: &Pair, tag: Option<&Tag>) -> Result<()> {
        check_whole(section, pair)?;
        if pair.whole() == 0 && pair.named().is_empty() && tag.is_none_or(|tag| tag.fields.is_empty()) {
            return Err(section.error(
                "script",
                "The page code has no slot for the visitor. Write {fields} where the object with the fields belongs, or {fields.NAME} for one field.",
            ));
        }
        Ok(())
    }

    /// Checks that every field reaches the vendor.
    fn check_places(&self, pair: &Pair, tag: Option<&Tag>, address: Option<&Address>) -> Result<()> {
        if pair.whole() > 0 || address.is_some_and(|address| address.has_fields) {
            return Ok(());
        }
        let mut named = pair.named();
        named.extend(tag.into_iter().flat_map(|tag| tag.fields.iter().map(String::as_str)));
        named.extend(address.into_iter().flat_map(|address| address.named.iter().map(String::as_str)));
        let without = self.fields.names().find(|name| !named.contains(name));
        match without {
            Some(name) => Err(self.section.error("script", format!(
                "The field {name} has no place. Write {{fields.{name}}} in script, at_once, tag or url, or {{fields}} for all fields without a place of their own."
            ))),
            None if self.fields.attributes => Err(self.section.error(
                "script",
                "The attributes have no place. Write {fields} for all fields without a place of their own.",
            )),
            None => Ok(()),
        }
    }

    /// `prefill` and `anonymous`: a list of fields, or a table with code of its own.
    fn read_mode(&self, key: &str, signed: &Pair, tag: Option<&Tag>) -> Result<Option<Mode>> {
        let Some(at) = self.section.value(key) else {
            return Ok(None);
        };
        let Some(section) = self.section.nested(&at) else {
            if !at.value.is_array() {
                return Err(wrong_type(&at, "a list of fields, or a table"));
            }
            let fields = self.read_field_names(self.section, key)?;
            self.check_mode(&at, &fields, signed, tag)?;
            return Ok(Some(Mode { fields, own: None }));
        };
        let fields = self.read_field_names(&section, "fields")?;
        let own = self.read_pair(&section)?;
        section.finish()?;
        if fields.is_empty() && (key == "prefill" || own.is_empty()) {
            return Err(section.error("fields", "fields is missing. List the fields of [fields] that this page has."));
        }
        if own.is_empty() {
            self.check_mode(&at, &fields, signed, tag)?;
            return Ok(Some(Mode { fields, own: None }));
        }
        check_whole(&section, &own)?;
        let known: HashSet<&str> = fields.iter().map(String::as_str).collect();
        if let Some(name) = own.named().into_iter().find(|name| !known.contains(name)) {
            return Err(section.error(
                "script",
                format!("{{fields.{name}}} has no value on this page, since fields does not list {name}. Add it to fields, or remove the slot."),
            ));
        }
        self.check_mode(&at, &fields, &own, tag)?;
        Ok(Some(Mode { fields, own: Some(own) }))
    }

    /// Checks that each field of a page without a signature has a place that is not left out with the signature.
    fn check_mode(&self, at: &At<'_, &DeValue<'_>>, fields: &[String], pair: &Pair, tag: Option<&Tag>) -> Result<()> {
        if pair.is_empty() && tag.is_none() {
            return Ok(());
        }
        let has: HashSet<&str> = fields.iter().map(String::as_str).collect();
        let named = pair.named();
        let mut places: HashSet<&str> = tag.into_iter().flat_map(|tag| tag.fields.iter().map(String::as_str)).collect();
        let mut whole = false;
        for statement in pair.statements() {
            if statement.needs.iter().all(|name| has.contains(name.as_str())) {
                places.extend(statement.needs.iter().map(String::as_str));
                whole |= statement.whole > 0;
            }
        }
        let has_place = |name: &str| places.contains(name) || whole && !named.contains(name);
        match fields.iter().find(|name| !has_place(name)) {
            Some(name) => Err(at.error(format!(
                "The field {name} has no place on this page: a statement is left out if it needs a field that this page does not have. Give this page a script of its own."
            ))),
            None => Ok(()),
        }
    }

    /// The names of the fields, for an error.
    fn field_names(&self) -> String {
        self.fields.names().take(32).map(crate::error::shortened).collect::<Vec<_>>().join(", ")
    }

    fn read_field_names(&self, section: &Section<'_>, key: &str) -> Result<Vec<String>> {
        let names = section.texts(key)?;
        if let Some(name) = names.iter().find(|name| !self.names.fields.contains(name.value)) {
            return Err(name.error(format!("[fields] has no such field. Its fields are {}.", self.field_names())));
        }
        Ok(names.iter().map(|name| name.value.to_owned()).collect())
    }

    /// The setting in `{settings.NAME}`.
    fn setting(&self, placeholder: &str) -> Option<&'r Setting> {
        let name = placeholder.strip_prefix("{settings.")?.strip_suffix('}')?;
        self.settings.iter().find(|setting| setting.name == name)
    }

    fn setting_name(&self, text: &At<'_, &str>) -> Result<String> {
        self.setting(text.value)
            .map(|setting| setting.name.clone())
            .ok_or_else(|| text.error("The value must be {settings.NAME}, where NAME is a setting of [settings]."))
    }

    fn read_url(&self, text: &At<'_, &str>) -> Result<Url> {
        if let Some(setting) = self.setting(text.value) {
            return Ok(Url::Pasted(setting.name.clone()));
        }
        let may_stand = |name: &str, place: Place| may_stand(self.settings, name, place);
        let address = Address::read(text.value, may_stand, |name| self.names.fields.contains(name))
            .map_err(|reason| text.error(reason))?;
        if address.named.is_empty() && !address.has_fields {
            return Err(text.error("The address has no slot for the visitor. Write {fields} or {fields.NAME}."));
        }
        Ok(Url::Address(address))
    }

    fn read_replacements(&self) -> Result<Vec<(String, Replacement)>> {
        let Some(replace) = self.section.section("replace")? else {
            return Ok(Vec::new());
        };
        let mut replacements = Vec::new();
        for (word, at) in replace.members() {
            if replacements.len() == MOST_REPLACEMENTS {
                return Err(at.error("A page may have at most 32 words to replace. Remove the others."));
            }
            if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err(at.error("A word to replace must have at least four letters, digits or _."));
            }
            // The value goes into HTML, a script or an address as it is, so it must need no escaping.
            let value = at.value.as_str().unwrap_or_default();
            let replacement = match self.setting(value) {
                _ if value == "{signature}" => Replacement::Signature,
                Some(setting) if setting.form == Form::Name => Replacement::Setting(setting.name.clone()),
                _ => return Err(at.error("The value must be \"{signature}\" or a setting of the form \"name\".")),
            };
            replacements.push((word.to_owned(), replacement));
        }
        Ok(replacements)
    }
}

fn check_whole(section: &Section<'_>, pair: &Pair) -> Result<()> {
    if pair.whole() > 1 {
        return Err(section.error("script", "{fields} must occur at most once in at_once and script together."));
    }
    if pair.statements().map(|statement| statement.needs.len()).sum::<usize>() > MOST_SLOTS {
        return Err(section.error("script", TOO_MANY_SLOTS));
    }
    Ok(())
}

/// Whether a setting may stand at a place of an address.
pub(super) fn may_stand(settings: &[Setting], name: &str, place: Place) -> std::result::Result<(), String> {
    let Some(setting) = settings.iter().find(|setting| setting.name == name) else {
        return Err(format!("[settings] has no setting of this name: {{settings.{name}}}."));
    };
    match (place, setting.form) {
        (Place::Start, Form::Address) | (Place::Host, Form::Name) => Ok(()),
        (Place::Start, _) => {
            Err(format!("The address begins with {{settings.{name}}}, so that setting must have the form \"address\"."))
        }
        (Place::Host, _) => {
            Err(format!("The host contains {{settings.{name}}}, so that setting must have the form \"name\"."))
        }
        (Place::Rest, Form::Html) => Err(format!("HTML such as {{settings.{name}}} has no place in an address.")),
        (Place::Rest, _) => Ok(()),
    }
}

fn read_wait<'a>(section: &Section<'a>) -> Result<Wait<'a>> {
    let global = section.text("global")?;
    if let Some(global) = global.as_ref().filter(|global| !global.value.split('.').all(is_identifier)) {
        return Err(global.error(
            "This is not the name of a JavaScript global. Write a name such as \"bookbag\" or \"acme.widget\", without window.",
        ));
    }
    let ready = section.text("ready")?;
    if let Some(ready) = &ready {
        check_condition(ready.value).map_err(|reason| ready.error(reason))?;
    }
    let event = section.text("ready_event")?;
    let is_event = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":._-".contains(&byte))
    };
    if let Some(event) = event.as_ref().filter(|event| !is_event(event.value)) {
        return Err(event.error("The name of an event may contain letters, digits, and : . _ - only."));
    }
    Ok(Wait {
        global: global.map(|text| text.value),
        ready: ready.map(|text| text.value.trim()),
        event: event.map(|text| text.value),
    })
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || "_$".contains(first))
        && chars.all(|char| char.is_ascii_alphanumeric() || "_$".contains(char))
}

pub(super) fn wrong_type(at: &At<'_, &DeValue<'_>>, wanted: &str) -> Error {
    at.error(format!("The value is {}. Write {wanted}.", type_name(at.value)))
}
