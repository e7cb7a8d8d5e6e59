//! Reads a scheme file. [`crate::scheme_file`] is its manual.

use std::sync::Arc;

use super::{
    Form, Identity, Model, Setting, Signature,
    about::{read_about, read_guide},
    example::read_examples,
    page_file,
    placeholder::Known,
    signature_check::check_token,
    signature_file::{check_contact, read_known, read_signature},
    size,
    table_file::{Holds, read_table},
    toml_file::{At, Section},
};
use crate::{
    error::{Answer, Result, shortened},
    forms::Encoding,
    visitor::Field,
};

pub(super) fn read(toml: &str) -> Result<Model> {
    let document = size::parse(toml)?;
    let root = Section::root(toml, document.get_ref());

    let name = root.required_text("name")?;
    check_name(&name, name.value)?;
    let vendor = root.required_text("vendor")?;
    if vendor.value.contains(['{', '}']) {
        return Err(vendor.error("The vendor's name must not contain braces. Remove { and }."));
    }
    let document = root.required_text("document")?;
    if !document.value.starts_with("https://") && !document.value.starts_with("http://") {
        return Err(document.error("This is not an address. Write the address of the vendor's documentation."));
    }
    let settings = read_settings(&root)?;
    let (has_payload, signatures) = read_known(&root)?;
    let known = Known { settings: &settings, signatures: &signatures, has_payload };
    let fields_section = root.required_section("fields")?;
    let mut fields = read_table(&fields_section, &known, Holds::Signatures)?;
    if fields.signature().is_none() {
        return Err(fields_section.error("", "The signature has no field. Add a field with the value \"{signature}\"."));
    }
    let mut signature = read_signature(&root, &known, &fields)?;
    check_token(&root, &signature, &fields)?;
    let named: Vec<String> = signature
        .words()
        .into_iter()
        .chain(fields.words())
        .filter_map(|word| word.strip_prefix("attributes.").map(str::to_owned))
        .collect();
    fields.set_named_attributes(&named);
    signature.set_named_attributes(&named);
    let examples = read_examples(&root)?;
    signature.add_samples(&examples);
    let mut used = signature.words();
    used.extend(fields.words());
    let has_place = Field::ALL.map(|field| used.iter().any(|word| word == field.as_str()));
    let takes_attributes = used.iter().any(|word| word == "attributes");
    let model = Model {
        name: name.value.to_owned(),
        vendor: vendor.value.to_owned(),
        about: read_about(&root)?,
        guide: read_guide(&root)?,
        document: document.value.to_owned(),
        read: root.date("read")?,
        contact: read_contact(&root, &settings, &signature)?,
        readable_keys: root.flag("readable_keys")?,
        page: page_file::read(&root, vendor.value, &settings, &fields, signature.can_expire())?,
        answer: Arc::new(read_answer(&root)?),
        examples,
        covers: signature.words(),
        settings,
        signature,
        fields,
        used,
        has_place,
        takes_attributes,
    };
    check_pasted(&root, &model)?;
    root.finish()?;
    Ok(model)
}

/// A signature goes into pasted code and addresses as it is, so it must need no escaping.
fn check_pasted(root: &Section<'_>, model: &Model) -> Result<()> {
    let is_plain = match &model.signature {
        Signature::Hmac(hmac) => matches!(hmac.value.as_slice(), [_]) && hmac.result != Encoding::Base64,
        Signature::Jwt(_) => true,
    };
    if model.page.replace.is_empty() || is_plain {
        return Ok(());
    }
    Err(root.error("page.replace", "A signature in base64 or of several parts could break pasted code and addresses. Write page code of your own, without replace."))
}

/// Names of schemes and settings become identifiers: in the page's script, and as arguments in other languages.
fn check_name<T>(at: &At<'_, T>, name: &str) -> Result<()> {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(is_allowed) {
        return Err(at.error("A name must begin with a letter and contain only a to z, digits and _."));
    }
    Ok(())
}

