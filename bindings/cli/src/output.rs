//! Results on standard output: one, or one per line.

use std::io::{self, BufReader, BufWriter, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use visitorseal::{Error, Kind, Warning};

use crate::{
    failure::{Failure, Result, warn},
    input,
};

/// The result of a command for one input.
pub enum Output {
    Json(String),
    Text(String),
    /// The refusal as JSON.
    Refused(String),
}

pub fn print(text: &str) -> Result {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// Runs a command on the whole standard input, or on each of its lines.
pub fn each(
    what: &str,
    lines: bool,
    largest: usize,
    run: impl Fn(&[u8]) -> std::result::Result<(Output, Vec<Warning>), Error>,
) -> Result {
    if lines {
        return each_line(largest, |line| run(line).map(|(output, _)| output));
    }
    let (output, warnings) = run(&input::standard(what, largest)?)?;
    warn(&warnings);
    match output {
        Output::Json(text) | Output::Text(text) => print(&text),
        Output::Refused(text) => print(&text).and(Err(Failure::Refused)),
    }
}

fn each_line(largest: usize, run: impl Fn(&[u8]) -> std::result::Result<Output, Error>) -> Result {
    let mut input = BufReader::with_capacity(64 * 1024, io::stdin().lock());
    let mut out = BufWriter::new(io::stdout().lock());
    let progress = progress();
    let mut line = Vec::new();
    let mut failed = false;
    while let Some(read) = input::next_line(&mut input, &mut line, largest)? {
        let text = match run(&line) {
            Ok(Output::Json(json)) => json,
            Ok(Output::Text(text)) => Value::from(text).to_string(),
            Ok(Output::Refused(json)) => {
                failed = true;
                json
            }
            Err(error) if error.kind() == Kind::Configuration => return Err(error.into()),
            Err(error) => {
                failed = true;
                json!({"error": error}).to_string()
            }
        };
        writeln!(out, "{text}")?;
        // A program that writes one line at a time waits for its answer.
        if input.buffer().is_empty() {
            out.flush()?;
        }
        progress.inc(read);
    }
    out.flush()?;
    progress.finish_and_clear();
    if failed { Err(Failure::Refused) } else { Ok(()) }
}

/// A progress bar, if standard error is a terminal and the input is a file.
fn progress() -> ProgressBar {
    let length = if io::stderr().is_terminal() { input_length() } else { None };
    let Some(length) = length else {
        return ProgressBar::hidden();
    };
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}") {
        bar.set_style(style);
    }
    bar
}

#[cfg(unix)]
fn input_length() -> Option<u64> {
    use std::os::fd::AsFd;
    let stdin = io::stdin().as_fd().try_clone_to_owned().ok()?;
    std::fs::File::from(stdin).metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len())
}

#[cfg(not(unix))]
fn input_length() -> Option<u64> {
    None
}
