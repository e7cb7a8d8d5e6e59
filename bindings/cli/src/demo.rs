//! A tour of all widgets, with the examples of the vendors' own pages.

use std::io::{self, IsTerminal};

use serde_json::Value;
use visitorseal::{Object, Settings, Signer, Verifier, Visitor, scheme};

use crate::{
    args::Now,
    failure::{Failure, Result},
    input, key_pair, output,
};

struct Example {
    scheme: &'static str,
    secret: &'static str,
    settings: &'static [(&'static str, &'static str)],
    visitor: &'static str,
    /// Another visitor, whose fields a forger sends with this visitor's signature.
    other: &'static str,
    about: &'static str,
}

/// The `secret` of a scheme that takes a key pair. The tour makes the key pair.
const KEY_PAIR: &str = "";

const TOUR: [Example; 5] = [
    Example {
        scheme: "reamaze",
        secret: "an SSO secret of forty hex digits or so",
        settings: &[],
        visitor: r#"{"id":"user-123","email":"jane@example.com","name":"Jane Doe","phone":"+14155552671"}"#,
        other: r#"{"id":"user-124","email":"jane@example.com"}"#,
        about: "id and email are signed together, with a colon between them",
    },
    Example {
        scheme: "fernand",
        secret: "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce",
        settings: &[],
        visitor: r#"{"name":"Richard","email":"richard@piedpiper.com"}"#,
        other: r#"{"email":"Richard@piedpiper.com"}"#,
        about: "the key and digest of Fernand's page; a capital letter makes another address",
    },
    Example {
        scheme: "orlo",
        secret: KEY_PAIR,
        settings: &[
            ("embed_code", "<script>panelCode.customerData('JWT_TOKEN');</script>"),
            ("mobile_url", "https://livechat.example/mobile/WIDGET_ID?jwt=JWT_TOKEN"),
            ("widget_id", "w-1"),
            ("lifetime", "3600"),
        ],
        visitor: r#"{"name":"customer name","attributes":{"User ID":124,"Telephone":"01234567890"}}"#,
        other: r#"{"name":"another name"}"#,
        about: "a token, signed with a key pair made for this tour, in the code from the vendor's panel",
    },
    Example {
        scheme: "bookbag",
        secret: "an agent's signing secret",
        settings: &[],
        visitor: r#"{"id":"user-123","name":"Jane Doe","email":"jane@example.com","attributes":{"plan":"growth"}}"#,
        other: r#"{"id":"user-124"}"#,
        about: "only the id is signed; anyone can edit the rest in the browser",
    },
    Example {
        scheme: "thread",
        secret: "a portal authentication secret",
        settings: &[("app_id", "00000000-0000-4000-8000-000000000000")],
        visitor: r#"{"email":"foo@bar.com"}"#,
        other: r#"{"email":"bar@foo.com"}"#,
        about: "the signature is one of the parameters that start the widget",
    },
];

pub fn run() -> Result {
    for example in &TOUR {
        match example.secret {
            KEY_PAIR => {
                let pair = key_pair::for_scheme(scheme(example.scheme)?.algorithm())?;
                show(example, &pair.private, &pair.public)?;
            }
            shared => show(example, shared, shared)?,
        }
    }
    output::print("\nFive widgets signed and verified, five forgeries refused.")
}

fn show(example: &Example, secret: &str, key: &str) -> Result {
    let scheme = scheme(example.scheme)?;
    let settings = example.settings.iter().fold(Settings::new(), |settings, (name, value)| settings.with(*name, value));
    let signer = Signer::new(&scheme, secret, &settings)?;
    let verifier = Verifier::new(&scheme, [key])?.settings(&settings)?;
    let now = input::unix_time(Now { now: None });
    let signed = signer.sign(&Visitor::from_json(example.visitor.as_bytes())?, now)?;
    let other = signer.sign(&Visitor::from_json(example.other.as_bytes())?, now)?;

    let (bold, plain) = if io::stdout().is_terminal() { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    output::print(&format!("\n{bold}{}{plain}  {}\n{}\n", scheme.vendor(), scheme.document(), example.about))?;
    let row = |name: &str, value: &str| output::print(&format!("{name:<11}{}", value.replace('\n', "\n           ")));
    row("visitor", example.visitor)?;
    row("signature", signed.signature().unwrap_or_default())?;
    row("page", &signed.script(Some("bm9uY2U"))?)?;
    if let Ok(url) = signed.url() {
        row("mobile", &url)?;
    }
    row("verified", &verifier.verify(signed.fields(), now)?.to_json())?;

    let forged = forge(signed.fields(), other.fields(), signed.signature().unwrap_or_default());
    match verifier.verify(&forged, now) {
        Ok(_) => Err(Failure::Data(format!("The forgery for {} was not refused. Please report this.", scheme.name()))),
        Err(error) => row("forged", &format!("refused, {error}")),
    }
}

/// Another visitor's fields with this visitor's signature.
fn forge(fields: &Object, other: &Object, signature: &str) -> Object {
    let mut forged = fields.clone();
    for (name, value) in other {
        let own = fields.get(name).and_then(Value::as_str) == Some(signature);
        let value = match (own, value.as_str().and_then(|token| token.rsplit_once('.'))) {
            (false, _) => value.clone(),
            (true, None) => continue,
            // A token holds what it signs, so the forger takes the other token's header and claims.
            (true, Some((content, _))) => {
                let digest = signature.rsplit_once('.').map_or("", |(_, digest)| digest);
                Value::from(format!("{content}.{digest}"))
            }
        };
        forged.insert(name.clone(), value);
    }
    forged
}
