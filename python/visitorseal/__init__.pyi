"""Sign the visitors of a site for its support-chat widget, and verify them at the vendor's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Literal, SupportsIndex, final

from uuid import UUID

__all__ = [
    "ConfigurationError",
    "Contact",
    "Error",
    "Explanation",
    "Finding",
    "Inspected",
    "InternalError",
    "Key",
    "Page",
    "Refused",
    "Scheme",
    "Script",
    "Setting",
    "Signed",
    "Signer",
    "Verified",
    "Verifier",
    "VisitorError",
    "__version__",
    "explain",
    "inspect",
    "scheme",
    "schemes",
]

__version__: Final[str]

class Error(Exception):
    """The base of all errors here. Match on `code`, which never changes; show `reason` to a person.

    No secret and no value of a visitor's stands in any of them.
    """

    kind: ClassVar[str]
    """`configuration`, `visitor`, `refused` or `internal`: whose turn it is to act."""
    code: str
    """What exactly went wrong, such as `signature_mismatch`."""
    field: str | None
    """The field, setting, key or claim that it is about, where there is one."""
    reason: str
    """A sentence that says what to change."""

    def __init__(self, code: str, field: str | None, reason: str) -> None: ...

class ConfigurationError(Error):
    """The developer's turn: a scheme, a setting, a secret or a key is not usable as given."""

class VisitorError(Error):
    """The site's turn: this visitor cannot be signed as given."""

class Refused(Error):
    """Nobody's turn: what the browser sent does not prove who the visitor is."""

    http_status: int
    """The status that a vendor's backend answers with, as the scheme says, such as 401."""
    http_error: str
    """The error code of that answer, such as `identity_unverified`."""

    def __init__(
        self, code: str, field: str | None, reason: str, http_status: int = 401, http_error: str = "identity_unverified"
    ) -> None: ...

class InternalError(Error):
    """Our turn: a fault of the library."""

class Script(str):
    """HTML that is safe as it stands. Jinja2, MarkupSafe and Django's templates do not escape it again."""

    def __html__(self) -> str:
        """Gives the HTML itself."""

@final
class Warning:
    """What works and deserves a look, such as a short secret."""

    @property
    def code(self) -> str:
        """A stable name, such as `secret_short`."""
    @property
    def field(self) -> str:
        """What it is about, in the visitor's words, or `secret`."""
    @property
    def reason(self) -> str:
        """A sentence for a person."""

@final
class Setting:
    """What a scheme asks of the site beside the secret."""

    @property
    def name(self) -> str:
        """The setting's name: the keyword argument of `Signer`."""
    @property
    def about(self) -> str:
        """What it is and where the vendor shows it, in a sentence."""
    @property
    def required(self) -> bool:
        """Whether a signer needs it. Others are asked for by the call that uses them."""

@final
class Scheme:
    """How one vendor's widget wants a visitor signed."""

    @staticmethod
    def parse(toml: str, /) -> Scheme:
        """Reads a scheme of your own. A scheme file is code: load only your own.

        Raises `ConfigurationError` `scheme_malformed`, with the key as `field` and the line in the reason.
        """
    @property
    def name(self) -> str:
        """The scheme's name, such as `bookbag`."""
    @property
    def vendor(self) -> str:
        """The vendor's name as the vendor writes it."""
    @property
    def document(self) -> str:
        """The address of the vendor's page that the scheme was read from."""
    @property
    def algorithm(self) -> str:
        """`HMAC-SHA256` (RFC 2104) or `RS256` (RFC 7518)."""
    @property
    def covers(self) -> list[str]:
        """What the signature covers, in the visitor's words; `attributes` stands for all of them."""
    @property
    def settings(self) -> list[Setting]:
        """The settings that the scheme takes."""
    def to_json(self) -> str:
        """All that a catalogue shows, as JSON."""
    def __copy__(self) -> Scheme:
        """The scheme itself: it never changes."""
    def __deepcopy__(self, _memo: Any, /) -> Scheme:
        """The scheme itself: it never changes."""

def schemes() -> list[str]:
    """The names of the schemes that come with the library."""

def scheme(name: str, /) -> Scheme:
    """The scheme of that name. Raises `ConfigurationError` `scheme_unknown`."""

@final
class Key:
    """A key to verify with, and its name: a token with a `kid` is checked only against the key of that name."""

    def __new__(cls, key: str | bytes, /, *, kid: str | None = None) -> Key: ...
    @property
    def kid(self) -> str | None:
        """The key's name (RFC 7515, 4.1.4)."""

@final
class Page:
    """A scheme with its settings: what a page says of nobody. It needs no secret.

    Raises `ConfigurationError`: `scheme_unknown` or `setting_…`.
    """

    def __new__(cls, scheme: Scheme | str, **settings: str | int) -> Page: ...
    @property
    def scheme(self) -> str:
        """The scheme's name."""
    def forget_script(self, nonce: str | None = None) -> Script:
        """The HTML that a page runs after sign-out; empty where a page without the script is anonymous.

        `nonce` is the page's Content-Security-Policy nonce.
        """
    def anonymous_script(self, nonce: str | None = None) -> Script:
        """The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.

        `nonce` is the page's Content-Security-Policy nonce.
        """

