//! The command line.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    error::{ContextKind, ContextValue},
    value_parser,
};
use clap_complete::Shell;

use visitorseal::advice::Advice;

use crate::{code::CodeParser, key_pair::Algorithm};

/// Signs and verifies the signed-in visitor of a site for support-chat widgets.
///
/// A command reads a visitor, or the fields that a page sent, as JSON from standard input. It prints
/// the result to standard output, and messages to standard error.
///
/// Keep the secret in a file (--secret-file, --key-file) or in the environment variable
/// VISITORSEAL_SECRET. There is no option for the secret itself, because every user of a machine can
/// read the command lines of the others.
///
/// Exit status: 0 done or verified, 1 refused or not found, 2 wrong usage, 3 wrong configuration,
/// 4 wrong visitor data, 5 a file cannot be read or written, 70 a fault in this program.
#[derive(Parser)]
#[command(
    name = "visitorseal",
    version,
    max_term_width = 100,
    after_help = "Example: the script for the page of a signed-in visitor
  echo '{\"id\": \"user-123\"}' | visitorseal script bookbag --secret-file secret.txt

`visitorseal COMMAND --help` has an example of each command."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Reads the command line. A wrong one ends the program with a message that says what is wrong.
pub fn read() -> Cli {
    Cli::try_parse().unwrap_or_else(|mut error| {
        for kind in [ContextKind::InvalidArg, ContextKind::InvalidValue, ContextKind::InvalidSubcommand] {
            if let Some(ContextValue::String(text)) = error.get(kind) {
                let text_shown = shown(text).to_owned();
                if text_shown != *text {
                    // The advice repeats the argument.
                    error.remove(ContextKind::Suggested);
                }
                error.insert(kind, ContextValue::String(text_shown));
            }
        }
        error.exit()
    })
}

/// An argument as a message shows it. One that is no option and is long may be a secret in the wrong place.
pub fn shown(text: &str) -> &str {
    let is_option = text.starts_with("--") && !text.starts_with("---");
    if text.len() < 16 || is_option { text } else { "(not shown, since it may be a secret)" }
}

