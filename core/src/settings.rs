//! The settings of a scheme: what it needs from the site besides the secret.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    error::{Code, Error, Result, shortened},
    json::{self, Object},
};

/// The values of a scheme's settings. [`Scheme::settings`](crate::Scheme::settings) lists the settings of a scheme.
///
/// ```
/// let settings = visitorseal::Settings::new().with("app_id", "00000000-0000-4000-8000-000000000000");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// No settings, for a scheme that has none.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a setting. A number becomes its digits.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.0.insert(name.into(), value.to_string());
        self
    }

    /// Reads settings from a JSON object whose values are text or whole numbers. Null means absent.
    ///
    /// # Errors
    /// `setting_invalid` for anything else.
    pub fn from_json(bytes: &[u8]) -> Result<Self> {
        let object = json::object(bytes).map_err(|what| {
            Error::new(Code::SettingInvalid, format!("{what} Pass the settings as one JSON object."))
        })?;
        Self::from_object(object)
    }

    /// [`from_json`](Self::from_json) for an object that is already parsed.
    ///
    /// # Errors
    /// `setting_invalid` for a value that is neither text nor a whole number.
    pub fn from_object(object: Object) -> Result<Self> {
        let mut settings = Self::new();
        for (name, value) in object {
            match value {
                Value::String(text) => settings = settings.with(name, text),
                Value::Number(number) if number.is_u64() => settings = settings.with(name, number),
                Value::Null => {}
                other => {
                    return Err(Error::about(
                        Code::SettingInvalid,
                        shortened(&name),
                        format!("The setting is {}. Pass text or a whole number.", json::type_name(&other)),
                    ));
                }
            }
        }
        Ok(settings)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
