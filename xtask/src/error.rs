//! Errors of the build tooling, worded for the person at the terminal.
//!
//! In: the one error enum; its messages name the command that helps. Not in: running that command.

use std::{fmt, io};

pub(crate) type Result<T> = std::result::Result<T, Error>;

#[derive(Debug)]
pub(crate) enum Error {
    /// The command line is wrong.
    Usage(String),
    /// The machine lacks something; the command `run` installs it.
    Missing { what: String, run: String },
    /// A program failed. Its messages have been printed, or are in `output`.
    Failed { command: String, output: String },
    /// The system refused access to a file, a socket or a process.
    Io { doing: String, source: io::Error },
    /// A file or a reply is not as expected.
    Unexpected(String),
    /// Ctrl-C, or a request to end.
    Interrupted,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(text) | Error::Unexpected(text) => f.write_str(text),
            Error::Missing { what, run } => write!(f, "{what} Run: {run}"),
            Error::Failed { command, output } if output.trim().is_empty() => {
                write!(f, "`{command}` failed.")
            }
            Error::Failed { command, output } => {
                write!(f, "`{command}` failed:\n{}", output.trim_end())
            }
            Error::Io { doing, source } => write!(f, "{doing}: {source}"),
            Error::Interrupted => f.write_str("Interrupted."),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Adds a description of the failed action to an `io::Error`.
pub(crate) trait Doing<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|source| Error::Io { doing: what(), source })
    }
}