@final
class Signer:
    """A scheme with its secret and settings. Make one and keep it: it signs from many threads, and fast.

    `scheme` is the name of a scheme or a `Scheme`. `secret` is the vendor's shared secret as its panel
    shows it (Re:amaze, Fernand, Bookbag, Thread), or the site's RSA private key as PEM (Orlo). Settings
    are keyword arguments, such as Thread's `app_id`.

    Raises `ConfigurationError`: `scheme_unknown`, `secret_…`, `key_…` or `setting_…`.
    """

    def __new__(cls, scheme: Scheme | str, secret: str | bytes, **settings: str | int) -> Signer: ...
    @property
    def scheme(self) -> str:
        """The scheme's name."""
    @property
    def warnings(self) -> list[Warning]:
        """What deserves a look about the secret: it is short, or in quotes, or the vendor's sample."""
    def sign(
        self,
        visitor: Mapping[str, Any] | None = None,
        /,
        *,
        id: str | SupportsIndex | UUID = ...,
        email: str = ...,
        name: str | None = ...,
        phone: str | None = ...,
        avatar: str | None = ...,
        attributes: Mapping[str, Any] | None = ...,
        now: float | None = None,
    ) -> Signed:
        """Signs a visitor, given as keyword arguments or as a mapping with these names.

        `id` is text, a whole number or a UUID. `email` is an address that the site has verified. `phone` is
        E.164 such as `+14155552671`, `avatar` an http or https address, `attributes` a mapping of JSON
        values for the vendor's agents to see. Text may be lazy, as Django's translations are. `now` is Unix
        seconds, the system's clock unless given; it matters only to tokens with a lifetime. Given both, keyword
        arguments take the place of the mapping's members.

        Raises `VisitorError` where a field that the signature covers is missing, None, empty or ambiguous,
        or any field is not of its form.
        """
    def sign_many(
        self, visitors: Iterable[Mapping[str, Any]], /, *, now: float | None = None
    ) -> list[Signed | VisitorError]:
        """Signs visitors in one call, in their order. What is wrong with one stands in its place."""
    def prefill(
        self,
        visitor: Mapping[str, Any] | None = None,
        /,
        *,
        id: str | SupportsIndex | UUID = ...,
        email: str = ...,
        name: str | None = ...,
        phone: str | None = ...,
        avatar: str | None = ...,
        attributes: Mapping[str, Any] | None = ...,
    ) -> Signed:
        """Name and email without a signature, where the vendor documents that: a form is filled in, nothing is proven.

        Raises `ConfigurationError` `not_offered` for other vendors.
        """
    def digest(self, message: str | bytes, /) -> str:
        """The digest of exactly these bytes (text as UTF-8): 64 lower-case hex digits, the one-liner of the vendors' pages.

        Raises `ConfigurationError` `not_offered` where the scheme's signature is a token.
        """
    def digest_many(self, messages: Iterable[str | bytes], /) -> list[str]:
        """The digests of many messages, in their order."""
    def forget_script(self, nonce: str | None = None) -> Script:
        """The HTML that a page runs after sign-out; empty where a page without the script is anonymous.

        `nonce` is the page's Content-Security-Policy nonce.
        """
    def anonymous_script(self, nonce: str | None = None) -> Script:
        """The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.

        `nonce` is the page's Content-Security-Policy nonce.
        """

@final
class Signed:
    """A signed visitor, ready for the page."""

    @property
    def scheme(self) -> str:
        """The scheme's name."""
    @property
    def signature(self) -> str | None:
        """What the vendor checks: 64 lower-case hex digits, or a JWT. None for a pre-filled form."""
    @property
    def fields(self) -> dict[str, Any]:
        """The payload under the vendor's names, in the order of the vendor's page; a new dict each time."""
    @property
    def fields_json(self) -> str:
        """The fields as JSON in ASCII: the request body that a page posts, and that `Verifier.verify_json` takes."""
    @property
    def warnings(self) -> list[Warning]:
        """What works and deserves a look, such as a field that the widget has no place for."""
    def to_json(self) -> str:
        """`{"scheme", "signature", "fields", "warnings"}`."""
    def script(self, nonce: str | None = None) -> Script:
        """The HTML that hands the fields to the widget, for the page of this visitor alone.

        `nonce` is the page's Content-Security-Policy nonce. Send `Cache-Control: private, no-store` with
        the page. Raises `ConfigurationError`: `nonce_invalid`, `setting_missing` or `not_offered`.
        """
    def url(self) -> str:
        """The address of the vendor's page for mobile apps, with the token in it (Orlo).

        Whoever has the address is the visitor. Raises `ConfigurationError`: `not_offered` or `setting_missing`.
        """

