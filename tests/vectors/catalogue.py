"""The scheme files, and a visitor, a secret and settings for each of them."""

import base64
import functools
import hashlib
import pathlib

from scheme_file import TEXTS, Scheme
from tokens import pair_of
from tools import HERE, NOW

FOLDERS = [HERE.parents[1] / "core" / "schemes"]
# These are tested at length. The short set is enough for every other: a scheme is data, and the same code reads all.
AT_LENGTH = ["reamaze", "fernand", "bookbag", "thread", "orlo"]
PUBLIC = {"file": "rsa-2048.public.pem"}
JANE = {"id": "user-123", "email": "jane@example.com", "name": "Jane Doe", "phone": "+14155552671",
        "avatar": "https://example.com/a.png", "attributes": {"plan": "growth"}}
TYPED = {"integer": 42, "number": 1.5, "boolean": True, "address": "https://example.com/page", "texts": ["growth", "vip"]}
SETTINGS = {"seconds": "600", "name": "name-1", "address": "https://example.com/start", "endpoint": "/visitor-token"}


@functools.lru_cache(maxsize=None)
def schemes():
    """Every scheme by its name: first those that are tested at length."""
    found = {}
    for folder in FOLDERS:
        for path in sorted(pathlib.Path(folder).glob("*.toml")):
            scheme = Scheme(path.read_text(encoding="utf-8"))
            if scheme.name != path.stem:
                raise SystemExit(f"{path}: the name is {scheme.name}")
            if "status" not in scheme.file:
                raise SystemExit(f"{path}: status is missing. Write certain, or reported with evidence.")
            scheme.check_examples(path)
            found[scheme.name] = scheme
    return {name: found[name] for name in [*filter(found.get, AT_LENGTH), *sorted(set(found) - set(AT_LENGTH))]}


def all_schemes():
    return list(schemes().values())


def of_kind(is_token):
    return [scheme for scheme in all_schemes() if scheme.is_token == is_token]


def with_shared_secret():
    return [scheme for scheme in all_schemes() if scheme.is_shared]


def at_length(scheme):
    return scheme.name in AT_LENGTH


def shape(scheme):
    """What decides how a scheme is read, signed and verified, but for the vendor's words."""
    times = {one.name for one in scheme.placeholders() if one.name in ("now", "expires", "random")}
    return (scheme.is_token, scheme.algorithm if scheme.is_token else scheme.file["signature"]["hash"], scheme.is_shared and scheme.secret,
            scheme.section.get("result"), len(scheme.messages), max(map(len, scheme.messages), default=0), len(scheme.signature_pieces),
            bool(scheme.payload), bool(scheme.kid), "signatures" in scheme.file, frozenset(times))


@functools.lru_cache(maxsize=None)
def representatives():
    """The schemes that are tested at length, and the first of each shape. What depends on a shape alone is tested with these."""
    found = {}
    for scheme in all_schemes():
        found.setdefault(scheme.name if at_length(scheme) else shape(scheme), scheme)
    return list(found.values())


def is_representative(scheme):
    return scheme in representatives()


def read(scheme):
    """A scheme by its name, or itself."""
    return schemes()[scheme] if isinstance(scheme, str) else scheme


def reference(scheme):
    """How a case names its scheme. One that does not come with the library is there as text."""
    if isinstance(scheme, str) or schemes().get(scheme.name) is scheme:
        return {"scheme": scheme if isinstance(scheme, str) else scheme.name}
    return {"scheme": scheme.name, "scheme_toml": scheme.toml}


# --- Samples ---------------------------------------------------------------------------------

def secret_of(scheme, what="test"):
    """A shared secret in the form that the scheme reads. A token's is as long as the longest hash: RFC 7518, section 3.2."""
    scheme = read(scheme)
    text = f"{scheme.name}-{what}-secret-5d0c1b7e9a"
    raw = hashlib.sha256(text.encode()).digest()
    if scheme.is_token:
        raw = hashlib.sha512(text.encode()).digest()
        text = f"{text}-{raw.hex()[:48]}"
    return {"text": text, "hex": raw.hex(), "base64": base64.b64encode(raw).decode()}[scheme.secret]


def signing_secret(scheme):
    """The member of a case with what signs."""
    scheme = read(scheme)
    return {"secret": secret_of(scheme)} if scheme.is_shared else {"secret_file": f"{pair_of(scheme.algorithm)}.private.pem"}


def key_of(scheme):
    scheme = read(scheme)
    return {"text": secret_of(scheme)} if scheme.is_shared else {"file": f"{pair_of(scheme.algorithm)}.public.pem"}


