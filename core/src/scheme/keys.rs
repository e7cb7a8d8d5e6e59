//! Every key of a scheme file: where it stands, what it takes, and one line about it. The loader refuses other keys by
//! this table; `tools/generator` writes it into `schemes/schema.json` for editors and into `docs/scheme_file.md`.

/// A table of a scheme file.
#[derive(Debug)]
pub struct Place {
    /// The table's name, such as `[signature.payload]`.
    pub name: &'static str,
    /// What the table is.
    pub about: &'static str,
    /// The keys with a fixed name.
    pub keys: &'static [Key],
    /// What a key takes whose name the file chooses.
    pub other: Option<Key>,
}

/// A key of a scheme file.
#[derive(Debug)]
pub struct Key {
    /// The key's name, or NAME.
    pub name: &'static str,
    /// The type of its value.
    pub takes: Takes,
    /// Whether the key must be there.
    pub required: bool,
    /// The kind of signature that has this key, if only one has it.
    pub kind: Option<&'static str>,
    /// What the value is.
    pub about: &'static str,
}

/// The type of a value.
#[derive(Debug)]
pub enum Takes {
    /// Text.
    Text,
    /// An http or https address.
    Address,
    /// One of these words.
    Words(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A whole number from the first to the second.
    Number(u64, u64),
    /// A date.
    Date,
    /// A list of texts.
    Texts,
    /// Text, a whole number, true or false.
    Value,
    /// A table.
    Table(&'static Place),
    /// A list of tables, under `[[…]]`.
    Tables(&'static Place),
    /// Any of these.
    OneOf(&'static [Self]),
}

impl Takes {
    /// The table that this is, if it may be one.
    fn place(&self) -> Option<&'static Place> {
        match self {
            Self::Table(place) | Self::Tables(place) => Some(place),
            Self::OneOf(all) => all.iter().find_map(Self::place),
            _ => None,
        }
    }

    /// Whether this is a table or a list of tables.
    pub(crate) fn is_table(&self) -> bool {
        matches!(self, Self::Table(_) | Self::Tables(_))
    }

    /// The words that this may be.
    pub(crate) fn words(&self) -> &'static [&'static str] {
        if let Self::Words(words) = self { words } else { &[] }
    }

    /// The type in words, such as "text".
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Address => "an http or https address".to_owned(),
            Self::Words(words) => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" or "),
            Self::Flag => "true or false".to_owned(),
            Self::Number(..) => "a whole number".to_owned(),
            Self::Date => "a date".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::Value => "text, a whole number, true or false".to_owned(),
            Self::Table(_) => "a table".to_owned(),
            Self::Tables(_) => "a list of tables".to_owned(),
            Self::OneOf(all) => {
                let mut words: Vec<String> = all.iter().map(Self::in_words).collect();
                words.dedup();
                words.join(", or ")
            }
        }
    }
}

impl Place {
    pub(crate) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name).or(self.other.as_ref())
    }

    /// The table under a key.
    pub(crate) fn below(&self, name: &str) -> &'static Self {
        self.key(name).and_then(|key| key.takes.place()).unwrap_or(&ANY)
    }
}

const fn key(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, required: false, kind: None, about }
}

impl Key {
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn of(mut self, kind: &'static str) -> Self {
        self.kind = Some(kind);
        self
    }
}

/// The longest lifetime and age, in seconds.
pub(crate) const TEN_YEARS: u64 = 10 * 365 * 86_400;

const TEXT_OR_TEXTS: Takes = Takes::OneOf(&[Takes::Text, Takes::Texts]);

/// All tables, in the order of the manual.
pub static PLACES: [&Place; 21] = [
    &ROOT,
    &SETTINGS,
    &SETTING,
    &SIGNATURE,
    &HEADER,
    &LIFETIME,
    &PAYLOAD,
    &MEMBERS,
    &CLAIMS,
    &SIGNATURES,
    &FURTHER,
    &FIELDS,
    &DEPENDENT,
    &PAGE,
    &PREFILL,
    &ANONYMOUS,
    &TAG,
    &REPLACE,
    &GUIDE,
    &REFUSED,
    &EXAMPLE,
];

