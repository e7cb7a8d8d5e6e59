//! Asks the questions.

use std::io::{self, BufRead, IsTerminal, Write};

use visitorseal::Scheme;

use super::{NONE, answers::Answers};
use crate::failure::{Failure, Result, say};

pub struct Dialog {
    lines: io::Lines<io::StdinLock<'static>>,
    is_terminal: bool,
    /// Whether the answers are at their end. Then every answer is the default.
    pub is_over: bool,
    pub may_overwrite: bool,
}

impl Dialog {
    pub fn new() -> Self {
        let stdin = io::stdin();
        let is_terminal = stdin.is_terminal();
        Self { lines: stdin.lock().lines(), is_terminal, is_over: false, may_overwrite: false }
    }

    /// The answer to a question, or the default. A question without a default is asked until there is an answer.
    pub fn answer(&mut self, about: &str, default: &str) -> Result<String> {
        loop {
            let mut out = io::stderr();
            let default_shown = if default.is_empty() { String::new() } else { format!("[{default}] ") };
            let _ = write!(out, "\n{about}\n{default_shown}> ");
            let _ = out.flush();
            let line = if self.is_over { None } else { self.lines.next().transpose()? };
            if line.is_none() {
                if self.is_terminal {
                    return Err(Failure::Usage("Nothing is written.".to_owned()));
                }
                self.is_over = true;
                if default.is_empty() {
                    let message = "The answers end, and this question has no default. Nothing is written.";
                    return Err(Failure::Usage(message.to_owned()));
                }
            }
            let line = line.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
            let answer = line.unwrap_or_else(|| default.to_owned());
            self.may_overwrite |= about.contains("Overwrite it?") && answer == "yes";
            if !answer.is_empty() && (!default.is_empty() || answer != NONE) {
                return Ok(answer);
            }
            say("This question has no default: look for the answer in the vendor's documents.");
        }
    }

    /// Asks until the file with the answer loads.
    pub fn ask(
        &mut self,
        answers: &mut Answers,
        about: &str,
        default: impl Fn(&Answers) -> String,
        mut set: impl FnMut(&mut Answers, String),
    ) -> Result {
        let former = default(answers);
        let mut fault = None;
        loop {
            let answer = self.answer(about, &former);
            if let Some(error) = fault.filter(|_| self.is_over) {
                return Err(Failure::Core(error));
            }
            set(answers, answer?);
            match Scheme::parse(&answers.toml()) {
                Ok(_) => return Ok(()),
                Err(error) if self.is_over => return Err(error.into()),
                Err(error) => {
                    say(&plain(error.reason()));
                    fault = Some(error);
                }
            }
        }
    }
}

/// The word that the answer means, however it is written: `SHA-256` is `sha256`. Another answer stays as it is.
pub fn word<'a>(answer: &str, words: impl IntoIterator<Item = &'a str> + Clone) -> String {
    let folded = |text: &str| -> String {
        text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let exact = words.clone().into_iter().find(|word| *word == answer);
    let found = exact.or_else(|| words.into_iter().find(|word| folded(word) == folded(answer)));
    found.unwrap_or(answer).to_owned()
}

/// A sentence with its full stop.
pub fn sentence(answer: &str) -> String {
    if answer == NONE || answer.ends_with('.') { answer.to_owned() } else { format!("{answer}.") }
}

/// A reason without the line of a file that the user does not see.
pub fn plain(reason: &str) -> String {
    match reason.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((_, reason)) => reason.to_owned(),
        None => reason.to_owned(),
    }
}
