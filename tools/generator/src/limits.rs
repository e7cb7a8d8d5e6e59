//! Limits of a visitor, and the faults of values, as each language reads them.

use visitorseal::{
    MAX_ATTRIBUTES, MAX_KEYS, MAX_LEEWAY, MAX_TOKEN, MAX_VISITOR,
    values::{FAULTS, Fault, MAX_DEPTH, MAX_NAME},
};

const ORIGIN: &str = "Written by `make generate` from core/src/values.rs.";

const LIMITS: [(&str, &str, u64); 7] = [
    ("MAX_VISITOR", "A visitor has at most this many bytes as JSON.", MAX_VISITOR as u64),
    ("MAX_ATTRIBUTES", "A visitor has at most this many attributes.", MAX_ATTRIBUTES as u64),
    ("MAX_DEPTH", "An attribute is nested at most this deep.", MAX_DEPTH as u64),
    ("MAX_NAME", "An error shows names of at most this many characters.", MAX_NAME as u64),
    ("MAX_TOKEN", "A verifier accepts tokens of at most this many bytes, unless told otherwise.", MAX_TOKEN as u64),
    ("MAX_KEYS", "A verifier has at most this many keys.", MAX_KEYS as u64),
    ("MAX_LEEWAY", "The largest leeway in seconds.", MAX_LEEWAY),
];

/// Writes one piece of text for each limit.
fn limits(write: impl Fn(&str, &str, u64) -> String) -> String {
    LIMITS.iter().map(|(name, about, value)| write(name, about, *value)).collect()
}

/// Writes one piece of text for each fault.
fn faults(write: impl Fn(&Fault) -> String) -> String {
    FAULTS.iter().map(write).collect()
}

/// `max_name` or `MAX_NAME` as `maxName`.
fn camel(name: &str) -> String {
    let mut words = name.split('_').map(str::to_lowercase);
    let first = words.next().unwrap_or_default();
    let rest =
        words.map(|word| word.split_at_checked(1).map_or_else(String::new, |(head, tail)| head.to_uppercase() + tail));
    first + &rest.collect::<String>()
}

/// A text in single quotes. No reason holds a backslash.
fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "\\'"))
}

pub fn php() -> String {
    let limits = limits(|name, about, value| format!("    /** {about} */\n    public const {name} = {value};\n\n"));
    let faults = faults(|fault| format!("        '{}' => ['{}', {}],\n", fault.name, fault.code, single(fault.reason)));
    format!(
        "<?php\n\ndeclare(strict_types=1);\n\nnamespace Visitorseal\\Internal;\n\n/**\n * {ORIGIN}\n *\n * @internal\n */\nfinal class Limits\n{{\n{limits}    /** The faults of values: their code and reason. */\n    public const FAULTS = [\n{faults}    ];\n}}\n"
    )
}

pub fn ruby() -> String {
    let limits = limits(|name, about, value| format!("    # {about}\n    {name} = {value}\n\n"));
    let faults = faults(|fault| format!("      {}: [\"{}\", {:?}],\n", fault.name, fault.code, fault.reason));
    format!(
        "# frozen_string_literal: true\n\nmodule Visitorseal\n  # {ORIGIN}\n  module Limits\n{limits}    # The faults of values: their code and reason.\n    FAULTS = {{\n{faults}    }}.each_value(&:freeze).freeze\n  end\n  private_constant :Limits\nend\n"
    )
}

pub fn node() -> String {
    let limits = limits(|name, about, value| format!("  /** {about} */\n  {}: {value},\n", camel(name)));
    let faults = faults(|fault| {
        format!("  {}: {{ code: '{}', reason: {} }},\n", camel(fault.name), fault.code, single(fault.reason))
    });
    format!(
        "'use strict';\n\n// {ORIGIN}\n\nconst limits = /** @type {{const}} */ ({{\n{limits}}});\n\n/** The faults of values: their code and reason. */\nconst faults = /** @type {{const}} */ ({{\n{faults}}});\n\nmodule.exports = {{ limits, faults }};\n"
    )
}

pub fn kotlin() -> String {
    let limits = limits(|name, about, value| format!("    /** {about} */\n    const val {name}: Int = {value}\n\n"));
    let faults = faults(|fault| {
        let name = fault.name.to_uppercase();
        format!("    {name}(\"{}\", {:?}),\n", fault.code, fault.reason)
    });
    format!(
        "// {ORIGIN}\npackage visitorseal.server\n\ninternal object Limits {{\n{}}}\n\n/** Why a value is refused: the error's code and reason. */\ninternal enum class ValueFault(val code: String, val reason: String) {{\n{faults}}}\n",
        limits.trim_end().to_owned() + "\n"
    )
}

pub fn swift() -> String {
    let limits = limits(|name, about, value| format!("    /// {about}\n    static let {} = {value}\n", camel(name)));
    let faults = faults(|fault| {
        format!(
            "    static let {} = ValueFault(code: \"{}\", reason: {:?})\n",
            camel(fault.name),
            fault.code,
            fault.reason
        )
    });
    format!(
        "// {ORIGIN}\n\nenum Limits {{\n{limits}}}\n\n/// Why a value is refused: the error's code and reason.\nstruct ValueFault {{\n    let code: String\n    let reason: String\n\n{faults}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_written_as_they_are() {
        for Fault { reason, .. } in FAULTS {
            assert!(reason.is_ascii() && !reason.contains(['"', '\\', '$', '#', '{']), "{reason}");
        }
    }

    #[test]
    fn names_become_camel_case() {
        assert_eq!(camel("MAX_NAME"), "maxName");
        assert_eq!(camel("time_without_zone"), "timeWithoutZone");
    }
}
