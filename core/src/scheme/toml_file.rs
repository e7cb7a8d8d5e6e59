//! Reads TOML with errors that name line and key.

use std::{cell::RefCell, fmt::Display, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::error::{Code, Error, Result};

/// A table of a scheme file, and the keys of it that were read so far.
pub(super) struct Section<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    path: String,
    read: RefCell<Vec<&'a str>>,
}

/// A value, its key and its position in the file.
pub(super) struct At<'a, T> {
    pub value: T,
    text: &'a str,
    path: String,
    span: Range<usize>,
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
    pub fn new(text: &'a str, table: &'a DeTable<'a>, span: Range<usize>, path: String) -> Self {
        Self { text, table, span, path, read: RefCell::default() }
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
        let (name, value) = self.table.get_key_value(key)?;
        self.read.borrow_mut().push(name.get_ref().as_ref());
        Some(self.at(key, value))
    }

    pub fn at(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> At<'a, &'a DeValue<'a>> {
        At { value: value.get_ref(), text: self.text, path: self.path_to(key), span: value.span() }
    }

    fn typed<T>(
        &self,
        key: &str,
        wanted: &str,
        cast: impl Fn(&'a DeValue<'a>) -> Option<T>,
    ) -> Result<Option<At<'a, T>>> {
        let Some(At { value, text, path, span }) = self.value(key) else {
            return Ok(None);
        };
        match cast(value) {
            Some(value) => Ok(Some(At { value, text, path, span })),
            None => Err(malformed(
                text,
                &span,
                &path,
                format!("The value is of type {}. Write {wanted}.", value.type_str()),
            )),
        }
    }

    pub fn text(&self, key: &str) -> Result<Option<At<'a, &'a str>>> {
        self.typed(key, "text", DeValue::as_str)
    }

    pub fn required_text(&self, key: &str) -> Result<At<'a, &'a str>> {
        let text = self.text(key)?.ok_or_else(|| self.error(key, "This key is missing."))?;
        if text.value.trim().is_empty() {
            return Err(text.error("The value is empty."));
        }
        Ok(text)
    }

    /// A text that must be one of these words.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<T> {
        let text = self.required_text(key)?;
        words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            text.error(format!("Unknown value. Write {}.", words.join(" or ")))
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
        self.optional_integer(key)?.ok_or_else(|| self.error(key, "This key is missing."))
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
            .ok_or_else(|| self.error(key, "This key is missing."))?;
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
                    Some(value) => Ok(At { value, text: at.text, path: at.path, span: at.span }),
                    None => {
                        Err(at.error(format!("The list has a value of type {}. Write texts.", at.value.type_str())))
                    }
                }
            })
            .collect()
    }

    pub fn section(&self, key: &str) -> Result<Option<Section<'a>>> {
        let table = self.typed(key, "a table", DeValue::as_table)?;
        Ok(table.map(|at| Section::new(self.text, at.value, at.span, at.path)))
    }

    pub fn required_section(&self, key: &str) -> Result<Section<'a>> {
        self.section(key)?.ok_or_else(|| self.error(key, "This table is missing."))
    }

    /// Every key with its value, in the order of the file.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, At<'a, &'a DeValue<'a>>)> {
        self.table.keys().filter_map(|key| self.value(key.get_ref()).map(|at| (key.get_ref().as_ref(), at)))
    }

    pub fn nested(&self, at: &At<'a, &'a DeValue<'a>>) -> Option<Section<'a>> {
        at.value.as_table().map(|table| Section::new(self.text, table, at.span.clone(), at.path.clone()))
    }

    /// Refuses keys that were not read, so that a misspelt key is noticed.
    pub fn finish(&self) -> Result<()> {
        let read = self.read.borrow();
        for (key, _) in self.table {
            if !read.contains(&key.get_ref().as_ref()) {
                return Err(malformed(
                    self.text,
                    &key.span(),
                    &self.path_to(key.get_ref()),
                    "A scheme file has no such key here. Correct its name or remove it.",
                ));
            }
        }
        Ok(())
    }
}
