//! Signing a token.

use super::{Call, missing, random};
use crate::{
    error::Result,
    json::Charset,
    scheme::{Inputs, Jwt, Made, REGISTERED_CLAIMS, Scheme, reserved},
    settings::Settings,
    time::{check_now, check_signed_time},
    token::TokenSigner,
};

impl Jwt {
    /// Prepares the secret, which is a shared one or a private key.
    pub(super) fn signer(&self, scheme: &Scheme, secret: &[u8], settings: &Settings) -> Result<TokenSigner> {
        for name in self.kid_settings() {
            scheme.need(settings, name)?;
        }
        if let Some(lifetime) = &self.lifetime {
            lifetime.seconds(settings)?;
        }
        let kid = self.header_kid(settings)?;
        let signer = match self.algorithm.is_shared() {
            true => TokenSigner::shared(secret, self.algorithm, kid),
            false => TokenSigner::private(secret, self.algorithm, kid),
        };
        signer.map_err(|error| error.with_field("secret"))
    }

    /// Signs a visitor, at the time in `made`.
    pub(super) fn sign(&self, key: &TokenSigner, call: Call<'_>, made: &mut Made) -> Result<()> {
        let Call { settings, visitor, .. } = call;
        let now = made.now;
        if let Some((claim, _)) = visitor.attributes().find(|(key, _)| REGISTERED_CLAIMS.contains(key)) {
            return Err(reserved(claim));
        }
        if let Some(lifetime) = &self.lifetime {
            made.expires = lifetime.seconds(settings)?.map(|seconds| now.saturating_add(seconds));
        }
        made.expires.map_or(Ok(()), check_now)?;
        if self.has_own_times {
            check_signed_time(now)?;
            made.expires.map_or(Ok(()), check_signed_time)?;
        }
        if self.uses_random {
            made.random = random()?;
        }
        let inputs = Inputs { visitor, settings, made: Some(made) };
        let is_absent = |path: &&String| {
            self.claims.placeholder_at(path).is_none_or(|placeholder| inputs.value(placeholder).is_none())
        };
        if let Some(path) = self.required.iter().find(is_absent) {
            let word = self.claims.placeholder_at(path).and_then(|placeholder| placeholder.word());
            return Err(missing(word.as_deref().unwrap_or(path), visitor));
        }
        let mut claims = Vec::with_capacity(512);
        self.claims.fill(inputs)?.write(&mut claims, Charset::Utf8);
        made.signature = Some(key.sign(&claims)?);
        Ok(())
    }
}