/// The whole file.
pub static ROOT: Place = Place {
    name: "the top of the file",
    about: "",
    keys: &[
        key("name", Takes::Text, "the scheme's name: a letter, then a to z, digits and _").required(),
        key("vendor", Takes::Text, "the vendor's name as the vendor writes it").required(),
        key("product", Takes::Text, "the product as the vendor names it, such as Messenger"),
        key(
            "category",
            Takes::Words(&[
                "support_chat",
                "feedback",
                "product_tours",
                "notifications",
                "messaging",
                "comments",
                "communities",
                "documents",
                "commerce",
            ]),
            "what the product is for; messaging: chats between users; product_tours: also surveys and feature flags; commerce: shops, subscriptions, loyalty, referrals",
        ),
        key("other_names", Takes::Texts, "former and other names of the vendor or the product, for the search"),
        key("document", Takes::Address, "the vendor's page that you read").required(),
        key("read", Takes::Date, "the day on which you read it, such as 2026-11-20").required(),
        key(
            "signed_by",
            Takes::Words(&["site", "vendor"]),
            "vendor: the vendor signs its request, and the site verifies it",
        ),
        key(
            "status",
            Takes::Words(&["certain", "reported"]),
            "certain: all is from the vendor's documents; reported: a part rests on somebody's code, as evidence says",
        ),
        key("evidence", Takes::Text, "what is not in the vendor's document, and whose code it rests on, in a sentence"),
        key("deprecated", Takes::Text, "why a new site should not use the scheme, in a sentence; a signer warns"),
        key("replaced_by", Takes::Text, "the scheme that the vendor offers in its place"),
        key(
            "contact",
            TEXT_OR_TEXTS,
            "the signed field that identifies a contact, such as \"{id}\", or the first of a list that is signed; or the setting that names a claim",
        ),
        key("readable_keys", Takes::Flag, "true where support agents see the names of attributes as they are"),
        key("settings", Takes::Table(&SETTINGS), "what the site passes besides the secret"),
        key("signature", Takes::Table(&SIGNATURE), "what is signed, and how").required(),
        key("signatures", Takes::Table(&SIGNATURES), "further signatures of the same visitor"),
        key("fields", Takes::Table(&FIELDS), "the object that the page passes to the widget").required(),
        key("page", Takes::Table(&PAGE), "how a page calls the widget"),
        key("guide", Takes::Table(&GUIDE), "what people need to know besides, for the page about the vendor"),
        key("refused", Takes::Table(&REFUSED), "how the vendor's backend answers a request that does not verify"),
        key("example", Takes::Tables(&EXAMPLE), "a visitor with the signature that the vendor gives for them"),
    ],
    other: None,
};

static SETTINGS: Place = Place {
    name: "[settings]",
    about: "what the site passes besides the secret",
    keys: &[],
    other: Some(key("NAME", Takes::Table(&SETTING), "a setting; the name has a to z, digits and _")),
};

static SETTING: Place = Place {
    name: "[settings.NAME]",
    about: "one setting",
    keys: &[
        key("about", Takes::Text, "what the setting is and where the vendor shows it").required(),
        key("form", Takes::Words(&["text", "name", "seconds", "html", "address", "endpoint"]), "text: one line; name: letters, digits, _ and -; seconds: a whole number; html: code from the vendor's dashboard; address: an http or https address; endpoint: a path of the site, or an address").required(),
        key("required", Takes::Flag, "true where every signer needs the setting"),
        key("per_request", Takes::Flag, "true where each request has another value, so that each needs a signer of its own"),
    ],
    other: None,
};

