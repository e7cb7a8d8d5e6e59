//! A tour of all the widgets, with the examples of the vendors' own pages.

use std::io::{self, IsTerminal};

use rsa::{
    RsaPrivateKey,
    pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding},
    rand_core::OsRng,
};
use serde_json::Value;
use visitorseal::{Object, Settings, Signer, Verifier, Visitor, scheme};
use zeroize::Zeroizing;

use crate::{
    failure::{Failure, Result},
    input, output,
};

struct Stop {
    scheme: &'static str,
    secret: &'static str,
    settings: &'static [(&'static str, &'static str)],
    visitor: &'static str,
    /// Somebody else, whose fields a forger puts under this visitor's signature.
    other: &'static str,
    says: &'static str,
}

/// In the place of a secret: the scheme takes a key pair, and the tour makes one.
const KEY_PAIR: &str = "";

const TOUR: [Stop; 5] = [
    Stop {
        scheme: "reamaze",
        secret: "an SSO secret of forty hex digits or so",
        settings: &[],
        visitor: r#"{"id":"user-123","email":"jane@example.com","name":"Jane Doe","phone":"+14155552671"}"#,
        other: r#"{"id":"user-124","email":"jane@example.com"}"#,
        says: "id and email are signed together, with a colon between them",
    },
    Stop {
        scheme: "fernand",
        secret: "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce",
        settings: &[],
        visitor: r#"{"name":"Richard","email":"richard@piedpiper.com"}"#,
        other: r#"{"email":"Richard@piedpiper.com"}"#,
        says: "the key and the digest that Fernand's page prints: a capital letter is another address",
    },
    Stop {
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
        says: "a token, signed with a key pair made for this tour, in code pasted from the vendor's panel",
    },
    Stop {
        scheme: "bookbag",
        secret: "an agent's signing secret",
        settings: &[],
        visitor: r#"{"id":"user-123","name":"Jane Doe","email":"jane@example.com","attributes":{"plan":"growth"}}"#,
        other: r#"{"id":"user-124"}"#,
        says: "only the id is signed: anyone can edit the rest in the browser",
    },
    Stop {
        scheme: "thread",
        secret: "a portal authentication secret",
        settings: &[("app_id", "00000000-0000-4000-8000-000000000000")],
        visitor: r#"{"email":"foo@bar.com"}"#,
        other: r#"{"email":"bar@foo.com"}"#,
        says: "the widget is initialized with the signature among its parameters",
    },
];

pub fn run() -> Result {
    let (private, public) = key_pair()?;
    for stop in &TOUR {
        let (secret, key) = match stop.secret {
            KEY_PAIR => (private.as_str(), public.as_str()),
            shared => (shared, shared),
        };
        show(stop, secret, key)?;
    }
    output::print("\nFive widgets signed and verified, five forgeries refused.")
}

fn key_pair() -> Result<(Zeroizing<String>, String)> {
    let failed = |_| Failure::Io("the tour's key pair could not be made".to_owned());
    let key = RsaPrivateKey::new(&mut OsRng, 2048).map_err(|_| failed(()))?;
    let private = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| failed(()))?;
    let public = key.to_public_key().to_public_key_pem(LineEnding::LF).map_err(|_| failed(()))?;
    Ok((private, public))
}

fn show(stop: &Stop, secret: &str, key: &str) -> Result {
    let scheme = scheme(stop.scheme)?;
    let settings = stop.settings.iter().fold(Settings::new(), |settings, (name, value)| settings.with(*name, value));
    let signer = Signer::new(&scheme, secret, &settings)?;
    let verifier = Verifier::new(&scheme, [key])?.settings(&settings)?;
    let now = input::now(None);
    let signed = signer.sign(&Visitor::from_json(stop.visitor.as_bytes())?, now)?;
    let other = signer.sign(&Visitor::from_json(stop.other.as_bytes())?, now)?;

    let (bold, plain) = if io::stdout().is_terminal() { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    output::print(&format!("\n{bold}{}{plain}  {}\n{}\n", scheme.vendor(), scheme.document(), stop.says))?;
    let row = |name: &str, value: &str| output::print(&format!("{name:<11}{}", value.replace('\n', "\n           ")));
    row("visitor", stop.visitor)?;
    row("signature", signed.signature().unwrap_or_default())?;
    row("page", &signed.script(Some("bm9uY2U"))?)?;
    if let Ok(url) = signed.url() {
        row("mobile", &url)?;
    }
    row("verified", &verifier.verify(signed.fields(), now)?.to_json())?;

    let forged = forge(signed.fields(), other.fields(), signed.signature().unwrap_or_default());
    match verifier.verify(&forged, now) {
        Ok(_) => Err(Failure::Data(format!("a forgery of {} was not refused", scheme.name()))),
        Err(error) => row("forged", &format!("refused, {error}")),
    }
}

/// Somebody else's fields under the visitor's signature.
fn forge(fields: &Object, other: &Object, signature: &str) -> Object {
    let mut forged = fields.clone();
    for (name, value) in other {
        let own = fields.get(name).and_then(Value::as_str) == Some(signature);
        let value = match (own, value.as_str().and_then(|token| token.rsplit_once('.'))) {
            (false, _) => value.clone(),
            (true, None) => continue,
            // A token carries what it signs: its former parts are the other's.
            (true, Some((content, _))) => {
                let own = signature.rsplit_once('.').map_or("", |(_, own)| own);
                Value::from(format!("{content}.{own}"))
            }
        };
        forged.insert(name.clone(), value);
    }
    forged
}
