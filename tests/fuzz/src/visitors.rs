//! Visitors: with the attributes that a scheme names, with hostile values, and with harmless values of the same shape.

use std::{borrow::Cow, sync::LazyLock};

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use serde_json::{Value, json};
use visitorseal::{Object, Visitor};

use crate::{NOW, SITES};

/// Texts that break out of what does not escape them.
pub const HOSTILE: [&str; 4] = [
    "'\"><img onerror=alert(1)></script><script><!--\u{2028}\\'`${a}*/",
    " MIXED@Case\u{feff}\u{fffd}\u{85} ",
    "/../..?a=b&c#d@e:f%2F+-._~",
    "]]>-->\n\r\t--!>&quot;&#34;\u{1f642}|:;,1795132800",
];

/// An attribute that a scheme names, and the filters after its name.
pub type Named = (String, String);

/// The attributes that a scheme's file names.
pub fn named_attributes(file: &str) -> Vec<Named> {
    let names = file.split("{attributes.").skip(1).filter_map(|rest| {
        let (name, filters) = rest.split_once('}').map(|(inside, _)| inside.split_once('|').unwrap_or((inside, "")))?;
        (!name.contains(['"', '\'', '\\', '\n'])).then(|| (name.to_owned(), filters.to_owned()))
    });
    names.take(64).collect()
}

/// A visitor whose texts hold this one.
pub fn visitor(text: &str, named: &[Named]) -> Visitor {
    let address = |text: &str| {
        let plain =
            text.replace(|char: char| char.is_control() || char.is_whitespace() || "\"'<>\\`".contains(char), "");
        format!("https://example.com/{plain}")
    };
    let line = text.replace(char::is_control, "");
    let visitor = Visitor::new()
        .id(format!("1{line}"))
        .email(format!("{line}@example.com"))
        .name(format!("a{text}"))
        .phone("+14155552671")
        .avatar(address(text))
        .attribute("a<b\"'é\u{2028}</script>", json!({"k</script>": [text, 1.5, -3, null, true]}));
    named.iter().fold(visitor, |visitor, (name, filters)| {
        let has = |wanted| filters.split('|').any(|filter| filter == wanted);
        let value = match () {
            () if has("integer") => json!(-7),
            () if has("number") => json!(-2.5),
            () if has("boolean") => json!(true),
            () if has("texts") => json!([text, name]),
            () if has("address") => json!(address(text)),
            () => json!(format!("{text}{name}")),
        };
        visitor.attribute(name, value)
    })
}

/// The visitor with harmless texts in place of all texts that are not empty.
pub fn twin(visitor: &Visitor) -> Visitor {
    let mut object = visitor.to_object();
    for (name, value) in &mut object {
        match (name.as_str(), &mut *value) {
            ("attributes", attributes) => calm(attributes),
            (_, Value::String(text)) if text.is_empty() => {}
            ("avatar", text) => *text = json!("https://example.com/a"),
            ("phone", text) => *text = json!("+14155552671"),
            ("email", text) => *text = json!("a@example.com"),
            (_, text) => *text = json!("a"),
        }
    }
    Visitor::from_object(object).unwrap()
}

fn calm(value: &mut Value) {
    match value {
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => *text = if text.starts_with("http") { "https://example.com/" } else { "a" }.to_owned(),
        Value::Array(items) => items.iter_mut().for_each(calm),
        Value::Object(members) => members.values_mut().for_each(calm),
        _ => {}
    }
}

/// Whether two values differ in their texts only.
pub fn has_same_shape(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.is_empty() == other.is_empty(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| has_same_shape(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.keys().eq(other.keys())
                && one.values().zip(other.values()).all(|(one, other)| has_same_shape(one, other))
        }
        (one, other) => one == other,
    }
}

/// The text as vendors may fold it.
pub fn folds(text: &str) -> [String; 5] {
    [
        text.to_owned(),
        text.trim().to_owned(),
        text.to_lowercase(),
        text.trim().to_lowercase(),
        text.to_lowercase().trim().to_owned(),
    ]
}

/// The fields of two visitors at each site.
static SIGNED: LazyLock<Vec<[Object; 2]>> = LazyLock::new(|| {
    let fields = |site: &crate::Site, text| {
        let signed = site.signer.sign(&visitor(text, &site.named), NOW);
        signed.map(|signed| signed.fields().clone()).unwrap_or_default()
    };
    SITES.iter().map(|site| [fields(site, "Jane"), fields(site, "Bob")]).collect()
});

/// A body for the verifiers: the input itself, or the signed fields of one visitor with parts of another's and edits.
pub fn edited_body(input: &[u8]) -> Cow<'_, [u8]> {
    match input.split_first() {
        Some((..b' ', rest)) => edit(rest).map_or(Cow::Borrowed(input), |body| Cow::Owned(body.into_bytes())),
        _ => Cow::Borrowed(input),
    }
}

fn edit(input: &[u8]) -> Result<String> {
    let mut input = Unstructured::new(input);
    let [one, other] = input.choose(&SIGNED)?;
    let mut fields = Value::Object(one.clone());
    let other = Value::Object(other.clone());
    let mut edits = 0;
    while !input.is_empty() && edits < 8 {
        edits += 1;
        let paths = paths(&fields);
        if paths.is_empty() {
            break;
        }
        let path = input.choose(&paths)?.clone();
        let edit = match input.int_in_range(0..=6)? {
            0 => Some(json!(input.arbitrary::<String>()?)),
            1 => other.pointer(&path).cloned(),
            2 => fields.pointer(input.choose(&paths)?).cloned(),
            3 => Some(json!(input.arbitrary::<i64>()?)),
            4 => serde_json::from_str(input.arbitrary()?).ok(),
            5 => {
                let mut text = fields.pointer(&path).and_then(Value::as_str).unwrap_or_default().to_owned();
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                text.insert_str(*input.choose(&places)?, input.arbitrary()?);
                Some(json!(text))
            }
            _ => None,
        };
        match (edit, fields.pointer_mut(&path)) {
            (Some(value), Some(place)) => *place = value,
            _ => remove(&mut fields, &path),
        }
    }
    Ok(fields.to_string())
}

/// The paths of all values.
fn paths(value: &Value) -> Vec<String> {
    let Value::Object(members) = value else { return Vec::new() };
    let below = |(name, value): (&String, &Value)| {
        let name = name.replace('~', "~0").replace('/', "~1");
        let inner = paths(value).into_iter().map(|path| format!("/{name}{path}")).collect::<Vec<_>>();
        [vec![format!("/{name}")], inner].concat()
    };
    members.iter().flat_map(below).collect()
}

fn remove(fields: &mut Value, path: &str) {
    let Some((parent, name)) = path.rsplit_once('/') else { return };
    if let Some(Value::Object(members)) = fields.pointer_mut(parent) {
        members.remove(&name.replace("~1", "/").replace("~0", "~"));
    }
}