static SIGNATURE: Place = Place {
    name: "[signature]",
    about: "what is signed, and how",
    keys: &[
        key("kind", Takes::Words(&["hmac", "jwt"]), "hmac: a digest of a message; jwt: a JSON Web Token").required(),
        key("hash", Takes::Words(&["sha256", "sha512", "sha1"]), "the hash of the HMAC; a signer warns of sha1")
            .required()
            .of("hmac"),
        key(
            "secret",
            Takes::Words(&["text", "hex", "base64"]),
            "a digest and HS256, HS384 and HS512 must have it; text: the key is the secret's characters; hex, base64: the secret is the key in this form",
        ),
        key(
            "message",
            TEXT_OR_TEXTS,
            "the text that is signed, such as \"{id}:{email}\"; of a list, the first whose fields the visitor has",
        )
        .required()
        .of("hmac"),
        key(
            "may_hold_separator",
            Takes::Text,
            "the one field of the message that may hold the separator, such as \"id\"",
        )
        .of("hmac"),
        key(
            "ambiguous",
            Takes::Text,
            "why the vendor cannot tell two visitors apart, where one message can be two visitors",
        )
        .of("hmac"),
        key(
            "result",
            Takes::Words(&["hex", "HEX", "base64", "base64url"]),
            "how the digest is written; base64 has padding, base64url has none",
        )
        .required()
        .of("hmac"),
        key("max_age", Takes::Number(1, TEN_YEARS), "the age in seconds from which a signature with {now} is refused"),
        key(
            "lifetime",
            Takes::OneOf(&[Takes::Number(1, TEN_YEARS), Takes::Text, Takes::Table(&LIFETIME)]),
            "the seconds until {expires}, or until a token ends: a number, a setting, or a table",
        ),
        key("samples", Takes::Texts, "the example secrets of the vendor's page; a signer warns of them"),
        key("payload", Takes::Table(&PAYLOAD), "what is signed and sent as one text, {payload}").of("hmac"),
        key(
            "algorithm",
            Takes::Words(&["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"]),
            "the token's algorithm; EdDSA is Ed25519",
        )
        .required()
        .of("jwt"),
        key("header", Takes::Table(&HEADER), "the token's header, besides alg and typ").of("jwt"),
        key("claims", Takes::Table(&CLAIMS), "the token's claims").required().of("jwt"),
        key(
            "required",
            Takes::Texts,
            "the claims that must not be empty, each by its name or a path such as \"identity.id\"",
        )
        .of("jwt"),
    ],
    other: None,
};

static HEADER: Place = Place {
    name: "[signature.header]",
    about: "the token's header, besides `alg` and `typ`",
    keys: &[key("kid", Takes::Text, "the name of the key: a setting, a constant, or text around settings").required()],
    other: None,
};

static LIFETIME: Place = Place {
    name: "[signature.lifetime]",
    about: "a lifetime that the site may choose",
    keys: &[
        key("setting", Takes::Text, "the name of the setting, which has the form seconds").required(),
        key("default", Takes::Number(1, TEN_YEARS), "the lifetime where the site does not pass the setting"),
        key("maximum", Takes::Number(1, TEN_YEARS), "the longest lifetime that the vendor allows"),
    ],
    other: None,
};

static PAYLOAD: Place = Place {
    name: "[signature.payload]",
    about: "a text of several members that is signed and sent as one",
    keys: &[
        key("form", Takes::Words(&["json", "query"]), "json: compact JSON; query: a=1&b=2, as a form sends it")
            .required(),
        key("encoding", Takes::Words(&["none", "base64", "base64url"]), "how the text is written").required(),
        key("required", Takes::Texts, "the members that must not be empty"),
        key("members", Takes::Table(&MEMBERS), "the members, in the vendor's order").required(),
    ],
    other: None,
};

