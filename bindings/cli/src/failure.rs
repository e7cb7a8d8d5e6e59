//! What ends the program, and with which exit status.

use std::{io, path::Path, process::ExitCode};

use visitorseal::{Error, Kind};

use crate::output::say;

pub type Result<T = ()> = std::result::Result<T, Failure>;

pub enum Failure {
    /// Something was refused, and standard output has said so.
    Refused,
    Usage(String),
    Data(String),
    Core(Error),
    Io(String),
    /// Whoever read our output has stopped reading.
    Closed,
}

impl Failure {
    pub fn io(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.display().to_string();
        move |error| Self::Io(format!("{path}: {error}"))
    }

    /// Tells standard error, and gives the exit status.
    pub fn report(&self) -> ExitCode {
        let (words, status) = match self {
            Self::Refused => (None, 1),
            Self::Usage(words) => (Some(words.clone()), 2),
            Self::Data(words) => (Some(words.clone()), 4),
            Self::Io(words) => (Some(words.clone()), 5),
            Self::Closed => (None, 5),
            Self::Core(error) => (
                Some(error.to_string()),
                match error.kind() {
                    Kind::Refused => 1,
                    Kind::Configuration => 3,
                    Kind::Visitor => 4,
                    _ => 70,
                },
            ),
        };
        if let Some(words) = words {
            say(&words);
        }
        ExitCode::from(status)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

/// Standard output and input have no path to name.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Io(error.to_string()),
        }
    }
}
