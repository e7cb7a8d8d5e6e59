//! What stands in place of a value that is not there.

use super::forms;

/// What frameworks write for a visitor who is not signed in, and for an id that nobody has.
pub fn nobody(_: &[u8]) -> Vec<Vec<u8>> {
    forms(["anonymousUser", "anonymous", "AnonymousUser", "guest", "00000000-0000-0000-0000-000000000000", "-1"])
}

/// Templates and format strings as they stand in the code.
pub fn templates(_: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for owner in ["user", "customer", "current_user", "currentUser", "request.user", "visitor", "member"] {
        for name in ["id", "email", "pk", "uuid"] {
            let value = format!("{owner}.{name}");
            all.extend(forms([
                format!("{{{{ {value} }}}}"),
                format!("{{{{{value}}}}}"),
                format!("<%= {value} %>"),
                format!("${{{value}}}"),
                format!("#{{{value}}}"),
            ]));
        }
    }
    all
}
