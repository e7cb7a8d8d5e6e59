//! An example for a scheme file that has none.

use serde_json::{Value, json};
use visitorseal::{Code, Example, Object, Scheme, Signer, Visitor};

use super::{example::SECRET, list, text_of};

/// The form of each setting, as `Scheme::to_json` names it, with a value.
const SETTINGS: [(&str, &str); 5] = [
    ("text", "example"),
    ("name", "example"),
    ("seconds", "600"),
    ("address", "https://example.com/page"),
    ("endpoint", "/visitor-token"),
];

/// A time of signing.
pub const NOW: u64 = 1_795_132_800;

pub fn example(scheme: &Scheme, text: &str, about: &Value) -> Example {
    let attributes = scheme.covers().into_iter().filter_map(|word| word.strip_prefix("attributes."));
    Example {
        source: "a visitor who is made up, since the file has no [[example]]".to_owned(),
        secret: None,
        visitor: jane_with(attributes.map(|name| (name.to_owned(), attribute(text, name))).collect()),
        settings: settings(scheme, about),
        now: None,
        signature: None,
        fields: None,
    }
}

/// A visitor with every field.
pub fn jane() -> Visitor {
    Visitor::from_object(jane_with(Object::new())).unwrap_or_default()
}

fn jane_with(attributes: Object) -> Object {
    let fields = json!({
        "id": "42", "email": "jane@example.com", "name": "Jane Doe", "phone": "+14155552671",
        "avatar": "https://example.com/jane.png", "attributes": attributes,
    });
    fields.as_object().cloned().unwrap_or_default()
}

/// A value of each type of an attribute.
pub fn typed() -> [(&'static str, Value); 6] {
    [
        ("text", json!("example")),
        ("integer", json!(42)),
        ("number", json!(1.5)),
        ("boolean", json!(true)),
        ("address", json!("https://example.com/page")),
        ("texts", json!(["example"])),
    ]
}

/// A value of the type that the file demands of an attribute.
fn attribute(text: &str, name: &str) -> Value {
    let demands = |r#type: &str| text.contains(&format!("{{attributes.{name}|{type}}}"));
    typed().into_iter().find(|(r#type, _)| demands(r#type)).map_or_else(|| json!("example"), |(_, value)| value)
}

/// The settings that the file requires, and those without which no signer can be made.
pub fn settings(scheme: &Scheme, about: &Value) -> Object {
    let all = list(about, "settings");
    let value = |setting: &Value| {
        let form = text_of(setting, "form");
        let (_, value) = SETTINGS.iter().find(|(known, _)| *known == form)?;
        Some((text_of(setting, "name").to_owned(), Value::from(*value)))
    };
    let is_required = |setting: &&Value| setting.get("required") == Some(&Value::Bool(true));
    let mut settings: Object = all.iter().filter(is_required).filter_map(value).collect();
    while let Some(name) = missing_setting(scheme, &settings) {
        let found = all.iter().find(|setting| text_of(setting, "name") == name).and_then(value);
        let Some((name, value)) = found.filter(|(name, _)| !settings.contains_key(name)) else { break };
        settings.insert(name, value);
    }
    settings
}

fn missing_setting(scheme: &Scheme, settings: &Object) -> Option<String> {
    let settings = visitorseal::Settings::from_object(settings.clone()).ok()?;
    // Settings are checked before the secret is read.
    let error = Signer::new(scheme, SECRET, &settings).err()?;
    (error.code() == Code::SettingMissing).then(|| error.field().map(str::to_owned)).flatten()
}
