//! `visitorseal`, the shell's binding: it reads, converts and prints; the core decides.

mod args;
mod commands;
mod demo;
mod failure;
mod input;
mod keygen;
mod output;

use std::{panic, process::ExitCode};

use clap::Parser;

use args::Cli;

fn main() -> ExitCode {
    // A panic's message may hold what came in; where it happened is enough to report.
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        output::say(&format!("internal error{place}; please report it"));
    }));
    match panic::catch_unwind(|| commands::run(Cli::parse().command)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => failure.report(),
        Err(_) => ExitCode::from(70),
    }
}
