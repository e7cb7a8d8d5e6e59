//! Why a key cannot be used, what to do about it, and the key that was meant.

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

#[cfg(feature = "sign")]
use super::PrivateKey;
use super::{
    Key,
    advice::{about, about_jwk, about_text, advice},
    content::{Content, Kind, Label, Public},
    damage::Damage,
    identifier::KeyType,
    jwk, read_public,
    text::{Found, find},
};
use crate::{
    algorithm::{Algorithm, Family},
    error::{Code, Error},
};

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Sign,
    Verify,
}

/// Why a key cannot be used.
pub(crate) struct Fault {
    /// What happened to its text, from the outside in.
    pub damages: Vec<Damage>,
    /// What is wrong with the key itself. None if its text alone is damaged.
    pub problem: Option<Problem>,
    /// The public keys that were meant, as the verifier reads them.
    pub readable: Vec<String>,
}

/// What is wrong with a key, and what to do.
#[derive(Clone)]
pub(crate) struct Problem {
    pub code: Code,
    pub field: Option<Box<str>>,
    pub what: String,
    pub advice: String,
}

impl Problem {
    fn new(code: Code, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { code, field: None, what: what.into(), advice: advice.into() }
    }
}

impl From<Error> for Problem {
    /// The first sentence of an error says what is wrong.
    fn from(error: Error) -> Self {
        let (what, advice) = error.reason().split_once(". ").unwrap_or((error.reason().trim_end_matches('.'), ""));
        Self { field: error.field().map(Into::into), ..Self::new(error.code(), format!("{what}."), advice) }
    }
}

impl Fault {
    /// Finds out why a key cannot be used. `error` is what reading it said.
    pub fn find(bytes: &[u8], algorithm: &Algorithm, purpose: Purpose, error: Error) -> Self {
        let (damages, found) = find(bytes);
        let wanted = Wanted { algorithm, purpose, is_der: matches!(damages.as_slice(), [Damage::Der(_), ..]) };
        let mut fault = Self { damages, problem: None, readable: Vec::new() };
        fault.problem = match found {
            Found::Key(key) => wanted.explain_key(&key, &mut fault),
            Found::Jwk(text) => wanted.explain_jwk(&text, &mut fault),
            Found::Several(keys) => wanted.explain_several(&keys, &mut fault),
            Found::Nothing if wanted.is_incomplete(&fault.damages) => None,
            Found::Nothing => {
                // Nobody knows what happened to a text in which there is no key.
                fault.damages.clear();
                about_text(bytes, purpose).map(|(what, advice)| {
                    Problem::new(Code::KeyMalformed, what, advice.replace("{new}", &new_pair(algorithm, purpose)))
                })
            }
        };
        if fault.damages.is_empty() {
            fault.problem.get_or_insert_with(|| error.into());
        }
        fault
    }

    /// The error that says all of it.
    pub fn into_error(self) -> Error {
        let (code, field) =
            self.problem.as_ref().map_or((Code::KeyMalformed, None), |problem| (problem.code, problem.field.clone()));
        let mut sentences: Vec<String> = Vec::new();
        for damage in &self.damages {
            sentences.extend([damage.what(), damage.advice(self.problem.is_none())]);
        }
        sentences.extend(self.problem.into_iter().flat_map(|problem| [problem.what, problem.advice]));
        sentences.retain(|sentence| !sentence.is_empty());
        let reason = sentences.join(" ");
        match field {
            Some(field) => Error::about(code, field, reason),
            None => Error::new(code, reason),
        }
    }
}

/// What the caller needs.
struct Wanted<'a> {
    algorithm: &'a Algorithm,
    purpose: Purpose,
    is_der: bool,
}

