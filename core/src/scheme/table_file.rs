//! Reads `[fields]`, the members of a payload, and claims.

use serde_json::Value;
use toml::de::DeValue;

use super::{
    Part, Table, Type,
    placeholder::{Known, NAMES, Piece, Placeholder, Source, literals, parse_pieces, slots},
    signature_check::check_once,
    toml_file::{At, Section, type_name},
};
use crate::{
    bytes,
    error::Result,
    forms::{Encoding, TimeForm},
};

/// Which signatures a table may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// The first signature directly in the table, further ones anywhere.
    Signatures,
    Nothing,
    /// As nothing, and a field of the visitor may occur twice: the token covers both.
    Claims,
}

pub(super) fn read_table(section: &Section<'_>, known: &Known<'_>, holds: Holds) -> Result<Table> {
    let table = read_members(section, known, holds, true)?;
    if holds != Holds::Claims {
        check_once(section, &[&table])?;
    }
    Ok(table)
}

fn read_members(section: &Section<'_>, known: &Known<'_>, holds: Holds, is_top: bool) -> Result<Table> {
    let mut table = Table::default();
    for (name, at) in section.members() {
        if name == "__proto__" {
            return Err(at.error("A page cannot contain this key safely. Remove it."));
        }
        if name == "*" {
            if at.value.as_str() != Some("{attributes}") {
                return Err(at.error("The value of \"*\" must be \"{attributes}\"."));
            }
            table.attributes = true;
            continue;
        }
        let part = match section.nested(&at) {
            Some(nested) if is_dependent(&at) => read_dependent(&nested, known)?,
            Some(nested) => Part::Table(read_members(&nested, known, holds, false)?),
            None => read_value(&at, known, &mut table)?,
        };
        if part.is_signature() && (holds != Holds::Signatures || !is_top || table.signature().is_some()) {
            return Err(
                at.error("\"{signature}\" must occur once, directly in [fields]. Remove it here, or move it there.")
            );
        }
        if let Part::Value(Placeholder { source: Source::Further(_), .. }) = part
            && holds != Holds::Signatures
        {
            return Err(at.error("A signature may occur only in [fields]. Move it there."));
        }
        table.members.push((name.to_owned(), part));
    }
    table.has_plain_names = table.members.iter().all(|(name, _)| bytes::is_plain(name));
    Ok(table)
}

/// Whether this is `{constant = …, with = "{…}"}`.
fn is_dependent(at: &At<'_, &DeValue<'_>>) -> bool {
    at.value
        .as_table()
        .is_some_and(|table| table.len() == 2 && table.contains_key("constant") && table.contains_key("with"))
}

fn read_dependent(section: &Section<'_>, known: &Known<'_>) -> Result<Part> {
    let condition = section.required_text("with")?;
    let condition = match whole(condition.value, known) {
        Some(Ok(placeholder)) if placeholder.word().is_some() && placeholder.r#type != Type::Boolean => placeholder,
        Some(Err(reason)) => return Err(condition.error(reason)),
        _ => {
            return Err(condition
                .error("The value must be a field of the visitor, such as \"{email}\", and not true or false."));
        }
    };
    let constants = section.members().find(|(name, _)| *name == "constant").map(|(_, at)| read_constant(&at));
    match constants {
        Some(Ok(constant)) => Ok(Part::Dependent(constant, condition)),
        Some(Err(error)) => Err(error),
        None => Err(section.missing("constant")),
    }
}

/// The placeholder that a text consists of.
pub(super) fn whole(text: &str, known: &Known<'_>) -> Option<std::result::Result<Placeholder, String>> {
    let name =
        text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).filter(|name| !name.contains(['{', '}']))?;
    Some(Placeholder::parse(name, known))
}

