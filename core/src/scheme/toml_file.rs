//! Reads TOML with errors that name line and key.

use std::{cell::RefCell, fmt::Display, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::keys::{PLACES, Place, ROOT};
use crate::error::{Code, Error, Result, shortened};

/// A table of a scheme file, and the keys of it that were read so far.
pub(super) struct Section<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    path: String,
    place: &'static Place,
    read: RefCell<Vec<&'a str>>,
}

/// A value, its key and its position in the file.
pub(super) struct At<'a, T> {
    pub value: T,
    text: &'a str,
    path: String,
    span: Range<usize>,
    /// The keys of the value, if it is a table.
    place: &'static Place,
}

impl<T> At<'_, T> {
    pub fn error(&self, reason: impl Display) -> Error {
        malformed(self.text, &self.span, &self.path, reason)
    }
}

pub(super) fn malformed(text: &str, span: &Range<usize>, path: &str, reason: impl Display) -> Error {
    let line = text.get(..span.start).unwrap_or(text).matches('\n').count() + 1;
    let reason = format!("line {line}: {reason}");
    if path.is_empty() {
        Error::new(Code::SchemeMalformed, reason)
    } else {
        Error::about(Code::SchemeMalformed, path, reason)
    }
}

impl<'a> Section<'a> {
    /// The whole file.
    pub fn root(text: &'a str, table: &'a DeTable<'a>) -> Self {
        Self { text, table, span: 0..0, path: String::new(), place: &ROOT, read: RefCell::default() }
    }

    fn below(&self, at: &At<'a, impl Sized>, table: &'a DeTable<'a>) -> Self {
        let (span, path, place) = (at.span.clone(), at.path.clone(), at.place);
        Self { text: self.text, table, span, path, place, read: RefCell::default() }
    }

    fn path_to(&self, key: &str) -> String {
        match (self.path.as_str(), key) {
            ("", key) => key.to_owned(),
            (path, "") => path.to_owned(),
            (path, key) => format!("{path}.{key}"),
        }
    }

    /// An error about the whole section, or about a key that is missing.
    pub fn error(&self, key: &str, reason: impl Display) -> Error {
        malformed(self.text, &self.span, &self.path_to(key), reason)
    }

