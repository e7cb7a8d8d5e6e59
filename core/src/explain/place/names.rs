//! What vendors call the signature and the visitor's fields: a site that had another vendor's widget sends its names.

use std::{collections::HashMap, sync::LazyLock};

use super::spots::leaves;
use crate::{
    scheme::{Part, Signature, Source, scheme, schemes},
    visitor::Field,
};

/// What a field is for, whatever its vendor calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Digest,
    Token,
    Visitor(Field),
    Payload,
    Now,
    Expires,
    Random,
}

/// Further names, which no scheme of the catalogue has.
const MORE: &[(Role, &[&str])] = &[
    (
        Role::Digest,
        &[
            "hash",
            "hmac",
            "mac",
            "digest",
            "sig",
            "signature",
            "checksum",
            "sha256",
            "hmac_sha256",
            "hmac_hash",
            "hmac_digest",
            "hmac_signature",
            "user_hmac",
            "user_digest",
            "user_signature",
            "user_verification_hash",
            "email_hmac",
            "email_signature",
            "id_hash",
            "hashed_id",
            "hashed_email",
            "auth_hash",
            "auth_signature",
            "authentication_hash",
            "identity_hash",
            "identity_signature",
            "identity_verification",
            "identity_verification_hash",
            "identity_verification_token",
            "verification",
            "verification_signature",
            "verification_token",
            "security_hash",
            "secure_hash",
            "secure_mode_hash",
            "signed_hash",
            "visitor_hash",
            "customer_hash",
            "contact_hash",
        ],
    ),
    (
        Role::Token,
        &[
            "token",
            "jwt",
            "id_token",
            "auth_token",
            "access_token",
            "user_token",
            "sso_token",
            "signed_token",
            "auth_jwt",
            "identity_jwt",
        ],
    ),
    (
        Role::Visitor(Field::Id),
        &[
            "id",
            "uid",
            "uuid",
            "guid",
            "_id",
            "user",
            "user_uuid",
            "user_identifier",
            "customer_id",
            "contact_id",
            "visitor_id",
            "member_id",
            "person_id",
            "distinct_id",
            "unique_id",
            "unique_identifier",
            "subject",
            "login",
        ],
    ),
    (
        Role::Visitor(Field::Email),
        &["mail", "email_address", "contact_email", "customer_email", "visitor_email", "primary_email"],
    ),
    (Role::Visitor(Field::Name), &["full_name", "display_name"]),
    (Role::Visitor(Field::Phone), &["mobile", "telephone", "phone_number"]),
    (Role::Now, &["timestamp", "time", "issued_at"]),
    (Role::Expires, &["expires", "expiry", "expires_at", "expiration"]),
    (Role::Random, &["nonce", "random", "salt"]),
];

/// What each name stands for, without its case and style.
static NAMES: LazyLock<HashMap<String, Vec<Role>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<Role>> = HashMap::new();
    let mut add = |name: &str, role| {
        let roles = names.entry(letters(name)).or_default();
        if !roles.contains(&role) {
            roles.push(role);
        }
    };
    for (role, more) in MORE {
        more.iter().for_each(|name| add(name, *role));
    }
    for scheme in schemes().filter_map(|name| scheme(name).ok()) {
        let model = scheme.model();
        let (inner, signature) = match &model.signature {
            Signature::Hmac(hmac) => (hmac.payload.as_ref().map(|payload| &payload.members), Role::Digest),
            Signature::Jwt(jwt) => (Some(&jwt.claims), Role::Token),
        };
        for (path, part) in [Some(&model.fields), inner].into_iter().flatten().flat_map(leaves) {
            if let (Part::Value(placeholder), Some(name)) = (part, path.last())
                && let Some(role) = role_of(&placeholder.source, signature)
            {
                add(name, role);
            }
        }
    }
    names
});

/// What a placeholder is for. `signature` tells a digest from a token.
fn role_of(source: &Source, signature: Role) -> Option<Role> {
    Some(match source {
        Source::Field(field) => Role::Visitor(*field),
        Source::Signature | Source::Further(_) => signature,
        Source::Payload => Role::Payload,
        Source::Now(_) => Role::Now,
        Source::Expires(_) => Role::Expires,
        Source::Random => Role::Random,
        Source::Attribute(_) | Source::Setting(_) => return None,
    })
}

/// Whether a vendor gives a field with this role the name.
pub(super) fn is_name_of(name: &str, role: Role) -> bool {
    NAMES.get(&letters(name)).is_some_and(|roles| roles.contains(&role))
}

/// What some vendor's field of the source is for, whatever the vendor's algorithm is.
pub(super) fn stands_for(name: &str, source: &Source) -> bool {
    role_of(source, Role::Digest).is_some_and(|role| is_name_of(name, role))
}

/// A name's letters and digits in lower case. A longer name is no vendor's.
fn letters(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_every_scheme_are_known() {
        for (name, role) in [
            ("user_hash", Role::Digest),
            ("userHash", Role::Digest),
            ("authkey", Role::Digest),
            ("connectionKey", Role::Digest),
            ("external_user_id_auth_hash", Role::Digest),
            ("verificationHash", Role::Digest),
            ("verification_token", Role::Digest),
            ("intercom_user_jwt", Role::Token),
            ("userJwt", Role::Token),
            ("connectionEmail", Role::Visitor(Field::Email)),
            ("user-id", Role::Visitor(Field::Id)),
            ("sub", Role::Visitor(Field::Id)),
            ("userDataJSONBase64", Role::Payload),
        ] {
            assert!(is_name_of(name, role), "{name}");
        }
        for (name, role) in [
            ("user_id", Role::Digest),
            ("email", Role::Visitor(Field::Id)),
            ("company", Role::Visitor(Field::Id)),
            ("plan", Role::Digest),
            ("", Role::Digest),
        ] {
            assert!(!is_name_of(name, role), "{name}");
        }
    }
}