/// The arguments of signers, verifiers and `explain`. In some languages settings are passed beside them.
const ARGUMENTS: [&str; 9] = ["scheme", "secret", "keys", "fields", "policy", "leeway", "max_token", "now", "visitor"];

fn read_settings(root: &Section<'_>) -> Result<Vec<Setting>> {
    let Some(section) = root.section("settings")? else {
        return Ok(Vec::new());
    };
    section
        .members()
        .map(|(name, at)| {
            check_name(&at, name)?;
            if ARGUMENTS.contains(&name) {
                return Err(at.error(
                    "Signers, verifiers or explain have an argument of this name. Give the setting another name.",
                ));
            }
            let setting = section.nested(&at).ok_or_else(|| {
                at.error("A setting must be a table. Write [settings.NAME], with about and form below it.")
            })?;
            let parsed = Setting {
                name: name.to_owned(),
                about: setting.required_text("about")?.value.to_owned(),
                form: setting.word("form", &Form::ALL)?,
                required: setting.flag("required")?,
                per_request: setting.flag("per_request")?,
            };
            setting.finish()?;
            Ok(parsed)
        })
        .collect()
}

/// The name of the setting in `{settings.NAME}`.
pub(super) fn read_setting_name(text: &At<'_, &str>, settings: &[Setting]) -> Result<String> {
    let Some(name) = text.value.strip_prefix("{settings.").and_then(|rest| rest.strip_suffix('}')) else {
        return Err(text.error("The value must be {settings.NAME}, where NAME is a setting of [settings]."));
    };
    match settings.iter().any(|setting| setting.name == name) {
        true => Ok(name.to_owned()),
        false => {
            let name = shortened(name);
            Err(text.error(format!("[settings] has no setting {name}. Add [settings.{name}], or correct the name.")))
        }
    }
}

/// The fields that identify a contact, or the setting that names a claim.
fn read_contact(root: &Section<'_>, settings: &[Setting], signature: &Signature) -> Result<Option<Identity>> {
    const FORM: &str =
        "The contact must be a field such as {id} or {email}, or {settings.NAME} for a setting that names a claim.";
    let texts = root.text_or_texts("contact")?;
    if let [only] = texts.as_slice()
        && only.value.starts_with("{settings.")
    {
        return read_setting_name(only, settings)
            .map(|name| Some(Identity::Setting(name)))
            .map_err(|_| only.error(FORM));
    }
    let words = signature.words();
    let mut fields = Vec::new();
    for text in &texts {
        // The filters of the message may stand here too: the contact is what is signed.
        let name = text.value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')?.split('|').next());
        let field = name.and_then(Field::named).ok_or_else(|| text.error(FORM))?;
        if !words.iter().any(|word| word == field.as_str()) {
            return Err(text.error("The signature does not cover this field, so any visitor could claim to be any contact. Name a field that the message signs."));
        }
        fields.push(field);
    }
    match (texts.first(), signature) {
        (None, _) => Ok(None),
        (Some(first), Signature::Hmac(hmac)) if !check_contact(hmac, &fields) => Err(first.error(
            "Not every alternative of the message, or not every payload, has a field of the contact. Write a list such as [\"{id}\", \"{email}\"], or put the field into required.",
        )),
        _ => Ok(Some(Identity::Fields(fields))),
    }
}

/// How the vendor's backend answers a refused request. Where the vendor documents no answer, it is visitorseal's own.
fn read_answer(root: &Section<'_>) -> Result<Answer> {
    let Some(section) = root.section("refused")? else {
        return Ok(Answer { status: 401, error: "identity_unverified".to_owned() });
    };
    let status = section.required_integer("status")?;
    let answer = Answer {
        status: u16::try_from(status.value).ok().filter(|code| (400..=499).contains(code)).ok_or_else(|| {
            status.error("The value must be an HTTP status from 400 to 499, such as 401. Correct it.")
        })?,
        error: section.required_text("error")?.value.to_owned(),
    };
    section.finish()?;
    Ok(answer)
}
