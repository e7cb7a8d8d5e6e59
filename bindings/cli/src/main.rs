//! `visitorseal`, the shell's binding. It reads, converts and prints. The core decides.

mod advice;
mod args;
mod catalogue;
mod check;
mod code;
mod commands;
mod demo;
mod explain;
mod failure;
mod input;
mod jwk;
mod key_pair;
mod keygen;
mod left_out;
mod new;
mod output;
mod page;

use std::{panic, process::ExitCode};

fn main() -> ExitCode {
    // The message of a panic may hold a visitor's data, so only its place is printed.
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        failure::say(&format!("There is a fault in visitorseal{place}. Please report it."));
    }));
    match panic::catch_unwind(|| commands::run(args::read().command)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => failure.report(),
        Err(_) => ExitCode::from(70),
    }
}
