//! The value of `explain --code`.

use clap::{
    Arg, Command, Error,
    builder::{PossibleValue, StringValueParser, TypedValueParser},
    error::ErrorKind,
};
use visitorseal::advice::{self, Advice};

/// The value of `--code`. Shells complete it, and `--help` does not list all of them.
#[derive(Clone)]
pub struct CodeParser;

impl TypedValueParser for CodeParser {
    type Value = Advice;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> std::result::Result<Advice, Error> {
        let code = StringValueParser::new().parse_ref(command, arg, value)?;
        advice::of(&code).map_err(|similar| {
            let hint = match similar.as_slice() {
                [] => "--code without a value lists all".to_owned(),
                [one] => format!("did you mean {one}?"),
                several => format!("codes like it: {}", several.join(", ")),
            };
            let shown: String =
                code.chars().take(64).map(|char| if char.is_control() { '\u{fffd}' } else { char }).collect();
            let message = format!("there is no code '{shown}'; {hint}");
            Error::raw(ErrorKind::ValueValidation, message + "\n").with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(advice::all().into_iter().map(|advice| PossibleValue::new(advice.code))))
    }
}