impl Wanted<'_> {
    /// Whether the text is the beginning of a key, of which nothing more can be said.
    fn is_incomplete(&self, damages: &[Damage]) -> bool {
        matches!(damages.last(), Some(Damage::OnlyFirstLine | Damage::Cut(..)))
    }

    fn is_signing(&self) -> bool {
        self.purpose == Purpose::Sign
    }

    /// Reads a key as the signer or verifier does.
    fn read(&self, text: &str) -> Result<(), Error> {
        match self.purpose {
            Purpose::Verify => read_public(Key::from(text), self.algorithm).map(drop),
            #[cfg(feature = "sign")]
            Purpose::Sign => PrivateKey::read_pem(text.as_bytes(), self.algorithm).map(drop),
            #[cfg(not(feature = "sign"))]
            Purpose::Sign => Ok(()),
        }
    }

    fn explain_key(&self, key: &Content, fault: &mut Fault) -> Option<Problem> {
        if let Some(found) = key.key_type.filter(|found| !found.fits(self.algorithm)) {
            return Some(self.another(found, key.kind));
        }
        if let Some(public) = &key.public {
            fault.readable.push(public.text());
        }
        let is_wanted = match key.kind {
            Kind::Public(_) => !self.is_signing(),
            Kind::Private(_) => self.is_signing(),
            _ => false,
        };
        let result = match (key.kind, &key.public) {
            (Kind::Private(label), _) if !is_wanted => {
                public_half(&pem(label, &key.bytes), self.algorithm).map(|public| fault.readable.extend(public))
            }
            (Kind::Private(label) | Kind::Public(label), _) if is_wanted => self.read(&pem(label, &key.bytes)),
            // The next error of this key, for example that it is too short.
            (_, Some(public)) if !self.is_signing() => self.read(&public.text()),
            _ => Ok(()),
        };
        if let Err(error) = result {
            fault.readable.clear();
            return Some(self.problem(error));
        }
        if !is_wanted {
            if self.is_der {
                // The command reads DER.
                fault.damages.clear();
            }
            return Some(self.wrong_kind(key));
        }
        None
    }

    /// What is wrong with the key itself. Where only another key helps, the advice says who makes one.
    fn problem(&self, error: Error) -> Problem {
        let problem = Problem::from(error);
        match problem.code {
            Code::KeyTooShort | Code::KeyWeak => Problem { advice: new_pair(self.algorithm, self.purpose), ..problem },
            _ => problem,
        }
    }

    /// The key of another algorithm, where a command would only lead to this.
    fn another(&self, found: KeyType, kind: Kind) -> Problem {
        let (before, after) = match kind {
            Kind::Public(_) | Kind::Private(_) | Kind::Encrypted => ("", ""),
            Kind::Certificate => ("a certificate with ", ""),
            Kind::Request => ("a certificate request with ", ""),
            Kind::SshPublic | Kind::SshFile | Kind::SshPrivate => ("", " in SSH's form"),
        };
        let (name, wanted) = (self.algorithm.name, self.algorithm.family.about());
        let what = format!("This is {before}{}{after}, but {name} needs {wanted}.", found.about());
        Problem::new(Code::KeyAlgorithm, what, new_pair(self.algorithm, self.purpose))
    }

    fn wrong_kind(&self, key: &Content) -> Problem {
        let is_edwards = self.algorithm.family == Family::Ed25519;
        let (code, what) = about(key.kind);
        let advice = advice(key.kind, self.purpose, is_edwards)
            .replace(" {der}", if self.is_der { " -inform DER" } else { "" })
            .replace("{new}", &new_pair(self.algorithm, self.purpose));
        Problem::new(code, what, advice)
    }

    fn explain_jwk(&self, text: &str, fault: &mut Fault) -> Option<Problem> {
        if self.is_signing() {
            let (what, advice) = about_jwk(jwk::is_private(text.as_bytes()));
            return Some(Problem::new(Code::KeyMalformed, what, advice));
        }
        match self.read(text) {
            Ok(()) => {
                fault.readable.push(text.to_owned());
                None
            }
            Err(error) if error.code() == Code::KeyPrivate => {
                fault.readable.extend(jwk::without_private(text.as_bytes()).filter(|text| self.read(text).is_ok()));
                Some(error.into())
            }
            Err(error) => Some(error.into()),
        }
    }

    /// A chain of certificates, a key with its certificate, or several keys.
    fn explain_several(&self, keys: &[Content], fault: &mut Fault) -> Option<Problem> {
        let several =
            |advice: &str| Some(Problem::new(Code::KeyMalformed, "The file has more than one PEM block.", advice));
        let (is_signing, is_public) = (self.is_signing(), |key: &&Content| matches!(key.kind, Kind::Public(_)));
        let is_private = |key: &&Content| matches!(key.kind, Kind::Private(_));
        let wanted: Vec<&Content> =
            keys.iter().filter(|key| if is_signing { is_private(key) } else { is_public(key) }).collect();
        if let (false, [_, _, ..]) = (is_signing, wanted.as_slice()) {
            let texts = wanted.iter().filter_map(|key| key.public.as_ref()).map(Public::text);
            fault.readable.extend(texts.filter(|text| self.read(text).is_ok()));
            return several("Pass each public key as a key of its own.");
        }
        let certificate = || keys.iter().find(|key| key.kind == Kind::Certificate);
        let only = match wanted.as_slice() {
            [only] => *only,
            [] => certificate().or_else(|| keys.first())?,
            _ => return several("Pass a file with one private key."),
        };
        let problem = self.explain_key(only, fault);
        match (wanted.as_slice(), &problem) {
            ([], _) => problem,
            (_, Some(found)) if found.code != Code::KeyMalformed => problem,
            _ if is_signing => several("Pass the private key alone: openssl pkey -in FILE -out private.pem"),
            _ => several("Pass the public key alone: openssl pkey -pubin -in FILE -pubout"),
        }
    }
}

/// How to get a key of the algorithm.
fn new_pair(algorithm: &Algorithm, purpose: Purpose) -> String {
    let command = format!("visitorseal keygen --algorithm {} --out keys", algorithm.name);
    match purpose {
        Purpose::Sign => format!("Make a key pair with: {command}"),
        Purpose::Verify => format!("Pass the public key of a pair that fits. The site makes a pair with: {command}"),
    }
}

impl Public {
    /// PEM or JWK.
    fn text(&self) -> String {
        match self {
            Self::Der(label, der) => pem(label, der).to_string(),
            Self::Jwk(text) => text.clone(),
        }
    }
}

fn pem(label: Label, der: &[u8]) -> Zeroizing<String> {
    let mut pem = Zeroizing::new(String::with_capacity(der.len() * 4 / 3 + 2 * label.len() + 64));
    pem.extend(["-----BEGIN ", label, "-----\n"]);
    STANDARD.encode_string(der, &mut pem);
    pem.extend(["\n-----END ", label, "-----\n"]);
    pem
}

/// The public key of a private one.
#[cfg(feature = "sign")]
fn public_half(pem: &str, algorithm: &Algorithm) -> Result<Option<String>, Error> {
    let der = PrivateKey::read_pem(pem.as_bytes(), algorithm)?.public_der();
    Ok(der.map(|der| self::pem("PUBLIC KEY", &der).to_string()))
}

#[cfg(not(feature = "sign"))]
fn public_half(_: &str, _: &Algorithm) -> Result<Option<String>, Error> {
    Ok(None)
}