    pub fn value(&self, key: &str) -> Option<At<'a, &'a DeValue<'a>>> {
        debug_assert!(self.place.key(key).is_some(), "core/src/scheme/keys.rs has no {key} in {}", self.place.name);
        let (name, value) = self.table.get_key_value(key)?;
        self.read.borrow_mut().push(name.get_ref().as_ref());
        Some(self.at(key, value))
    }

    pub fn at(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> At<'a, &'a DeValue<'a>> {
        let (path, place) = (self.path_to(key), self.place.below(key));
        At { value: value.get_ref(), text: self.text, path, span: value.span(), place }
    }

    fn typed<T>(
        &self,
        key: &str,
        wanted: &str,
        cast: impl Fn(&'a DeValue<'a>) -> Option<T>,
    ) -> Result<Option<At<'a, T>>> {
        let Some(at) = self.value(key) else {
            return Ok(None);
        };
        match cast(at.value) {
            Some(value) => Ok(Some(At { value, text: at.text, path: at.path, span: at.span, place: at.place })),
            None => Err(at.error(format!("The value is {}. Write {wanted}.", type_name(at.value)))),
        }
    }

    pub fn text(&self, key: &str) -> Result<Option<At<'a, &'a str>>> {
        self.typed(key, "text", DeValue::as_str)
    }

    pub fn required_text(&self, key: &str) -> Result<At<'a, &'a str>> {
        let text = self.text(key)?.ok_or_else(|| self.missing(key))?;
        if text.value.trim().is_empty() {
            return Err(text.error(format!("The value is empty. Write {}.", self.about(key))));
        }
        Ok(text)
    }

    /// What a key is, by the table of keys.
    fn about(&self, key: &str) -> &'static str {
        self.place.key(key).map_or("a value", |key| key.about)
    }

    /// The error for a key that must be there.
    pub fn missing(&self, key: &str) -> Error {
        // A misspelt key is more likely than a forgotten one.
        if let Some(error) = self.unknown_key() {
            return error;
        }
        let what = if self.is_top() { format!("[{key}]") } else { format!("[{}]", self.path_to(key)) };
        let what = if self.place.key(key).is_some_and(|key| key.takes.is_table()) { what } else { key.to_owned() };
        self.error(key, format!("{what} is missing. Add it: {}.", self.about(key)))
    }

    fn is_top(&self) -> bool {
        self.path.is_empty()
    }

    /// A text that must be one of these words.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<T> {
        debug_assert!(
            self.place.key(key).is_some_and(|key| key.takes.words().iter().eq(words.iter().map(|(word, _)| word))),
            "core/src/scheme/keys.rs has other words for {key} in {}",
            self.place.name
        );
        let text = self.required_text(key)?;
        words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            let value = shortened(text.value);
            text.error(format!("{key} cannot be {value:?}. Write {}.", words.join(" or ")))
        })
    }

    pub fn flag(&self, key: &str) -> Result<bool> {
        Ok(self.typed(key, "true or false", DeValue::as_bool)?.is_some_and(|flag| flag.value))
    }

    pub fn optional_integer(&self, key: &str) -> Result<Option<At<'a, i64>>> {
        self.typed(key, "a whole number", |value| {
            value.as_integer().and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok())
        })
    }

    pub fn required_integer(&self, key: &str) -> Result<At<'a, i64>> {
        self.optional_integer(key)?.ok_or_else(|| self.missing(key))
    }

    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub fn is_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    pub fn is_table(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    /// One text, or a list of texts.
    pub fn text_or_texts(&self, key: &str) -> Result<Vec<At<'a, &'a str>>> {
        if self.has(key) && !self.is_text(key) { self.texts(key) } else { Ok(self.text(key)?.into_iter().collect()) }
    }

    /// The tables of a list such as `[[example]]`.
    pub fn sections(&self, key: &str) -> Result<Vec<Section<'a>>> {
        let Some(list) = self.typed(key, "a list of tables", DeValue::as_array)? else {
            return Ok(Vec::new());
        };
        let tables = list.value.iter().map(|item| {
            let at = self.at(key, item);
            self.nested(&at).ok_or_else(|| at.error("Write each as a table, under [[…]]."))
        });
        tables.collect()
    }

    pub fn date(&self, key: &str) -> Result<String> {
        let date = self
            .typed(key, "a date such as 2026-11-20", |value| {
                value.as_datetime().filter(|date| date.time.is_none()).map(ToString::to_string)
            })?
            .ok_or_else(|| self.missing(key))?;
        Ok(date.value)
    }

    pub fn texts(&self, key: &str) -> Result<Vec<At<'a, &'a str>>> {
        let Some(list) = self.typed(key, "a list of texts", DeValue::as_array)? else {
            return Ok(Vec::new());
        };
        list.value
            .iter()
            .map(|item| {
                let at = self.at(key, item);
                match at.value.as_str() {
                    Some(value) => Ok(At { value, text: at.text, path: at.path, span: at.span, place: at.place }),
                    None => Err(at.error(format!("The list holds {}. Write texts.", type_name(at.value)))),
                }
            })
            .collect()
    }

    pub fn section(&self, key: &str) -> Result<Option<Section<'a>>> {
        let table = self.typed(key, "a table", DeValue::as_table)?;
        Ok(table.map(|at| self.below(&at, at.value)))
    }

    pub fn required_section(&self, key: &str) -> Result<Section<'a>> {
        self.section(key)?.ok_or_else(|| self.missing(key))
    }

    /// Every key with its value, in the order of the file.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, At<'a, &'a DeValue<'a>>)> {
        self.table.keys().filter_map(|key| self.value(key.get_ref()).map(|at| (key.get_ref().as_ref(), at)))
    }

    pub fn nested(&self, at: &At<'a, &'a DeValue<'a>>) -> Option<Section<'a>> {
        at.value.as_table().map(|table| self.below(at, table))
    }

    /// Refuses keys that were not read, so that a misspelt key is noticed.
    pub fn finish(&self) -> Result<()> {
        let read = self.read.borrow();
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !read.contains(&name) {
                return Err(malformed(self.text, &key.span(), &self.path_to(name), self.advice(name)));
            }
        }
        Ok(())
    }

    /// The first key that has no place here.
    fn unknown_key(&self) -> Option<Error> {
        let unknown = self.table.keys().find(|key| self.place.key(key.get_ref()).is_none())?;
        let name = unknown.get_ref().as_ref();
        Some(malformed(self.text, &unknown.span(), &self.path_to(name), self.advice(name)))
    }

    /// What to do with a key that has no place here.
    fn advice(&self, name: &str) -> String {
        let shown = shortened(name);
        if let Some(kind) = self.place.keys.iter().find(|key| key.name == name).and_then(|key| key.kind) {
            return format!("{shown} is only for kind = \"{kind}\". Remove it, or correct kind.");
        }
        let place = |place: &&'static Place| match place.name {
            name if std::ptr::eq(*place, &ROOT) => format!("at {name}, before the first line in square brackets"),
            name => format!("in {name}"),
        };
        let belongs: Vec<String> =
            PLACES.iter().filter(|place| place.keys.iter().any(|key| key.name == name)).map(place).collect();
        if !belongs.is_empty() {
            return format!("{shown} has no place here. It belongs {}.", belongs.join(" or "));
        }
        let names: Vec<&str> = self.place.keys.iter().map(|key| key.name).collect();
        format!("There is no key {shown} here. Correct its name, or remove it. The keys are {}.", names.join(", "))
    }
}

/// The type of a TOML value, in words.
pub(super) fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
