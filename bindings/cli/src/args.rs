//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use clap_complete::Shell;

/// Sign and verify the signed-in visitor for support-chat widgets.
///
/// A visitor or the fields of a page come as JSON on standard input; results go to standard output
/// and words to standard error. A secret comes from a file or from the environment variable
/// VISITORSEAL_SECRET, never from the command line, which every user of the machine can read.
///
/// Exit status: 0 done or verified, 1 refused, 2 usage, 3 configuration, 4 visitor data,
/// 5 input or output, 70 internal.
#[derive(Parser)]
#[command(name = "visitorseal", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// List the schemes, or show one
    Schemes {
        /// The scheme to show
        name: Option<String>,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Sign a visitor: {"scheme","signature","fields","warnings"}
    Sign {
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        lines: Lines,
    },
    /// Pre-fill the form with name and e-mail, without a signature
    Prefill {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        lines: Lines,
    },
    /// Sign a visitor and print the script for the page
    Script {
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        nonce: Nonce,
        /// Pre-fill the form without a signature instead; needs no secret
        #[arg(long)]
        prefill: bool,
        #[command(flatten)]
        lines: Lines,
    },
    /// Print the script that a page runs at sign-out
    Forget {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        nonce: Nonce,
    },
    /// Print the script for a visitor who is not signed in
    Anonymous {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        nonce: Nonce,
    },
    /// Sign a visitor and print the address of the vendor's page for mobile apps
    Url {
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        lines: Lines,
    },
    /// Print the digest of exactly the bytes on standard input
    Digest {
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        lines: Lines,
    },
    /// Verify the fields that a page sent
    Verify {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        keys: Keys,
        /// What happens to a visitor who proves nothing
        #[arg(long, value_enum, default_value_t)]
        policy: Policy,
        /// Unix time to verify at, instead of the system's clock
        #[arg(long, value_name = "UNIX")]
        now: Option<u64>,
        /// Seconds to allow for clocks that differ, at most 300
        #[arg(long, value_name = "S", default_value_t = 0)]
        leeway: u64,
        /// The largest token that is taken, in bytes
        #[arg(long, value_name = "BYTES", default_value_t = visitorseal::MAX_TOKEN)]
        max_token: usize,
        #[command(flatten)]
        lines: Lines,
    },
    /// Say why the fields that a page sent are refused, and what to change
    Explain {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        keys: Keys,
        /// Unix time to verify at, instead of the system's clock
        #[arg(long, value_name = "UNIX")]
        now: Option<u64>,
        /// Write JSON: {"verified","findings":[{"code","field","reason","fix"}]}
        #[arg(long)]
        json: bool,
    },
    /// Show a token's header and claims, unverified
    Inspect {
        #[command(flatten)]
        lines: Lines,
    },
    /// Make an RSA key pair: private.pem to sign with, public.pem for the vendor's panel
    Keygen {
        /// The folder to write both files into; existing ones are never overwritten
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The size of the key
        #[arg(long, value_name = "N", default_value_t = 2048, value_parser = value_parser!(u16).range(2048..=8192))]
        bits: u16,
    },
    /// Go through all the widgets: a visitor, the signature, the page, verified, and a forgery
    Demo,
    /// Print a completion script for a shell
    Completions { shell: Shell },
    /// Print the manual page, or write one for each command into a folder
    Man {
        /// The folder to write into
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(Args)]
pub struct Target {
    /// A scheme of the catalogue, such as bookbag
    #[arg(required_unless_present = "scheme_file", conflicts_with = "scheme_file")]
    pub scheme: Option<String>,
    /// A scheme of your own, as a TOML file
    #[arg(long, value_name = "FILE")]
    pub scheme_file: Option<PathBuf>,
    /// A setting of the scheme; NAME=@FILE reads it from a file
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
}

#[derive(Args)]
pub struct Signing {
    #[command(flatten)]
    pub target: Target,
    /// The file with the secret; one newline at its end is not part of it
    #[arg(long, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    /// Unix time to sign at, instead of the system's clock
    #[arg(long, value_name = "UNIX")]
    pub now: Option<u64>,
}

#[derive(Args)]
pub struct Keys {
    /// A file with a key that is accepted: a shared secret, or a public key as PEM; newest first.
    /// NAME is the key's kid, or tells the keys of brands and platforms apart
    #[arg(long, value_name = "[NAME=]FILE")]
    pub key_file: Vec<String>,
}

#[derive(Args)]
pub struct Nonce {
    /// The page's Content-Security-Policy nonce
    #[arg(long)]
    pub nonce: Option<String>,
}

#[derive(Args)]
pub struct Lines {
    /// Take and give one JSON value a line
    #[arg(long)]
    pub lines: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Policy {
    /// Refuse a missing or wrong signature
    #[default]
    Required,
    /// Take no signature as an anonymous visitor, and refuse a wrong one
    Optional,
    /// Take a wrong signature as an anonymous visitor too, and say why
    Observe,
}

impl From<Policy> for visitorseal::Policy {
    fn from(policy: Policy) -> Self {
        match policy {
            Policy::Required => Self::Required,
            Policy::Optional => Self::Optional,
            Policy::Observe => Self::Observe,
        }
    }
}
