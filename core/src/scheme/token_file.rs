//! Reads `[signature]` of a scheme with a token.

use super::{
    Part, Piece, Placeholder, Source, Table, Type,
    placeholder::{Known, literals, parse_pieces, slots},
    signature_file::{read_lifetime, read_required, read_seconds},
    table_file::{Holds, read_table},
    token::{Jwt, REGISTERED_CLAIMS},
    toml_file::Section,
};
use crate::{
    algorithm::Algorithm,
    error::Result,
    forms::{SecretForm, TimeForm},
};

pub(super) fn read_token(section: &Section<'_>, known: &Known<'_>) -> Result<Jwt> {
    let algorithm = section.word("algorithm", &Algorithm::words())?;
    for key in ["secret", "samples"] {
        if !algorithm.is_shared() && section.has(key) {
            let name = algorithm.name;
            return Err(
                section.error(key, format!("{name} has no shared secret. Remove this key, or correct algorithm."))
            );
        }
    }
    let claims_section = section.required_section("claims")?;
    let claims = read_table(&claims_section, known, Holds::Claims)?;
    check_claims(&claims_section, &claims)?;
    let required = read_required(
        section,
        &claims,
        "[signature.claims] has no such claim with a field of the visitor. Correct the name, or add the claim.",
    )?;
    let jwt = Jwt {
        algorithm,
        secret: if algorithm.is_shared() { section.word("secret", &SecretForm::ALL)? } else { SecretForm::Text },
        kid: read_header(section, known)?,
        required,
        lifetime: read_lifetime(section, known)?,
        max_age: section.optional_integer("max_age")?.map(|age| read_seconds(&age)).transpose()?,
        uses_random: claims.find(&Source::Random).is_some(),
        has_own_times: claims.made().iter().any(|(path, slot)| slot.is_time() && !is_registered(path)),
        samples: section.texts("samples")?.iter().map(|text| text.value.to_owned()).collect(),
        claims,
    };
    let sends = |kind: fn(&Source) -> bool| jwt.claims.placeholders().into_iter().any(|slot| kind(&slot.source));
    if sends(|source| matches!(source, Source::Expires(_))) != jwt.lifetime.is_some() {
        return Err(section.error("lifetime", "A claim with {expires} and lifetime need each other. Write the seconds until a token ends, or remove both."));
    }
    // A token can be valid from a time long before it was made, so nbf has no age.
    let has_age = |(path, slot): &(String, &Placeholder)| matches!(slot.source, Source::Now(_)) && path != "nbf";
    if jwt.max_age.is_some() && !jwt.claims.made().iter().any(has_age) {
        return Err(
            section.error("max_age", "The age needs a claim with {now}, such as iat. Add it, or remove max_age.")
        );
    }
    Ok(jwt)
}

fn is_registered(claim: &str) -> bool {
    REGISTERED_CLAIMS.contains(&claim)
}

/// `[signature.header]`: the name of the key, as text around settings.
fn read_header(section: &Section<'_>, known: &Known<'_>) -> Result<Vec<Piece>> {
    let Some(header) = section.section("header")? else { return Ok(Vec::new()) };
    let kid = header.required_text("kid")?;
    let pieces = parse_pieces(kid.value, known).map_err(|reason| kid.error(reason))?;
    if let Some(slot) = slots(&pieces).find(|slot| !matches!(slot.source, Source::Setting(_))) {
        return Err(kid.error(format!("{slot} differs from visitor to visitor. Write a setting, or a constant.")));
    }
    if literals(&pieces).any(|literal| literal.contains(char::is_control)) {
        return Err(kid.error("The kid holds a control character. Remove it."));
    }
    header.finish()?;
    Ok(pieces)
}

/// A token says who the visitor is, and each registered claim means what RFC 7519 section 4.1 says.
fn check_claims(section: &Section<'_>, claims: &Table) -> Result<()> {
    if claims.words().is_empty() {
        return Err(
            section.error("", "The token does not say who the visitor is. Add a claim with a field of the visitor.")
        );
    }
    let unknown = |slot: &&Placeholder| matches!(slot.source, Source::Signature | Source::Further(_) | Source::Payload);
    if let Some(slot) = claims.placeholders().into_iter().find(unknown) {
        return Err(section
            .error("", format!("A claim cannot be {slot}. Write a field of the visitor, a setting or a constant.")));
    }
    if claims.spreads() > 1 {
        return Err(
            section.error("", "\"*\" occurs twice. A verifier would have to choose between two values. Remove one.")
        );
    }
    let is_hidden = |(path, slot): &(String, &Placeholder)| {
        claims.placeholder_at(path).is_none_or(|found| !std::ptr::eq(found, *slot))
    };
    if let Some((path, _)) = claims.made().into_iter().find(is_hidden) {
        return Err(section.error(
            &path,
            "Two claims have this path: one is in a table, and one has a point in its name. Rename one.",
        ));
    }
    if let Some(slot) = find_other_form(claims) {
        let reason = "occurs twice, and not with the same filters, so a verifier would take it for two visitors. Write the same filters.";
        return Err(section.error("", format!("{slot} {reason}")));
    }
    for (name, part) in &claims.members {
        let source = match part {
            Part::Value(slot) => Some(slot),
            _ => None,
        };
        let is = |wanted: fn(&Source) -> bool| {
            source.is_some_and(|slot| wanted(&slot.source) && slot.r#type == Type::Integer)
        };
        let fault = match name.as_str() {
            "exp" if !is(|source| *source == Source::Expires(TimeForm::Seconds)) => "Write \"{expires}\".",
            "iat" | "nbf" if !is(|source| *source == Source::Now(TimeForm::Seconds)) => "Write \"{now}\".",
            "jti" if source.is_none_or(|slot| slot.source != Source::Random) => "Write \"{random}\".",
            "iss" | "aud" | "sub" if is_odd(part) => "Write a field of the visitor, a setting or a text.",
            _ => continue,
        };
        return Err(section.error(name, format!("RFC 7519 gives this claim another meaning. {fault}")));
    }
    Ok(())
}

/// A field of the visitor that occurs elsewhere with other filters.
fn find_other_form(claims: &Table) -> Option<&Placeholder> {
    let all: Vec<&Placeholder> = claims.placeholders().into_iter().filter(|slot| slot.word().is_some()).collect();
    let is_other = |slot: &&Placeholder| all.iter().any(|other| other.source == slot.source && *other != *slot);
    all.iter().copied().find(is_other)
}

/// Whether `iss`, `aud` or `sub` would not be a text.
fn is_odd(part: &Part) -> bool {
    match part {
        Part::Value(slot) => slot.is_made() || !matches!(slot.r#type, Type::Text | Type::Address),
        Part::Constant(value) | Part::Dependent(value, _) => !value.is_string(),
        Part::Text(_) => false,
        Part::Table(_) => true,
    }
}
