//! Signs tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Header, crypto::JwtSigner, signature};

use crate::{
    algorithm::Algorithm,
    error::{Code, Error, Result},
    forms::Encoding,
    hmac::HmacKey,
    json,
    key::PrivateKey,
};

/// A secret, prepared once. jsonwebtoken's own signers prepare it for each signature.
pub(crate) struct TokenSigner {
    secret: Secret,
    algorithm: jsonwebtoken::Algorithm,
    /// The encoded header and its dot: the same for every token.
    header: String,
}

// A box would cost a tenth of making a signer.
#[allow(clippy::large_enum_variant)]
enum Secret {
    Shared(HmacKey),
    Private(Box<PrivateKey>),
}

impl TokenSigner {
    /// `secret` is the shared secret's bytes.
    pub fn shared(secret: &[u8], algorithm: &Algorithm, kid: Option<String>) -> Result<Self> {
        Self::new(Secret::Shared(HmacKey::new(secret, algorithm.hash, Encoding::Base64Url)?), algorithm, kid)
    }

    /// `pem` is the private key.
    pub fn private(pem: &[u8], algorithm: &Algorithm, kid: Option<String>) -> Result<Self> {
        let signer = Self::new(Secret::Private(Box::new(PrivateKey::read(pem, algorithm)?)), algorithm, kid)?;
        // A key's first signature takes longer than the later ones, so make it here.
        signer.sign(b"{}")?;
        Ok(signer)
    }

    fn new(secret: Secret, algorithm: &Algorithm, kid: Option<String>) -> Result<Self> {
        let algorithm = algorithm
            .name
            .parse()
            .map_err(|_| Error::new(Code::Internal, "jsonwebtoken does not know the algorithm."))?;
        let header = URL_SAFE_NO_PAD.encode(json::text(&Header { kid, ..Header::new(algorithm) }));
        Ok(Self { secret, algorithm, header: format!("{header}.") })
    }

    /// A token with these claims, which are a JSON object.
    pub fn sign(&self, claims: &[u8]) -> Result<String> {
        let mut token = String::with_capacity(1024);
        token.push_str(&self.header);
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        match &self.secret {
            Secret::Shared(key) => {
                let digest = key.digest(token.as_bytes())?;
                token.push('.');
                token.push_str(digest.as_str());
            }
            Secret::Private(_) => {
                let signature = signature::Signer::try_sign(self, token.as_bytes()).map_err(|_| {
                    Error::new(
                        Code::CryptoFailed,
                        "The signature could not be computed. Check the private key with: openssl pkey -check",
                    )
                })?;
                token.push('.');
                URL_SAFE_NO_PAD.encode_string(signature, &mut token);
            }
        }
        Ok(token)
    }
}

impl signature::Signer<Vec<u8>> for TokenSigner {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        match &self.secret {
            Secret::Shared(key) => Ok(key.bytes(message)),
            Secret::Private(key) => key.sign(message).map_err(signature::Error::from_source),
        }
    }
}

impl JwtSigner for TokenSigner {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.algorithm
    }
}
