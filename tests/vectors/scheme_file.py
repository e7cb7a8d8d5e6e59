"""Reads a scheme file and signs with it: a second implementation of the format, apart from visitorseal's own.

It takes only files that load. What a loader must refuse is tested in core/tests/scheme_file.rs.
"""

import base64
import datetime
import hashlib
import json
import re
import tomllib
import urllib.parse

from tokens import hash_of_algorithm, header_of, is_random, is_shared, pair_of, sign_text
from tools import NOW, b64url, compact, hmac_of, signing_input

# Unicode's property White_Space. Python's str.strip() also removes U+001C to U+001F.
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[^{}|]+)?)((?:\|[a-zA-Z]+)*)\}")
TEXTS = ["id", "email", "name", "phone", "avatar"]
RANDOM = "0123456789abcdef0123456789abcdef"


class Placeholder:
    def __init__(self, name, filters=()):
        self.name, self.filters = name, tuple(filters)

    @property
    def attribute(self):
        return self.name.removeprefix("attributes.") if self.name.startswith("attributes.") else None

    @property
    def setting(self):
        return self.name.removeprefix("settings.") if self.name.startswith("settings.") else None

    @property
    def is_of_visitor(self):
        return self.name in TEXTS or self.attribute is not None

    def value(self, values):
        """The JSON value, or None where there is none."""
        value = values.get(self.name)
        for name in self.filters:
            match name:
                case "trim":
                    value = value.strip(WHITE_SPACE) if isinstance(value, str) else value
                case "lower":
                    value = value.lower() if isinstance(value, str) else value
                case "ms":
                    value = value if value is None else value * 1000
                case "iso":
                    value = value if value is None else datetime.datetime.fromtimestamp(value, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                case "hex":
                    value = value if value is None else value.encode().hex()
                case "text":
                    value = value if value is None else str(value)
        return None if value == "" else value

    def text(self, values):
        value = self.value(values)
        return value if value is None or isinstance(value, str) else json.dumps(value)


def parse_text(text):
    """The constants and placeholders of a text."""
    pieces, end = [], 0
    for found in PLACEHOLDER.finditer(text):
        pieces += [text[end:found.start()], Placeholder(found[1], filter(None, found[2].split("|")))]
        end = found.end()
    return [piece for piece in [*pieces, text[end:]] if piece != ""]


def placeholders_of(pieces):
    return [piece for piece in pieces if isinstance(piece, Placeholder)]


def join(pieces, values, default=""):
    """The text with the values in it. `default` stands for a value that is absent; None makes the whole text absent."""
    texts = [piece if isinstance(piece, str) else piece.text(values) or default for piece in pieces]
    return None if None in texts else "".join(texts)


class Table:
    """The members of [fields], of a payload or of a token, in their order."""

    def __init__(self, members):
        self.attributes = members.get("*") == "{attributes}"
        self.members = {name: member(value) for name, value in members.items() if name != "*"}

    def placeholders(self):
        """Each placeholder, with the path of its member."""
        found = []
        for name, part in self.members.items():
            if isinstance(part, Table):
                found += [(f"{name}.{path}", placeholder) for path, placeholder in part.placeholders()]
            elif isinstance(part, list):
                found += [(name, placeholder) for placeholder in placeholders_of(part)]
        return found

    def is_constant(self):
        return not self.attributes and all(part.is_constant() if isinstance(part, Table) else not isinstance(part, (list, Conditional))
                                           for part in self.members.values())

    def takes_attributes(self):
        return self.attributes or any(part.takes_attributes() for part in self.members.values() if isinstance(part, Table))

    def fill(self, values, own_attributes=()):
        """The object. Attributes with a member of their own are not among the others."""
        out = {}
        for name, part in self.members.items():
            if isinstance(part, Table):
                value = part.fill(values, own_attributes)
                value = value if part.is_filled(values, own_attributes) else None
            elif isinstance(part, Conditional):
                value = part.constant if part.condition.value(values) is not None else None
            elif isinstance(part, list):
                value = part[0].value(values) if len(part) == 1 and isinstance(part[0], Placeholder) else join(part, values, None)
            else:
                value = part
            if value is not None:
                out[name] = value
        if self.attributes:
            out.update({key: value for key, value in values["attributes"].items() if key not in own_attributes})
        return out

    def is_filled(self, values, own_attributes):
        """Whether a nested table stands in its object: constants alone do not keep it, unless it has nothing else."""
        def has_value(part):
            if isinstance(part, Table):
                return not part.is_constant() and part.is_filled(values, own_attributes)
            if isinstance(part, Conditional):
                return part.condition.value(values) is not None
            return isinstance(part, list) and any(one.value(values) is not None for one in placeholders_of(part))
        return (self.is_constant() or any(map(has_value, self.members.values()))
                or self.attributes and bool(set(values["attributes"]) - set(own_attributes)))


class Conditional:
    """A constant that is there only with a field."""

    def __init__(self, constant, condition):
        self.constant, self.condition = constant, condition


def member(value):
    if isinstance(value, dict):
        if set(value) == {"constant", "with"}:
            return Conditional(value["constant"], parse_text(value["with"])[0])
        return Table(value)
    if isinstance(value, str) and PLACEHOLDER.search(value):
        return parse_text(value)
    return value


class Payload:
    """What is signed and sent as one text."""

    def __init__(self, section):
        self.form, self.encoding = section["form"], section.get("encoding", "none")
        self.required = section.get("required", [])
        self.table = Table(section["members"])

    def text(self, values, own_attributes):
        members = self.table.fill(values, own_attributes)
        return self.text_of(members)

    def text_of(self, members):
        if self.form == "json":
            text = json.dumps(members, separators=(",", ":"))
        else:
            text = form_encoded(members)
        return {"none": str, "base64": lambda text: base64.b64encode(text.encode()).decode(), "base64url": b64url}[self.encoding](text)


def form_encoded(members):
    """application/x-www-form-urlencoded: WHATWG URL, section 5.2."""
    def escape(text):
        return urllib.parse.quote_plus(text, safe="*").replace("~", "%7E")
    return "&".join(f"{escape(name)}={escape(as_text(value))}" for name, value in members.items())


def as_text(value):
    return value if isinstance(value, str) else compact(value)


RESULTS = {
    "hex": bytes.hex, "HEX": lambda raw: raw.hex().upper(), "base64": lambda raw: base64.b64encode(raw).decode(), "base64url": b64url,
}
SECRETS = {"text": str.encode, "hex": bytes.fromhex, "base64": base64.b64decode}


class Signed:
    def __init__(self, signature, fields, values, message=None, expires_at=None):
        self.signature, self.fields, self.values, self.message, self.expires_at = signature, fields, values, message, expires_at


class Scheme:
    def __init__(self, toml):
        self.toml = toml
        self.file = file = tomllib.loads(toml)
        self.name, self.vendor = file["name"], file["vendor"]
        self.settings = file.get("settings", {})
        self.section = section = file["signature"]
        self.is_token = section["kind"] == "jwt"
        self.fields = Table(file["fields"])
        self.page = file.get("page", {})
        self.refused = file.get("refused", {"status": 401, "error": "identity_unverified"})
        self.examples = file.get("example", [])
        contact = file.get("contact", [])
        self.contact = [parse_text(text)[0] for text in ([contact] if isinstance(contact, str) else contact)]
        self.algorithm = section.get("algorithm")
        self.claims = Table(section["claims"]) if self.is_token else None
        kid = section.get("header", {}).get("kid")
        self.kid = None if kid is None else parse_text(kid)
        self.payload = Payload(section["payload"]) if "payload" in section else None
        messages = section.get("message", [])
        self.messages = [parse_text(text) for text in ([messages] if isinstance(messages, str) else messages)]
        self.further = {name: parse_text(of["message"]) for name, of in file.get("signatures", {}).items()}
        self.hash, self.secret, self.result = (section.get(key) for key in ["hash", "secret", "result"])
        tables = [self.fields] + ([self.claims] if self.claims else []) + ([self.payload.table] if self.payload else [])
        self.tables = tables
        self.own_attributes = {one.attribute for one in self.placeholders() if one.attribute}

    # --- What the file has -----------------------------------------------------------------

    def placeholders(self):
        """Every placeholder of the file but those of the page."""
        found = [one for table in self.tables for _, one in table.placeholders()]
        return found + [one for message in [*self.messages, *self.further.values()] for one in placeholders_of(message)]

    def has(self, name):
        return any(one.name == name for one in self.placeholders())

    @property
    def is_shared(self):
        """Whether one secret signs and verifies. Otherwise a pair of keys does."""
        return not self.is_token or is_shared(self.algorithm)

    @property
    def is_random(self):
        """Whether the same call gives another result each time."""
        return self.has("random") or self.is_token and is_random(self.algorithm)

    def path_in_claims(self, name):
        """The path of the first claim that is a placeholder, such as `identity.external_id`."""
        return next((path for path, one in self.claims.placeholders() if one.name == name), None)

    @property
    def signature_name(self):
        """The member of [fields] that holds the signature."""
        return next(path for path, one in self.fields.placeholders() if one.name == "signature")

    @property
    def signature_pieces(self):
        """The text that holds the signature, such as `{signature}-{now}`."""
        return next(part for part in self.fields.members.values()
                    if isinstance(part, list) and any(one.name == "signature" for one in placeholders_of(part)))

    def places(self):
        """The visitor's fields that the scheme sends, in the order of a visitor."""
        words = {one.name for table in self.tables for _, one in table.placeholders()}
        return [word for word in TEXTS if word in words] + (["attributes"] if self.takes_attributes() or self.own_attributes else [])

    def path_of(self, name):
        """Where the page sends a visitor's field: `user_metadata.email`."""
        return next((path for path, one in self.fields.placeholders() if one.name == name), None)

    def covered(self, visitor=None):
        """The visitor's fields in the message: of the first alternative, or of the one that the visitor has."""
        if not self.messages:
            return []
        message = self.messages[0] if visitor is None else self.message_for(self.values(visitor))
        return [one.name for one in placeholders_of(message) if one.is_of_visitor]

    def lifetime(self, settings):
        """The seconds until {expires}, or None."""
        lifetime = self.section.get("lifetime")
        if isinstance(lifetime, dict):
            value = settings.get(lifetime["setting"], lifetime.get("default"))
            return None if value is None else int(value)
        if isinstance(lifetime, str):
            value = settings.get(parse_text(lifetime)[0].setting)
            return None if value is None else int(value)
        return lifetime

    def maximum(self):
        """The longest lifetime that the vendor accepts, or None."""
        lifetime = self.section.get("lifetime")
        return lifetime.get("maximum") if isinstance(lifetime, dict) else None

    def expires_at(self, values):
        """When the vendor stops accepting a signature: at {expires}, or when {now} is too old."""
        ends = [values["expires"]] if self.has("expires") and values["expires"] is not None else []
        if self.has("now") and "max_age" in self.section:
            ends.append(values["now"] + self.section["max_age"])
        return min(ends, default=None)

    def takes_attributes(self):
        """Whether any attribute has a place."""
        return any(table.takes_attributes() for table in self.tables)

    def lacks_separator(self):
        """Whether two parts of variable length have no separator between them."""
        for message in self.messages:
            open_ = False
            for piece in message:
                if isinstance(piece, str):
                    open_ = False
                elif piece.is_of_visitor or piece.name == "payload":
                    if open_:
                        return True
                    open_ = True
        return False

    def is_short(self, secret):
        """Whether a signer warns of a short secret. A token's must be as long as the hash: RFC 7518, section 3.2."""
        key = self.key(secret)
        return len(key) < (hashlib.new(hash_of_algorithm(self.algorithm)).digest_size if self.is_token else 16)

    def joins_time(self):
        """Whether a time in seconds has no separator, and the file says what follows."""
        def is_number(one):
            return not isinstance(one, str) and one.name in ("now", "expires") and "iso" not in one.filters
        pairs = [pair for message in self.messages for pair in zip(message, message[1:])]
        return "ambiguous" in self.section and any(
            not isinstance(one, str) and not isinstance(other, str) and (is_number(one) or is_number(other)) for one, other in pairs)

    def signer_warnings(self):
        """The codes of a signer's warnings, whatever its secret."""
        codes = [("hash_weak", self.hash == "sha1"), ("message_ambiguous", self.lacks_separator() or self.joins_time()),
                 ("scheme_deprecated", "deprecated" in self.file)]
        return [code for code, holds in codes if holds]

    def warnings(self, visitor):
        """The codes of the warnings about a visitor without odd numbers and keys."""
        email, identifier = visitor.get("email") or "", str(visitor.get("id") or "")
        codes = ["id_space"] if identifier != identifier.strip(WHITE_SPACE) else []
        codes += ["email_shape"] if email and ("@" not in email or email != email.strip(WHITE_SPACE)) else []
        signs_id = len(self.messages) > 1 and "id" in self.covered(visitor)
        if signs_id and "@" in identifier and any(one.name == "email" for message in self.messages for one in placeholders_of(message)):
            codes.append("message_ambiguous")
        unused = [word for word in TEXTS if visitor.get(word) and word not in self.places()]
        if not self.takes_attributes() and set(visitor.get("attributes") or {}) - self.own_attributes:
            unused.append("attributes")
        return codes + ["field_unused"] * len(unused)

    # --- Signing ---------------------------------------------------------------------------

    def key(self, secret):
        return SECRETS[self.secret](secret) if isinstance(secret, str) else secret

    def values(self, visitor, settings=None, now=NOW, random=RANDOM):
        """What each placeholder stands for."""
        settings = settings or {}
        attributes = visitor.get("attributes") or {}
        lifetime = self.lifetime(settings)
        return {
            **{word: str(visitor[word]) for word in TEXTS if visitor.get(word) is not None},
            **{f"attributes.{key}": value for key, value in attributes.items()},
            **{f"settings.{key}": str(value) for key, value in settings.items()},
            "attributes": attributes, "now": now, "random": random, "expires": None if lifetime is None else now + lifetime,
        }

    def message_for(self, values):
        """The first alternative whose fields the visitor has."""
        def fits(message):
            return all(one.value(values) is not None for one in placeholders_of(message) if one.is_of_visitor)
        return next(filter(fits, self.messages), self.messages[0])

    def message(self, visitor, settings=None, now=NOW, random=RANDOM):
        """The text that is signed."""
        values = self.values(visitor, settings, now, random)
        if self.payload:
            values["payload"] = self.payload.text(values, self.own_attributes)
        return join(self.message_for(values), values)

    def digest(self, secret, message):
        return RESULTS[self.result](hmac_of(self.hash, self.key(secret), message))

    def zero_result(self):
        """A digest of zero bytes, in the scheme's form."""
        return RESULTS[self.result](bytes(hashlib.new(self.hash).digest_size))

    def sign(self, visitor, secret, *, settings=None, now=NOW, random=RANDOM, key=None):
        """The signature as the vendor checks it, and the fields for the page. `key` names the pair in keys/ that signs a token."""
        values = self.values(visitor, settings, now, random)
        message = None
        if self.is_token:
            key = self.key(secret) if self.is_shared else key or pair_of(self.algorithm)
            values["signature"] = sign_text(self.algorithm, key, self.signing_input(values))
        else:
            if self.payload:
                values["payload"] = self.payload.text(values, self.own_attributes)
            message = join(self.message_for(values), values)
            values["signature"] = self.digest(secret, message)
            for name, further in self.further.items():
                if all(one.value(values) is not None for one in placeholders_of(further)):
                    values[f"signatures.{name}"] = self.digest(secret, join(further, values))
        fields = self.fields.fill(values, self.own_attributes)
        signature = fields
        for name in self.signature_name.split("."):
            signature = signature[name]
        return Signed(signature, fields, values, message, self.expires_at(values))

    def header(self, values):
        """The text of a token's header."""
        return header_of(self.algorithm, None if self.kid is None else join(self.kid, values, None))

    def signing_input(self, values):
        """The part of a token that is signed."""
        return signing_input(self.claims.fill(values, self.own_attributes), self.header(values))

    # --- Verifying -------------------------------------------------------------------------

    def outcome(self, visitor, settings=None):
        """What a verifier gives for the fields of a visitor: `signed` and `unsigned`, in the visitor's words."""
        values = self.values(visitor, settings)
        tables = self.tables
        values_sent = {}
        for table in tables:
            for _, one in table.placeholders():
                if one.is_of_visitor and one.value(values) is not None:
                    values_sent.setdefault(one.name, one.value(values))
        free = any(table.takes_attributes() for table in tables)
        others = {key: value for key, value in values["attributes"].items() if free and key not in self.own_attributes}
        if self.is_token:
            covered = {one.name: one.value(values) for _, one in self.claims.placeholders() if one.name in values_sent}
            are_others_signed = self.claims.takes_attributes()
        else:
            messages = [self.message_for(values), *(of for of in self.further.values() if join(of, values, None) is not None)]
            are_others_signed = False
            # The value in the form in which it was signed.
            covered = {one.name: one.value(values) for message in messages for one in placeholders_of(message) if one.is_of_visitor}
            if self.payload:
                covered |= {one.name: one.value(values) for _, one in self.payload.table.placeholders() if one.name in values_sent}
                are_others_signed = self.payload.table.takes_attributes()
        unsigned = {name: value for name, value in values_sent.items() if name not in covered}
        return as_visitor(covered, others if are_others_signed else {}), as_visitor(unsigned, {} if are_others_signed else others)

    def identity(self, signed, settings=None):
        """The value of the first field in `contact` that is signed."""
        for one in self.contact:
            if one.setting:
                claim = (settings or {}).get(one.setting)
                value = signed.get(claim) or signed.get("attributes", {}).get(claim)
            else:
                value = signed.get("attributes", {}).get(one.attribute) if one.attribute else signed.get(one.name)
            if value is not None:
                return str(value)
        return None

    # --- Examples --------------------------------------------------------------------------

    def check_examples(self, path):
        """Stops if an example of the file is not what Python and OpenSSL compute."""
        for number, example in enumerate(self.examples, 1):
            if "signature" not in example:
                continue
            settings, now = example.get("settings", {}), example.get("now", NOW)
            random = self.random_in(example)
            signed = self.sign(example["visitor"], example["secret"], settings=settings, now=now, random=random)
            for what, found, expected in [("signature", signed.signature, example["signature"]),
                                          ("fields", signed.fields, example.get("fields", signed.fields))]:
                if found != expected:
                    raise SystemExit(f"{path}, example {number}: the {what} should be {found}, not {expected}")

    def random_in(self, example):
        """The random value of an example, from its claims or fields. In a payload or text of several parts: 32 hex digits."""
        if not self.has("random"):
            return RANDOM
        if self.is_token and self.path_in_claims("random"):
            value = json.loads(base64.urlsafe_b64decode(example["signature"].split(".")[1] + "=="))
            for name in self.path_in_claims("random").split("."):
                value = value[name]
            return value
        path = self.path_of("random")
        if path and path != self.signature_name and "fields" in example:
            return example["fields"][path]
        texts = [example["signature"], compact(example.get("fields", {}))]
        for text in re.findall(r"[A-Za-z0-9+/_-]{44,}", " ".join(texts)):
            padded = text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)
            texts.append(base64.b64decode(padded).decode("latin-1"))
        found = [match for text in texts for match in re.findall(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", text)]
        return found[0] if found else RANDOM


def as_visitor(fields, others):
    """A visitor from placeholders' names and further attributes."""
    out = {name: value for name, value in fields.items() if name in TEXTS}
    attributes = {name.removeprefix("attributes."): value for name, value in fields.items() if name not in TEXTS} | others
    return out | ({"attributes": attributes} if attributes else {})
