//! What can go wrong, and how it crosses.

use visitorseal::{Code, Error};

use crate::reply::Reply;

/// The reason of a caught panic. A panic's own text may hold anything.
const PANICKED: &str = "The library has a fault and stopped. Please report it.";

/// Why a call has no result.
pub enum Fault {
    Core(Error),
    /// The object of this class was closed.
    Closed(&'static str),
    /// A table has no room for another object.
    Full,
    /// The JVM refused a call. It had no memory.
    Jvm,
    Panic,
}

pub type Result<T> = std::result::Result<T, Fault>;

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<jni::errors::Error> for Fault {
    fn from(_: jni::errors::Error) -> Self {
        Self::Jvm
    }
}

impl Fault {
    /// The fault as an answer.
    pub fn reply(&self) -> Reply {
        match self {
            Self::Core(error) => Reply::error().error_parts(error),
            Self::Closed(class) => Reply::closed().text(class),
            Self::Full => {
                internal("There are too many objects. Close signers, verifiers and pages that you no longer need.")
            }
            Self::Jvm => internal("The virtual machine gave no memory for the answer."),
            Self::Panic => Reply::error().error_parts(&Error::new(Code::Panic, PANICKED)),
        }
    }
}

fn internal(reason: &str) -> Reply {
    Reply::error().error_parts(&Error::new(Code::Internal, reason))
}

impl Reply {
    /// Everything that an exception has: kind, code, field, reason, HTTP status, and the name of the HTTP error.
    pub fn error_parts(self, error: &Error) -> Self {
        self.text(error.kind().as_str())
            .text(error.code().as_str())
            .optional(error.field())
            .text(error.reason())
            .int(error.http_status().map_or(-1, i32::from))
            .optional(error.http_error())
    }
}