static MEMBERS: Place = Place {
    name: "[signature.payload.members]",
    about: "the payload",
    keys: &[key("*", Takes::Words(&["{attributes}"]), "each attribute without a place of its own becomes a member")],
    other: Some(key(
        "NAME",
        Takes::OneOf(&[Takes::Value, Takes::Table(&MEMBERS), Takes::Table(&DEPENDENT)]),
        "one whole placeholder, a constant, text before a field or around settings, or a table; the name is the vendor's",
    )),
};

static CLAIMS: Place = Place {
    name: "[signature.claims]",
    about: "the claims of a token",
    keys: &[key("*", Takes::Words(&["{attributes}"]), "each attribute without a place of its own becomes a member")],
    other: Some(key(
        "NAME",
        Takes::OneOf(&[Takes::Value, Takes::Table(&CLAIMS), Takes::Table(&DEPENDENT)]),
        "one whole placeholder, a constant, text before a field or around settings, or a table; the name is the vendor's",
    )),
};

static SIGNATURES: Place = Place {
    name: "[signatures]",
    about: "further signatures of the same visitor, each with a message of its own",
    keys: &[],
    other: Some(key("NAME", Takes::Table(&FURTHER), "a signature; [fields] sends it as {signatures.NAME}")),
};

static FURTHER: Place = Place {
    name: "[signatures.NAME]",
    about: "one further signature; its hash, secret and result are those of `[signature]`",
    keys: &[
        key("message", TEXT_OR_TEXTS, "the text that is signed").required(),
        key("may_hold_separator", Takes::Text, "the one field of the message that may hold the separator"),
    ],
    other: None,
};

static FIELDS: Place = Place {
    name: "[fields]",
    about: "the object that the page passes to the widget",
    keys: &[key("*", Takes::Words(&["{attributes}"]), "each attribute without a place of its own becomes a member")],
    other: Some(key(
        "NAME",
        Takes::OneOf(&[Takes::Value, Takes::Table(&FIELDS), Takes::Table(&DEPENDENT)]),
        "one whole placeholder, a constant, text before a field or around settings, or a table; the name is the vendor's",
    )),
};

static DEPENDENT: Place = Place {
    name: "{constant = …, with = …}",
    about: "a constant that is there only with a field",
    keys: &[
        key("constant", Takes::Value, "the constant").required(),
        key("with", Takes::Text, "the field, such as \"{email}\"").required(),
    ],
    other: None,
};

static PAGE: Place = Place {
    name: "[page]",
    about: "how a page calls the widget",
    keys: &[
        key(
            "script",
            TEXT_OR_TEXTS,
            "JavaScript that passes {fields}, {fields.NAME} or {fetch.NAME} to the widget when it is ready: one text, or a list of statements",
        ),
        key("at_once", TEXT_OR_TEXTS, "JavaScript that runs as soon as the browser reads it"),
        key(
            "update",
            TEXT_OR_TEXTS,
            "JavaScript that runs in place of script where the widget has started already: for the same visitor with other fields, such as a new token, or for nobody",
        ),
        key(
            "forget",
            TEXT_OR_TEXTS,
            "JavaScript that makes the widget forget the visitor, at sign-out and before another one: the vendor's call, or code that takes away what the page's code sets; every page with code needs it",
        ),
        key("kept", Takes::Text, "what the widget keeps although it has forgotten the visitor, in a sentence"),
        key(
            "script_place",
            Takes::Words(&["anywhere", "fixed", "one_page"]),
            "where the script or the element must stand. anywhere, the default: at any place of every page; fixed: before or after something of the site's own page; one_page: in one page of the site only. Frameworks do not insert the last two: page in [guide] says the place",
        ),
        key(
            "global",
            Takes::Text,
            "the variable that the vendor's snippet defines, without window: script and forget wait for it",
        ),
        key("ready", Takes::Text, "the JavaScript condition to wait for, in place of the variable"),
        key(
            "endpoint",
            Takes::Text,
            "the setting with the address that {fetch.NAME} asks for new fields, as {settings.NAME}",
        ),
        key("ready_event", Takes::Text, "the event of the window that says that the widget is ready"),
        key(
            "prefill",
            Takes::OneOf(&[Takes::Texts, Takes::Table(&PREFILL)]),
            "the fields that the vendor accepts without a signature, or a table with code of its own",
        ),
        key(
            "anonymous",
            Takes::OneOf(&[Takes::Texts, Takes::Table(&ANONYMOUS)]),
            "the fields that start the widget for nobody, or a table with code of its own",
        ),
        key("tag", Takes::Table(&TAG), "a script element whose attributes say who the visitor is"),
        key(
            "url",
            Takes::Text,
            "an address with the signature in it, or the setting with the address from the vendor's dashboard",
        ),
        key("template", Takes::Text, "the setting with the page code from the vendor's dashboard, as {settings.NAME}"),
        key("replace", Takes::Table(&REPLACE), "the vendor's words in template and url, and what they become"),
    ],
    other: None,
};

