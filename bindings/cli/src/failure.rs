//! What standard error hears, and what ends the program with which exit status.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use visitorseal::{Code, Error, Kind, Warning};

use crate::left_out;

pub type Result<T = ()> = std::result::Result<T, Failure>;

pub enum Failure {
    /// Standard output already has the refusal.
    Refused,
    /// A search has no result.
    NotFound(String),
    Usage(String),
    Data(String),
    Core(Error),
    Io(String),
    /// The reader of standard output has closed it.
    Closed,
}

impl Failure {
    pub fn io(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.display().to_string();
        move |error| {
            Self::Io(match error.kind() {
                io::ErrorKind::NotFound => format!("{path}: there is no such file or folder. Check the path."),
                io::ErrorKind::PermissionDenied => format!("{path}: access is denied. Check the permissions."),
                io::ErrorKind::IsADirectory => format!("{path} is a folder. Pass the path of a file."),
                _ => format!("{path}: {error}"),
            })
        }
    }

    /// Writes the message to standard error and returns the exit status.
    pub fn report(&self) -> ExitCode {
        let (message, status) = match self {
            Self::Refused => (None, 1),
            Self::NotFound(message) => (Some(message.clone()), 1),
            Self::Usage(message) => (Some(message.clone()), 2),
            Self::Data(message) => (Some(message.clone()), 4),
            Self::Io(message) => (Some(message.clone()), 5),
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
        if let Some(message) = message {
            say(&message);
        }
        if let Self::Core(error) = self
            && error.code() == Code::SchemeUnknown
        {
            left_out::named(error.field().unwrap_or_default()).iter().for_each(|sentence| say(sentence));
        }
        ExitCode::from(status)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

/// An error of standard input or output, which have no path to name.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Io(error.to_string()),
        }
    }
}

/// Writes a message to standard error. If that is closed or full, the result still matters more.
pub fn say(message: &str) {
    let _ = writeln!(io::stderr(), "visitorseal: {message}");
}

pub fn warn(warnings: &[Warning]) {
    for warning in warnings {
        say(&format!("warning: {warning}"));
    }
}
