//! Public keys as JSON Web Keys (RFC 7517), with their thumbprint (RFC 7638) as `kid`.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

/// The members that make the key, in the order of their names: RFC 7638, section 3.2, hashes them so.
pub struct Jwk(Vec<(&'static str, String)>);

impl Jwk {
    /// An RSA key (RFC 7518, section 6.3.1). Both numbers are big-endian, without leading zeros.
    pub fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        Self(vec![("e", text(exponent)), ("kty", "RSA".to_owned()), ("n", text(modulus))])
    }

    /// A key on an elliptic curve (RFC 7518, section 6.2.1). The coordinates have the curve's full length.
    pub fn ec(curve: &str, x: &[u8], y: &[u8]) -> Self {
        Self(vec![("crv", curve.to_owned()), ("kty", "EC".to_owned()), ("x", text(x)), ("y", text(y))])
    }

    /// An Ed25519 key (RFC 8037, section 2).
    pub fn ed25519(key: &[u8]) -> Self {
        Self(vec![("crv", "Ed25519".to_owned()), ("kty", "OKP".to_owned()), ("x", text(key))])
    }

    pub fn thumbprint(&self) -> String {
        text(digest(&SHA256, Value::from(self.members()).to_string().as_bytes()).as_ref())
    }

    /// The key for a vendor's JWK set: it verifies signatures of this algorithm alone.
    pub fn to_json(&self, algorithm: &str) -> String {
        let mut key = self.members();
        for (name, value) in [("use", "sig"), ("alg", algorithm), ("kid", &self.thumbprint())] {
            key.insert(name.to_owned(), json!(value));
        }
        format!("{:#}", Value::from(key))
    }

    fn members(&self) -> Map<String, Value> {
        self.0.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect()
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    #[test]
    fn the_thumbprint_of_an_rsa_key_is_that_of_rfc_7638_appendix_a_1() {
        let modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let key = Jwk::rsa(&bytes(modulus), &bytes("AQAB"));
        assert_eq!(key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        let json: Value = serde_json::from_str(&key.to_json("RS256")).unwrap();
        let kid = key.thumbprint();
        let expected = json!({"kty": "RSA", "n": modulus, "e": "AQAB", "use": "sig", "alg": "RS256", "kid": kid});
        assert_eq!(json, expected);
    }

    #[test]
    fn the_thumbprint_of_an_ed25519_key_is_that_of_rfc_8037_appendix_a_3() {
        let key = Jwk::ed25519(&bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
        assert_eq!(key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    // The key is that of RFC 7517, appendix A.1. RFC 7638 has no example of its kind: the value is from jose 6.2.17 (npm).
    #[test]
    fn the_thumbprint_of_a_key_on_a_curve_is_that_of_another_library() {
        let (x, y) = ("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM");
        assert_eq!(Jwk::ec("P-256", &bytes(x), &bytes(y)).thumbprint(), "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
    }
}