static PREFILL: Place = Place {
    name: "[page.prefill]",
    about: "the page of a visitor whose form is filled in without a signature",
    keys: &[
        key("fields", Takes::Texts, "the names of the fields of [fields] that this page has").required(),
        key("script", TEXT_OR_TEXTS, "the code of this page in place of script of [page]"),
        key("at_once", TEXT_OR_TEXTS, "the code of this page in place of at_once of [page]"),
    ],
    other: None,
};

static ANONYMOUS: Place = Place {
    name: "[page.anonymous]",
    about: "the page of a visitor who is not signed in",
    keys: &[
        key("fields", Takes::Texts, "the names of the fields of [fields] that this page has"),
        key("script", TEXT_OR_TEXTS, "the code of this page in place of script of [page]"),
        key("at_once", TEXT_OR_TEXTS, "the code of this page in place of at_once of [page]"),
    ],
    other: None,
};

static TAG: Place = Place {
    name: "[page.tag]",
    about: "a script element whose attributes say who the visitor is",
    keys: &[key("src", Takes::Text, "the address of the vendor's script").required()],
    other: Some(key(
        "NAME",
        Takes::OneOf(&[Takes::Text, Takes::Flag]),
        "an attribute: text, true, {fields.NAME} or {settings.NAME}",
    )),
};

static REPLACE: Place = Place {
    name: "[page.replace]",
    about: "the vendor's words in a pasted template or url",
    keys: &[],
    other: Some(key("WORD", Takes::Text, "{signature}, or a setting of the form name")),
};

static GUIDE: Place = Place {
    name: "[guide]",
    about: "what people need to know besides, in sentences",
    keys: &[
        key("secret", Takes::Text, "where the secret or the keys are in the vendor's dashboard"),
        key(
            "page",
            Takes::Text,
            "what the site's own page must do beside the page code, such as where the vendor's snippet stands",
        ),
        key("place", Takes::Text, "where the fields go, if no page code passes them"),
        key(
            "fields_go_to",
            Takes::Words(&["page", "vendor", "cookie"]),
            "who gets the fields, if no page code passes them. page, the default: the site's own page or app; vendor: the vendor's server or script, as the answer to its request; cookie: the browser, in a cookie",
        ),
        key("sign_out", Takes::Text, "what the site does at sign-out, if no page code passes the fields"),
        key("enforce", Takes::Text, "how the vendor is told to demand signatures"),
        key("check", Takes::Text, "how to see that the vendor accepts them"),
        key("mistakes", Takes::Texts, "what the vendor's own page gets wrong or leaves out"),
    ],
    other: None,
};

static REFUSED: Place = Place {
    name: "[refused]",
    about: "the answer of the vendor's backend to a request that does not verify",
    keys: &[
        key("status", Takes::Number(400, 499), "the HTTP status").required(),
        key("error", Takes::Text, "the name or text of the error").required(),
    ],
    other: None,
};