@final
class Verifier:
    """A scheme with the keys that it accepts, newest first. Make one and keep it; many threads may use it.

    `keys` are 1 to 16 of: the vendor's shared secret, the site's RSA public key as PEM (Orlo), or a `Key`.

    `policy` says what becomes of a visitor who does not prove who they are. `required`: refused. `optional`:
    without a signature (absent or null) anonymous, with a wrong or empty one refused. `observe`, for a
    rollout: with a wrong one anonymous too, and `Verified.refusal` says why.

    `leeway` are seconds to allow for clocks that differ, at most 300; `max_token` is the largest token in
    bytes. Settings that are given, the fields must agree with (Thread's `app_id`); Orlo's `contact_claim`
    names the claim that identifies a contact.

    Raises `ConfigurationError`: `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`
    or `setting_…`.
    """

    def __new__(
        cls,
        scheme: Scheme | str,
        keys: str | bytes | Key | Sequence[str | bytes | Key],
        *,
        policy: Literal["required", "optional", "observe"] = "required",
        leeway: int = 0,
        max_token: int = 8192,
        **settings: str | int,
    ) -> Verifier: ...
    @property
    def scheme(self) -> str:
        """The scheme's name."""
    def verify(self, fields: Mapping[str, Any], /, *, now: float | None = None) -> Verified:
        """Verifies the fields that a page sent, as the vendor's page names them.

        `now` is Unix seconds, the system's clock unless given. Raises `Refused`.
        """
    def verify_json(self, body: str | bytes, /, *, now: float | None = None) -> Verified:
        """Verifies the body of a request as it came. Unlike `verify` it sees members that stand twice.

        Raises `Refused`; a body that is no JSON object is refused under every policy.
        """

@final
class Verified:
    """What a verifier made of the fields."""

    @property
    def status(self) -> Literal["verified", "anonymous"]:
        """Whether the visitor is proven."""
    @property
    def is_verified(self) -> bool:
        """Whether the status is `verified`."""
    @property
    def signed(self) -> dict[str, Any]:
        """What the signature covers, in the visitor's words: the site vouches for it."""
    @property
    def unsigned(self) -> dict[str, Any]:
        """What the browser merely claims, in the visitor's words: anyone can have written it."""
    @property
    def key(self) -> int | None:
        """The index of the key that matched: when a former key's is seen no more, it can go."""
    @property
    def refusal(self) -> Refused | None:
        """Under the policy `observe`, why `optional` would have refused the visitor."""
    def contact(self) -> Contact | None:
        """The contact to create or update; None for an anonymous visitor."""
    def to_json(self) -> str:
        """`{"verified": true, "signed", "unsigned", "key"}` or `{"verified": false, "anonymous": true, "unsigned"}`."""

@final
class Contact:
    """A verified visitor as the vendor's contact."""

    @property
    def external_id(self) -> str | None:
        """What identifies the contact: the signed field that the vendor uses for it."""
    @property
    def name(self) -> str | None:
        """The name; see `unsigned`."""
    @property
    def email(self) -> str | None:
        """The email address; see `unsigned`."""
    @property
    def phone(self) -> str | None:
        """The telephone number; see `unsigned`."""
    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes, those that are signed first; see `unsigned`."""
    @property
    def unsigned(self) -> list[str]:
        """The names of those that the signature does not cover: anyone can have written them."""
    def fill(self, text: str, /) -> str:
        """Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`.

        One pass, plain text; unknown ones become empty.
        """

@final
class Explanation:
    """What `explain` found."""

    @property
    def is_verified(self) -> bool:
        """Whether the fields verify as they are."""
    @property
    def findings(self) -> list[Finding]:
        """The findings, best first: why it is refused, or what else stops a widget that verifies."""
    def to_json(self) -> str:
        """`{"verified", "findings": [{"code", "field", "reason", "fix"}]}`."""

@final
class Finding:
    """One thing that was found."""

    @property
    def code(self) -> str:
        """A stable name, such as `other_field`."""
    @property
    def field(self) -> str | None:
        """What it is about, in the vendor's words, where there is such a thing."""
    @property
    def reason(self) -> str:
        """What was found."""
    @property
    def fix(self) -> str:
        """What to change."""

def explain(
    scheme: Scheme | str,
    keys: str | bytes | Key | Sequence[str | bytes | Key],
    fields: Mapping[str, Any] | str | bytes,
    *,
    now: float | None = None,
    **settings: str | int,
) -> Explanation:
    """Explains why the fields of a page do not verify: names the mistake and the change that mends it.

    `fields` is a mapping, or the body of a request as it came. A finding may show the message that should
    have been signed, and keys by their fingerprint only.

    Raises `ConfigurationError`: `scheme_unknown`, `key_count`, `now_invalid` or `setting_…`.
    """

@final
class Inspected:
    """A token's header and claims, unverified: anyone can have written them."""

    @property
    def unverified_header(self) -> dict[str, Any]:
        """The header's members."""
    @property
    def unverified_claims(self) -> dict[str, Any]:
        """The claims."""
    def to_json(self) -> str:
        """`{"unverified": true, "header", "claims"}`."""

def inspect(token: str, /) -> Inspected:
    """Reads a token without verifying it, to look at while integrating; trust nothing in it.

    Raises `Refused`: `token_malformed` or `token_too_large`.
    """