fn read_constant(at: &At<'_, &DeValue<'_>>) -> Result<Value> {
    match at.value {
        DeValue::String(text) if text.contains(['{', '}']) => {
            Err(at.error(format!("A value must be a constant or one whole placeholder: {NAMES}. Only text around settings, text before a field of the visitor, and the field with the signature may have several parts.")))
        }
        DeValue::String(text) => Ok(text.as_ref().into()),
        DeValue::Boolean(flag) => Ok(Value::Bool(*flag)),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(Value::from)
            .map_err(|_| at.error("A whole number may have at most 64 bits.")),
        other => {
            Err(at.error(format!("The value is {}. Write text, a whole number, true or false.", type_name(other))))
        }
    }
}

/// Reads a constant or a placeholder. The text with the signature may have further parts; it goes into `table.value`.
fn read_value(at: &At<'_, &DeValue<'_>>, known: &Known<'_>, table: &mut Table) -> Result<Part> {
    let Some(text) = at.value.as_str() else { return read_constant(at).map(Part::Constant) };
    if let Some(placeholder) = whole(text, known) {
        let placeholder = placeholder.map_err(|reason| at.error(reason))?;
        if placeholder.source == Source::Signature {
            table.value = vec![Piece::Slot(placeholder.clone())];
        }
        return Ok(Part::Value(placeholder));
    }
    if !text.contains('{') {
        return read_constant(at).map(Part::Constant);
    }
    let pieces = parse_pieces(text, known).map_err(|reason| at.error(reason))?;
    if slots(&pieces).all(|slot| matches!(slot.source, Source::Setting(_))) {
        return Ok(Part::Text(pieces));
    }
    if let [Piece::Literal(prefix), Piece::Slot(slot)] = pieces.as_slice()
        && slot.word().is_some()
        && matches!(slot.r#type, Type::Text | Type::Address)
    {
        return Ok(Part::Value(Placeholder { prefix: prefix.clone(), ..slot.clone() }));
    }
    let Some(signature) = slots(&pieces).find(|slot| slot.source == Source::Signature).cloned() else {
        return read_constant(at).map(Part::Constant);
    };
    if slots(&pieces).filter(|slot| slot.source == Source::Signature).count() > 1 {
        return Err(at.error("{signature} must occur once. Remove the other."));
    }
    if let Some(slot) = slots(&pieces).find(|slot| slot.source == Source::Payload && !slot.folds.is_empty()) {
        return Err(at.error(format!("{slot} must be a field of its own. Move it there, or remove the filter.")));
    }
    if let Some(slot) = slots(&pieces).find(|slot| slot.word().is_some() || matches!(slot.source, Source::Further(_))) {
        return Err(at.error(format!("{slot} needs a field of its own. Beside {{signature}} there may be {{payload}}, {{now}}, {{expires}}, {{random}} and settings.")));
    }
    table.value = pieces;
    Ok(Part::Value(signature))
}

/// Checks that a text of several parts can be split again: each placeholder is followed by a separator that it cannot hold.
pub(super) fn check_value(
    value: &[Piece],
    result: Encoding,
    payload: Option<Option<Encoding>>,
) -> std::result::Result<(), String> {
    for pair in value.windows(2) {
        match pair {
            [Piece::Slot(one), Piece::Slot(other)] => {
                return Err(format!("{one} and {other} need a separator between them, such as -."));
            }
            [Piece::Slot(slot), Piece::Literal(separator)] => {
                let may_hold = |char: char| match slot.source {
                    Source::Signature => result.may_hold(char),
                    Source::Payload => payload.flatten().is_none_or(|encoding| encoding.may_hold(char)),
                    Source::Now(TimeForm::Iso) | Source::Expires(TimeForm::Iso) => {
                        char.is_ascii_digit() || "TZ:.-".contains(char)
                    }
                    Source::Now(_) | Source::Expires(_) => char.is_ascii_digit(),
                    Source::Random => char.is_ascii_hexdigit(),
                    // A verifier knows the settings.
                    _ => false,
                };
                if separator.chars().next().is_none_or(may_hold) {
                    return Err(format!(
                        "{slot} may hold {separator:?}, so the text could not be split again. Write another separator."
                    ));
                }
            }
            _ => {}
        }
    }
    debug_assert!(literals(value).all(|literal| !literal.is_empty()));
    Ok(())
}