static EXAMPLE: Place = Place {
    name: "[[example]]",
    about: "a visitor with the signature that the vendor gives for them; at the end of the file",
    keys: &[
        key("source", Takes::Text, "where the signature comes from: the vendor's page, a library with its version")
            .required(),
        key("secret", Takes::Text, "the example's secret, which everyone may know"),
        key("visitor", Takes::Table(&ANY), "id, email, name, phone, avatar and attributes").required(),
        key("settings", Takes::Table(&ANY), "the settings"),
        key("now", Takes::Number(0, 253_402_300_799), "the time of signing in Unix seconds"),
        key("signature", Takes::Text, "the text that the vendor checks"),
        key("fields", Takes::Table(&ANY), "the fields for the page, where the source shows them"),
    ],
    other: None,
};

/// A table with data.
static ANY: Place = Place {
    name: "data",
    about: "any data",
    keys: &[],
    other: Some(key("NAME", Takes::OneOf(&[Takes::Value, Takes::Texts, Takes::Table(&ANY)]), "a value")),
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use toml::de::{DeTable, DeValue};

    use super::*;
    use crate::Scheme;

    /// A file with every key of a digest.
    const DIGEST: &str = r#"
name = "acme"
vendor = "Acme"
document = "https://help.acme.example/sign-in"
read = 2026-11-20
product = "Chat"
category = "support_chat"
other_names = ["Apex"]
signed_by = "site"
status = "reported"
evidence = "The order is that of a library."
deprecated = "Acme takes tokens now."
replaced_by = "acme_token"
contact = ["{id}"]
readable_keys = true

[settings.seconds]
about = "the lifetime"
form = "seconds"
required = false
per_request = true

[settings.site]
about = "the site's name"
form = "name"

[settings.endpoint]
about = "where the page asks for new fields"
form = "endpoint"

[signature]
kind = "hmac"
hash = "sha256"
secret = "text"
message = ["{id}-{payload}-{now}-{expires}", "{payload}-{id}-{now}-{expires}"]
may_hold_separator = "id"
ambiguous = "An id may hold the separator."
result = "hex"
max_age = 60
lifetime = {setting = "seconds", default = 60, maximum = 120}
samples = ["sample"]

[signature.payload]
form = "json"
encoding = "base64"
required = ["p"]
members = {p = "{phone}", fixed = {constant = true, with = "{phone}"}, "*" = "{attributes}"}

[signatures.more]
message = "{email}-{phone}"
may_hold_separator = "email"

[fields]
uid = "{id}"
mail = "{email}"
name = "{name}"
checked = {constant = true, with = "{email}"}
data = "{payload}"
more = "{signatures.more}"
end = "{expires}"
mac = "{signature}-{now}"
table = {avatar = "{avatar}"}

[page]
endpoint = "{settings.endpoint}"
global = "acme"
ready = "window.acme.is"
ready_event = "acme"
at_once = "a({fields});"
script = "b({fetch.uid});"
update = "u({fields});"
forget = "c();"
kept = "The widget keeps the conversation."
script_place = "fixed"
prefill = {fields = ["mail"], at_once = "d({fields.mail});", script = "e();"}
anonymous = {fields = ["mail"], at_once = "f({fields.mail});", script = "g();"}
tag = {src = "https://acme.example/x.js", async = true}
url = "https://acme.example/?{fields}"

[guide]
secret = "It is under Settings."
page = "Leave the snippet's start out."
place = "Set a cookie."
fields_go_to = "cookie"
sign_out = "Take the cookie away."
enforce = "Switch it on under Settings."
check = "Look at a chat."
mistakes = ["The sample signs the name."]

[refused]
status = 401
error = "no"

[[example]]
source = "the vendor's page"
secret = "sample"
visitor = {id = "1"}
settings = {site = "x"}
now = 1795132800
signature = "x"
fields = {uid = "1"}
"#;

    /// A file with the other keys: those of a token and of pasted code.
    const TOKEN: &str = r#"
name = "acme"
vendor = "Acme"
document = "https://help.acme.example/sign-in"
read = 2026-11-20

[settings.code]
about = "the code"
form = "html"

[settings.kid]
about = "the name of the key"
form = "text"

[signature]
kind = "jwt"
algorithm = "RS256"
required = ["name"]
header = {kid = "{settings.kid}"}
claims = {name = "{name}", "*" = "{attributes}"}

[fields]
jwt = "{signature}"
"*" = "{attributes}"

[page]
template = "{settings.code}"
forget = "c();"
replace = {JWT_TOKEN = "{signature}"}
"#;

    /// The keys of a table and of the tables in it. A dependent constant is a table of its own.
    fn walk(place: &'static Place, table: &DeTable<'_>, found: &mut BTreeSet<(&'static str, &'static str)>) {
        let is_dependent = place.name.contains("fields") && table.contains_key("constant");
        let is_dependent = is_dependent || place.name.contains("members") && table.contains_key("constant");
        let place = if is_dependent { &DEPENDENT } else { place };
        for (name, value) in table {
            let key = place.key(name.get_ref()).unwrap();
            found.insert((place.name, key.name));
            let below = place.below(name.get_ref());
            match value.get_ref() {
                DeValue::Table(table) => walk(below, table, found),
                DeValue::Array(list) => {
                    list.iter()
                        .filter_map(|item| item.get_ref().as_table())
                        .for_each(|table| walk(below, table, found));
                }
                _ => {}
            }
        }
    }

    /// The loader refuses a key that it does not read. So it reads every key of a file that it takes.
    #[test]
    fn the_loader_reads_every_key_of_the_table() {
        let mut found = BTreeSet::new();
        for file in [DIGEST, TOKEN] {
            Scheme::parse(file).unwrap();
            walk(&ROOT, DeTable::parse(file).unwrap().get_ref(), &mut found);
        }
        let all =
            PLACES.iter().flat_map(|place| place.keys.iter().chain(&place.other).map(|key| (place.name, key.name)));
        let missing: Vec<_> = all.filter(|key| !found.contains(key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_key_in_the_wrong_place_is_sent_to_the_right_one() {
        let advice = |from: &str, to: &str| Scheme::parse(&DIGEST.replace(from, to)).unwrap_err().reason().to_owned();
        let reason = advice("[refused]", "contact = \"{id}\"\n[refused]");
        assert!(
            reason.contains("contact has no place here. It belongs at the top of the file, before the first"),
            "{reason}"
        );
        let reason = advice("[fields]\n", "global = \"acme\"\n[fields]\n");
        assert!(reason.ends_with("It belongs in [page]."), "{reason}");
        let reason = advice("max_age", "algorithm = \"RS256\"\nmax_age");
        assert!(reason.contains("only for kind = \"jwt\""), "{reason}");
        let reason = advice("kept =", "keeps =");
        assert!(reason.contains("There is no key keeps here.") && reason.contains("forget, kept"), "{reason}");
        let reason = advice("vendor = \"Acme\"", "");
        assert!(reason.ends_with("vendor is missing. Add it: the vendor's name as the vendor writes it."), "{reason}");
        let reason = advice("hash = \"sha256\"", "hash = \"SHA256\"");
        assert!(reason.ends_with("hash cannot be \"SHA256\". Write \"sha256\" or \"sha512\" or \"sha1\"."), "{reason}");
        let reason = advice("\"fixed\"", "\"head\"");
        assert!(
            reason.ends_with("script_place cannot be \"head\". Write \"anywhere\" or \"fixed\" or \"one_page\"."),
            "{reason}"
        );
        let reason = advice("\"cookie\"", "\"app\"");
        assert!(
            reason.ends_with("fields_go_to cannot be \"app\". Write \"page\" or \"vendor\" or \"cookie\"."),
            "{reason}"
        );
    }
}
