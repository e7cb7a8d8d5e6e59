"""Plants a mistake in the fields of a page: a text, a secret or a digest that was changed on its way."""

from cases_explain import case
from cases_verify import needed_settings
from catalogue import JANE, key_of, read, secret_of, settings_of, sign, visitor_of
from scheme_file import RESULTS, SECRETS
from tools import as_bytes, hmac_of

MARK = "~the-changed-field~"


def signed_bytes(scheme, visitor, settings, changes):
    """The message with other texts, or bytes, in place of fields."""
    marks = {word: f"{MARK}{word}" for word in changes}
    message = scheme.message({**visitor, **marks}, settings).encode()
    for word, value in changes.items():
        message = message.replace(marks[word].encode(), as_bytes(value))
    return message


def payload_of(scheme, visitor=JANE):
    """The payload that `plant` sends."""
    of = read(scheme)
    return of.payload.text(of.values(visitor_of(of, with_first(visitor)), settings_of(of)), of.own_attributes)


def with_first(visitor):
    """The attribute `first` is signed by a scheme of parts.py."""
    return {**visitor, "attributes": {**JANE["attributes"], "first": "Jane"}}


def plant(name, comment, scheme, first, *also, sent=None, signed=None, message=None, secret=None, key=None, digest=None, make=None,
          write=None, keys=None, **members):
    """A body whose digest verifies only with the change that `first` names, and those in `also`.

    The page sends the visitor's fields `sent`, and the site signs `signed` in their place, or `message`. It signs with `secret`,
    text or bytes, and explain is given `key`. `make` computes the digest, and `write` writes its bytes. `members` replace what
    the page sends.
    """
    of = read(scheme)
    visitor = visitor_of(of, with_first({**JANE, **(sent or {})}))
    settings = settings_of(of)
    if message is None:
        message = signed_bytes(of, visitor, settings, signed or {})
    key = secret_of(of) if key is None else key
    secret = key if secret is None else secret
    used = SECRETS[of.secret](secret) if isinstance(secret, str) else secret
    raw = (make or (lambda used, message: hmac_of(digest or of.hash, used, message)))(used, as_bytes(message))
    values = {**of.values(visitor, settings), "signature": (write or RESULTS[of.result])(raw)}
    if of.payload:
        values["payload"] = of.payload.text(values, of.own_attributes)
    body = {**of.fields.fill(values, of.own_attributes), **members}
    keys = keys or [{"text": key} if isinstance(key, str) else {"hex": key.hex()}]
    return case(name, comment, scheme, body, first, also, keys=keys, settings=needed_settings(of))


def plant_token(name, comment, scheme, first, *also, secret, key=None, **more):
    """A token that was signed with a changed secret."""
    of = read(scheme)
    keys = [key_of(of) if key is None else {"text": key}]
    return case(name, comment, scheme, sign(of, visitor_of(of), secret=secret).fields, first, also, keys=keys,
                settings=needed_settings(of),
                **more)