#[derive(Subcommand)]
pub enum Command {
    /// List the vendors' schemes, search in them, or show one of them
    #[command(after_help = "Example: the schemes of a vendor, and the settings of one scheme
  visitorseal schemes --search intercom
  visitorseal schemes thread

The search also finds former names of vendors, products and categories. If no scheme has the words,
it finds the most similar ones. Exit status: 1 if nothing is similar either.")]
    Schemes {
        /// The scheme to show
        #[arg(conflicts_with = "scheme_file")]
        name: Option<String>,
        /// Find schemes by the vendor, the product or the category. Each word must match
        #[arg(long, value_name = "WORD", num_args = 1.., conflicts_with_all = ["name", "scheme_file"])]
        search: Vec<String>,
        /// A TOML file with a scheme of your own to show
        #[arg(long, value_name = "FILE")]
        scheme_file: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write or check a scheme file, the description of another vendor
    #[command(after_help = "Example: answer the questions, then check the file
  visitorseal scheme new acme.toml
  visitorseal scheme check acme.toml")]
    Scheme {
        #[command(subcommand)]
        command: SchemeCommand,
    },
    /// Sign a visitor and print {"scheme","signature","fields","expires_at","warnings"}
    #[command(after_help = "Example:
  echo '{\"id\": \"user-123\", \"name\": \"Jane Doe\"}' |
    visitorseal sign bookbag --secret-file secret.txt")]
    Sign {
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        lines: Lines,
    },
    /// Fill the vendor's form with what is known of the visitor, without a signature
    #[command(after_help = "Example:
  echo '{\"name\": \"Jane Doe\", \"email\": \"jane@example.com\"}' | visitorseal prefill reamaze")]
    Prefill {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        lines: Lines,
    },
    /// Sign a visitor and print the script that hands the fields to the widget
    #[command(after_help = "Example: for a page with a Content-Security-Policy
  echo '{\"id\": \"user-123\"}' |
    visitorseal script bookbag --secret-file secret.txt --nonce bm9uY2U=")]
    Script {
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        nonce: Nonce,
        /// Fill the form without a signature instead. This needs no secret
        #[arg(long)]
        prefill: bool,
        #[command(flatten)]
        lines: Lines,
    },
    /// Sign a visitor and print the element that hands the fields to the widget
    ///
    /// It is for sites whose windows outlive a page. The page also needs the file that `visitorseal page` writes.
    #[command(after_help = "Example: /visitor is the site's address that gives the fields again
  echo '{\"id\": \"user-123\"}' |
    visitorseal element bookbag --secret-file secret.txt --endpoint /visitor")]
    Element {
        #[command(flatten)]
        signing: Signing,
        /// The site's address that answers with the fields of whoever is signed in
        #[arg(long, value_name = "ADDRESS")]
        endpoint: Option<String>,
        /// Fill the form without a signature instead. This needs no secret
        #[arg(long)]
        prefill: bool,
        #[command(flatten)]
        lines: Lines,
    },
    /// Print the element of a page where nobody is signed in
    #[command(after_help = "Example:
  visitorseal anonymous-element thread --setting app_id=YOUR-APP-ID")]
    AnonymousElement {
        #[command(flatten)]
        target: Target,
    },
    /// Print or write the JavaScript file that the elements of a page need
    ///
    /// It holds no secret and nothing of a visitor. A page loads it in its head: <script src="/visitorseal/bookbag.js">.
    /// Its integrity hash (SRI) goes to standard error, or as JSON to standard output with --out.
    #[command(after_help = "Example: for a site's static files
  visitorseal page bookbag --out static/visitorseal

Example: the files of all schemes, and integrity.json with their hashes
  visitorseal page --all --out static/visitorseal

Example: for code that the site pasted from the vendor's dashboard
  visitorseal page orlo --setting embed_code=@embed.html --setting widget_id=YOUR-WIDGET-ID")]
    Page {
        #[command(flatten)]
        target: OptionalTarget,
        /// Write the file of each scheme that needs no setting for it, and integrity.json
        #[arg(long, requires = "out", conflicts_with_all = ["scheme", "scheme_file", "settings"])]
        all: bool,
        /// The folder for the files. Files of the same name are replaced
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Write an ES module instead, with the functions follow, show and forget
        #[arg(long)]
        module: bool,
    },
    /// Print the script that makes the widget forget the visitor, whomever it knows
    #[command(after_help = "Example:
  visitorseal forget-script bookbag --nonce bm9uY2U=")]
    ForgetScript {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        nonce: Nonce,
    },
    /// Print the script of a page where nobody is signed in
    ///
    /// The widget forgets the visitor whom it knows, and starts for an anonymous one where the vendor wants that.
    #[command(after_help = "Example:
  visitorseal anonymous-script thread --setting app_id=YOUR-APP-ID")]
    AnonymousScript {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        nonce: Nonce,
    },
    /// Sign a visitor and print the address that signs them in: a redirect, or the page for mobile apps
    #[command(after_help = "Example: mobile_url is the address in the vendor's dashboard
  echo '{\"name\": \"Jane Doe\"}' |
    visitorseal url orlo --secret-file keys/private.pem --setting lifetime=3600 \\
      --setting widget_id=YOUR-WIDGET-ID \\
      --setting 'mobile_url=https://livechat.example/mobile/WIDGET_ID?jwt=JWT_TOKEN'")]
    Url {
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        lines: Lines,
    },
    /// Print the digest of standard input, byte for byte
    #[command(after_help = "Example: printf writes no newline, which would be signed too
  printf '%s' user-123 | visitorseal digest bookbag --secret-file secret.txt")]
    Digest {
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        lines: Lines,
    },
    /// Verify the fields that a page sent
    #[command(after_help = "Example: accept the new secret and, during a change of secrets, the old one
  visitorseal verify bookbag --key-file new-secret.txt --key-file secret.txt < fields.json

Example: a setting in the token, such as in its iss or aud, is needed here too
  visitorseal verify talkjs --key-file secret.txt --setting app_id=YOUR-APP-ID < fields.json

The input is the fields alone. From the output of sign, jq takes them:
  visitorseal sign bookbag --secret-file secret.txt < visitor.json |
    jq .fields | visitorseal verify bookbag --key-file secret.txt")]
    Verify {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        keys: Keys,
        /// What to do with a visitor who does not prove who they are
        #[arg(long, value_enum, default_value_t)]
        policy: Policy,
        #[command(flatten)]
        now: Now,
        #[command(flatten)]
        limits: Limits,
        #[command(flatten)]
        lines: Lines,
    },
    /// Say why the fields that a page sent are refused, and what to change
    ///
    /// Tries the mistakes that integrators make and reports the one that explains this signature. With --page it finds
    /// the fields in the HTML of a page: in the element or the script of visitorseal, or in the vendor's own snippet if
    /// its values are literals. Run it on the page of a visitor who is signed in before you require verified identities
    /// in the vendor's dashboard. The exit status is 1 if the page does not state one visitor with a right signature.
    #[command(after_help = "Example:
  visitorseal explain bookbag --key-file secret.txt < fields.json

Example: with the site's own record of the visitor, which may hold the text that the site signed
  echo '{\"id\": \"user-123\", \"attributes\": {\"uuid\": \"3f2504e0\"}}' > visitor.json
  visitorseal explain bookbag --key-file secret.txt --visitor visitor.json < fields.json

Example: the page as the site sends it. With -i its headers show whether caches may keep it
  curl -si --cookie session=SESSION https://www.example.com/ |
    visitorseal explain bookbag --page - --key-file secret.txt

Example: what a code means
  visitorseal explain --code message_case")]
    Explain(Explain),
    /// Read a token without verifying it. Never trust the result
    #[command(after_help = "Example:
  visitorseal inspect-token < token.txt

Example: the token of fields whose token is called jwt
  jq -r .jwt fields.json | visitorseal inspect-token")]
    InspectToken {
        #[command(flatten)]
        lines: Lines,
    },
    /// Make what signs tokens: a key pair, or a secret that site and vendor share
    ///
    /// A key pair is private.pem, which signs, and public.pem for the vendor's dashboard. HS256, HS384 and HS512 sign
    /// with a shared secret: secret.txt has a random one. Its characters are the secret.
    #[command(after_help = "Example: an RSA key pair, and one for a vendor that takes a JSON Web Key
  visitorseal keygen --out keys
  visitorseal keygen --algorithm ES256 --jwk --out es256")]
    Keygen {
        /// The algorithm that the vendor asks for. `visitorseal schemes` lists it
        #[arg(long, value_enum, value_name = "ALGORITHM", default_value_t = Algorithm::Rs256, ignore_case = true)]
        algorithm: Algorithm,
        /// The folder for the files. Existing files are never overwritten
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The size of an RSA key in bits: 2048 if it is not given
        #[arg(long, value_name = "BITS", value_parser = value_parser!(u16).range(2048..=8192))]
        bits: Option<u16>,
        /// Write the public key as a JSON Web Key too: public.jwk.json. Its kid is its thumbprint (RFC 7638)
        #[arg(long)]
        jwk: bool,
    },
    /// Show each vendor's widget with a visitor: sign, page, verify, and a forgery that is refused
    #[command(after_help = "Example:
  visitorseal demo")]
    Demo,
    /// Print a completion script for a shell
    #[command(after_help = "Example:
  visitorseal completions bash > visitorseal.bash")]
    Completions { shell: Shell },
    /// Print the manual page, or write the manual page of each command into a folder
    #[command(after_help = "Example:
  visitorseal man --out man")]
    Man {
        /// The folder for the manual pages
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

impl Command {
    /// The scheme's name or file, if the command makes something for a page.
    pub fn target(&self) -> Option<(Option<String>, Option<PathBuf>)> {
        match self {
            Self::Script { signing, .. }
            | Self::Element { signing, .. }
            | Self::Url { signing, .. }
            | Self::Digest { signing, .. } => Some(signing.target.named()),
            Self::Prefill { target, .. }
            | Self::AnonymousElement { target }
            | Self::ForgetScript { target, .. }
            | Self::AnonymousScript { target, .. } => Some(target.named()),
            Self::Page { target, .. } => Some((target.scheme.clone(), target.scheme_file.clone())),
            _ => None,
        }
    }
}

#[derive(Subcommand)]
pub enum SchemeCommand {
    /// Run a scheme file's examples, and show what it signs, what the page gets and what it lacks
    ///
    /// The exit status is 1 if an example differs, and 3 if the file has an error.
    Check {
        /// The scheme file. It is code: check only your own
        file: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Ask what the vendor's documentation says, and write a scheme file
    ///
    /// Press Enter to take the default in brackets. A pipe or a file may have the answers, one per line.
    New {
        /// The file to write. Without it, the scheme is printed
        file: Option<PathBuf>,
    },
}

#[derive(Args)]
pub struct Target {
    /// The vendor's scheme, such as bookbag. `visitorseal schemes` lists them
    #[arg(required_unless_present = "scheme_file", conflicts_with = "scheme_file")]
    pub scheme: Option<String>,
    /// A TOML file with a scheme of your own. A scheme file is code: load only your own
    #[arg(long, value_name = "FILE")]
    pub scheme_file: Option<PathBuf>,
    /// A setting of the scheme. NAME=@FILE reads the value from a file
    #[arg(long = "setting", alias = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
}

impl Target {
    fn named(&self) -> (Option<String>, Option<PathBuf>) {
        (self.scheme.clone(), self.scheme_file.clone())
    }
}

/// A [`Target`] that another option may name.
#[derive(Args, Clone)]
pub struct OptionalTarget {
    /// The vendor's scheme, such as bookbag. `visitorseal schemes` lists them
    #[arg(conflicts_with = "scheme_file")]
    pub scheme: Option<String>,
    /// A TOML file with a scheme of your own. A scheme file is code: load only your own
    #[arg(long, value_name = "FILE")]
    pub scheme_file: Option<PathBuf>,
    /// A setting of the scheme. NAME=@FILE reads the value from a file
    #[arg(long = "setting", alias = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
}

impl OptionalTarget {
    /// The target, if the command line names one.
    pub fn named(self) -> Option<Target> {
        let Self { scheme, scheme_file, settings } = self;
        (scheme.is_some() || scheme_file.is_some()).then_some(Target { scheme, scheme_file, settings })
    }
}

#[derive(Args)]
pub struct Signing {
    #[command(flatten)]
    pub target: Target,
    /// The file with the secret. One newline at its end is not part of the secret
    #[arg(long, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    #[command(flatten)]
    pub now: Now,
}

#[derive(Args)]
pub struct Explain {
    #[command(flatten)]
    pub target: OptionalTarget,
    /// The file with the page's HTML, or - for standard input. Without SCHEME the page's element or script names it
    #[arg(long, value_name = "FILE|-")]
    pub page: Option<PathBuf>,
    #[command(flatten)]
    pub keys: Keys,
    #[command(flatten)]
    pub now: Now,
    #[command(flatten)]
    pub limits: Limits,
    /// The file with the site's own record of the visitor: JSON as `sign` reads it, with further columns in attributes.
    /// Its texts are tried too, and a finding may show them
    #[arg(long, value_name = "FILE")]
    pub visitor: Option<PathBuf>,
    /// Print what the code of a finding or a warning means and what to change, and read nothing. With --json:
    /// {"code","about","fixes"}
    #[arg(long, value_name = "CODE", value_parser = CodeParser, hide_possible_values = true)]
    #[arg(conflicts_with_all = ["scheme", "scheme_file", "settings", "page", "key_file", "now", "leeway", "max_token", "visitor"])]
    pub code: Option<Advice>,
    /// Print JSON: {"verified","findings":[{"code","field","reason","fix"}]}, and with --page also
    /// "statements":[{"form","state","line","mark","fields","verified","findings"}]
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Clone, Copy)]
pub struct Limits {
    /// Seconds by which the clocks of site and vendor may differ, at most 300
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub leeway: u64,
    /// Refuse tokens that are larger than this
    #[arg(long, value_name = "BYTES", default_value_t = visitorseal::MAX_TOKEN)]
    pub max_token: usize,
}

#[derive(Args, Clone, Copy)]
pub struct Now {
    /// The time in Unix seconds, instead of the system's clock
    #[arg(long, value_name = "UNIX")]
    pub now: Option<u64>,
}

#[derive(Args)]
pub struct Keys {
    /// The file with a key that verifies: a shared secret, or a public key as PEM, as a JSON Web Key
    /// (JWK) or as a JWK set. Repeat the option for more keys, the newest first. NAME is the key's
    /// kid, or names the brand of a shared secret
    #[arg(long, value_name = "[NAME=]FILE")]
    pub key_file: Vec<String>,
}

#[derive(Args)]
pub struct Nonce {
    /// The nonce of the page's Content-Security-Policy
    #[arg(long)]
    pub nonce: Option<String>,
}

#[derive(Args)]
pub struct Lines {
    /// Read one JSON value per line and print one JSON value per line
    #[arg(long)]
    pub lines: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Policy {
    /// Refuse a missing or wrong signature
    #[default]
    Required,
    /// Accept a missing signature as an anonymous visitor, and refuse a wrong one
    Optional,
    /// Accept a wrong signature as an anonymous visitor too, and say why it is wrong
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
