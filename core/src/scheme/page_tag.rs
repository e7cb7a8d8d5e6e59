//! Reads `[page.tag]`: a script element whose attributes say who the visitor is.

use std::collections::HashSet;

use toml::de::DeValue;

use super::{
    Setting,
    page_file::{may_stand, wrong_type},
    toml_file::{At, Section},
};
use crate::{
    error::Result,
    template::{Address, MOST_SLOTS, Names, Template, literal},
};

/// A script element.
pub(super) struct Tag {
    /// The call that adds the element.
    pub call: Template,
    /// The fields that are attributes.
    pub fields: HashSet<String>,
}

/// The value of an attribute.
enum Source {
    Constant(String),
    Field(String),
    Setting(String),
    Address(Address),
}

/// Attributes that have another meaning than to say something to the vendor's script. `nonce` comes with each page.
const REFUSED: [&str; 5] = ["nonce", "href", "srcdoc", "style", "is"];

impl Tag {
    pub fn read(section: &Section<'_>, settings: &[Setting], names: &Names<'_>) -> Result<Self> {
        let mut tag = Self { call: Template::default(), fields: HashSet::new() };
        tag.call.push_text("visitorseal.tag({");
        section.required_text("src")?;
        for (count, (name, at)) in section.members().enumerate() {
            if count == MOST_SLOTS {
                return Err(at.error("A tag may have at most 64 attributes. Remove the others."));
            }
            let source = if name == "src" {
                read_src(&at, settings)?
            } else {
                check_name(name, &at)?;
                read_value(name, &at, settings, names)?
            };
            tag.call.push_text(&format!("{}{}: ", if count == 0 { "" } else { ", " }, literal(name)));
            match source {
                Source::Constant(text) => tag.call.push_text(&literal(&text)),
                Source::Field(field) => {
                    tag.call.push_text(&format!("fields[{}]", literal(&field)));
                    tag.fields.insert(field);
                }
                Source::Setting(setting) => tag.call.push_setting(&setting),
                Source::Address(address) => tag.call.push_address(&address),
            }
        }
        tag.call.push_text("}, nonce);\n");
        Ok(tag)
    }
}

fn check_name(name: &str, at: &At<'_, &DeValue<'_>>) -> Result<()> {
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_name {
        return Err(
            at.error("The name of an attribute must begin with a letter and contain only a to z, digits and -.")
        );
    }
    if REFUSED.contains(&name) || name.starts_with("on") {
        return Err(at.error("A tag cannot have this attribute. Code belongs in at_once, and the address in src."));
    }
    Ok(())
}

/// The address of the vendor's script, which never depends on the visitor.
fn read_src(at: &At<'_, &DeValue<'_>>, settings: &[Setting]) -> Result<Source> {
    let text = at.value.as_str().unwrap_or_default();
    // A path after a setting with ? would be no path.
    let is_setting = text.starts_with("{settings.") && text.find('}').is_some_and(|end| end + 1 == text.len());
    if !text.starts_with("https://") && !is_setting {
        return Err(at.error(
            "Write the address of the vendor's script. It must begin with https://, or be a setting of the form \"address\".",
        ));
    }
    let address = Address::read(text, |name, place| may_stand(settings, name, place), |_| false)
        .map_err(|reason| at.error(reason))?;
    if address.has_fields {
        return Err(at.error("The address of a script must be the same for each visitor. Remove {fields}."));
    }
    Ok(Source::Address(address))
}

fn read_value(name: &str, at: &At<'_, &DeValue<'_>>, settings: &[Setting], names: &Names<'_>) -> Result<Source> {
    const WHOLE: &str = "A value must be a constant, true, or one whole placeholder: {fields.NAME} or {settings.NAME}.";
    let text = match at.value {
        DeValue::Boolean(true) => return Ok(Source::Constant(String::new())),
        DeValue::Boolean(false) => return Err(at.error("Remove this key: an attribute that is absent is false.")),
        DeValue::String(text) => text.as_ref(),
        _ => return Err(wrong_type(at, "text or true")),
    };
    let Some(word) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        if text.contains(['{', '}']) {
            return Err(at.error(WHOLE));
        }
        return Ok(Source::Constant(text.to_owned()));
    };
    // What a visitor chooses must not change how the browser reads the vendor's script.
    if word.starts_with("fields.") && !name.starts_with("data-") && !["id", "class", "name", "title"].contains(&name) {
        return Err(
            at.error("A field of the visitor may be the value of data-… attributes, id, class, name and title.")
        );
    }
    match (word.strip_prefix("fields."), word.strip_prefix("settings.")) {
        (Some(field), _) if names.fields.contains(field) => Ok(Source::Field(field.to_owned())),
        (_, Some(setting)) if settings.iter().any(|known| known.name == setting) => {
            Ok(Source::Setting(setting.to_owned()))
        }
        (Some(_), _) => Err(at.error("[fields] has no such field.")),
        (_, Some(_)) => Err(at.error("[settings] has no such setting.")),
        _ => match names.holders.get(word.split('|').next().unwrap_or_default()) {
            Some(field) => Err(at.error(format!("Write {{fields.{field}}}, the field that holds {{{word}}}."))),
            None => Err(at.error(WHOLE)),
        },
    }
}