def other_key(scheme):
    """A key that the scheme reads, and that did not sign."""
    scheme = read(scheme)
    if not scheme.is_shared:
        return {"file": f"{pair_of(scheme.algorithm, other=True)}.public.pem"}
    return {"text": "a-new-secret-0123456789abcdef" if scheme.secret == "text" and not scheme.is_token else secret_of(scheme, "new")}


def settings_of(scheme, text=None):
    """The settings that a signer needs. `text` is the value of those that take any text."""
    scheme = read(scheme)
    used = {one.setting for message in [*scheme.messages, scheme.kid or []] for one in message if not isinstance(one, str)}
    used |= {name for name in scheme.settings if f"{{settings.{name}}}" in scheme.page.get("url", "") and not scheme.page.get("replace")}
    return {name: SETTINGS.get(of.get("form", "text"), text or f"YOUR_{name.upper()}") for name, of in scheme.settings.items()
            if of.get("required") or name in used}


def visitor_of(scheme, visitor=None):
    """A visitor with every field and attribute that the scheme has a place for."""
    own = {one.attribute: TYPED.get(next((name for name in one.filters if name in TYPED), None), "growth")
           for one in read(scheme).placeholders() if one.attribute}
    visitor = visitor or JANE
    return {**visitor, "attributes": {**visitor.get("attributes", {}), **own}}


def only(scheme, visitor):
    """The visitor's fields and attributes that the scheme has a place for."""
    scheme = read(scheme)
    visitor = {word: visitor[word] for word in scheme.places() if word in visitor}
    if "attributes" in visitor and not scheme.takes_attributes():
        visitor["attributes"] = {name: value for name, value in visitor["attributes"].items() if name in scheme.own_attributes}
    return visitor


def minimal(scheme):
    """The visitor's fields without which the scheme signs nobody."""
    scheme = read(scheme)
    visitor = visitor_of(scheme)
    needed = set(scheme.covered({**visitor}))
    names = scheme.section.get("required", []) if scheme.is_token else scheme.payload.required if scheme.payload else []
    table = scheme.claims or (scheme.payload.table if scheme.payload else None)
    needed |= {one.name for path, one in (table.placeholders() if table else []) if path in names}
    attributes = {name: value for name, value in visitor["attributes"].items() if f"attributes.{name}" in needed}
    return {**{word: visitor[word] for word in TEXTS if word in needed}, **({"attributes": attributes} if attributes else {})}


def alternatives(scheme):
    """A minimal visitor for each further message of a scheme with several, without the fields of the ones before."""
    scheme = read(scheme)
    before = set()
    for message in scheme.messages[:-1]:
        before |= {one.name for one in message if not isinstance(one, str) and one.is_of_visitor}
        index = scheme.messages.index(message) + 1
        needed = {one.name for one in scheme.messages[index] if not isinstance(one, str) and one.is_of_visitor}
        yield {word: JANE[word] for word in TEXTS if word in needed and word not in before}


# --- Signing ---------------------------------------------------------------------------------

def text_id(visitor):
    return {**visitor, "id": str(visitor["id"])} if "id" in visitor else visitor


def sign(scheme, visitor, secret=None, settings=None, now=NOW, key=None, **more):
    scheme = read(scheme)
    secret = secret or (secret_of(scheme) if scheme.is_shared else None)
    settings = settings_of(scheme) if settings is None else settings
    return scheme.sign(visitor, secret, settings=settings, now=now, key=key, **more)


def signature_of(scheme, visitor, secret=None, settings=None, now=NOW, key=None):
    return sign(scheme, visitor, secret, settings, now, key).signature


def digest_of(scheme, visitor, secret=None):
    """The digest of a visitor, as the vendor's page computes it."""
    return signature_of(scheme, visitor, secret)


def message_of(scheme, visitor, settings=None):
    return read(scheme).message(visitor, settings_of(scheme) if settings is None else settings)


def fields_of(scheme, visitor, signature=None, settings=None):
    """The fields under the vendor's names, with this signature."""
    scheme = read(scheme)
    values = scheme.values(visitor, settings)
    return scheme.fields.fill({**values, "signature": signature}, scheme.own_attributes)


def claims_of(visitor, settings=None, now=NOW):
    """Orlo's claims."""
    scheme = read("orlo")
    return scheme.claims.fill(scheme.values(visitor, settings, now), scheme.own_attributes)


def answer(scheme):
    """The scheme's HTTP answer to a refused request. The usual one is not written."""
    usual = {"status": 401, "error": "identity_unverified"}
    refused = {**usual, **read(scheme).refused}
    return {} if refused == usual else {"http_status": refused["status"], "http_error": refused["error"]}
