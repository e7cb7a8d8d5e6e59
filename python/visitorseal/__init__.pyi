"""Signs the signed-in visitor of a site for its support-chat widget, and verifies what pages send."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Literal, SupportsIndex, final

from uuid import UUID

__all__ = [
    "ConfigurationError",
    "Contact",
    "Error",
    "Explanation",
    "Finding",
    "InspectedToken",
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
    "inspect_token",
    "scheme",
    "schemes",
]

__version__: Final[str]

class Error(Exception):
    """The base of every error. Compare `code`, which never changes, and show `reason` to a person.

    Errors never contain a secret or a visitor's data.
    """

    kind: ClassVar[str]
    """`configuration`, `visitor`, `refused` or `internal`: the same as the class."""
    code: str
    """The stable code, such as `signature_mismatch`. Compare this, not the reason."""
    field: str | None
    """The setting, field or claim that the error is about; None where it is about none."""
    reason: str
    """What is wrong and what to do. The words may change in any version."""

    def __init__(self, code: str, field: str | None, reason: str) -> None: ...

class ConfigurationError(Error):
    """A scheme, setting, secret or key is wrong. The developer must fix it."""

class VisitorError(Error):
    """This visitor cannot be signed as given. The site must pass other values."""

class Refused(Error):
    """What the browser sent does not prove who the visitor is."""

    http_status: int
    """The HTTP status that the vendor answers with, such as 401."""
    http_error: str
    """The name of the error in that answer, such as `identity_unverified`."""

    def __init__(
        self, code: str, field: str | None, reason: str, http_status: int = 401, http_error: str = "identity_unverified"
    ) -> None: ...

class InternalError(Error):
    """A fault in this library. Please report it."""

class Script(str):
    """HTML that is safe in a page. Jinja2, MarkupSafe and Django's templates do not escape it again."""

    def __html__(self) -> str:
        """Gives the HTML."""

@final
class Warning:
    """A problem that does not stop signing, such as a short secret."""

    @property
    def code(self) -> str:
        """The stable code of the warning, such as `secret_short`."""
    @property
    def field(self) -> str:
        """What it is about, in the visitor's words, or `secret`."""
    @property
    def reason(self) -> str:
        """What is wrong and what to do. The words may change in any version."""

@final
class Setting:
    """A setting of a scheme."""

    @property
    def name(self) -> str:
        """The setting's name. It is a keyword argument of `Signer`."""
    @property
    def about(self) -> str:
        """What the setting is and where the vendor shows it."""
    @property
    def is_required(self) -> bool:
        """Whether a signer needs the setting. Without another one, the call that uses it raises `setting_missing`."""

@final
class Scheme:
    """How one vendor's widget wants a visitor signed."""

    @staticmethod
    def parse(toml: str, /) -> Scheme:
        """Reads a scheme of your own from TOML. A scheme file is code: load only your own.

        Raises `ConfigurationError` `scheme_malformed`: `field` is the key, and the reason names the line.
        """
    @property
    def name(self) -> str:
        """The scheme's name, such as `bookbag`."""
    @property
    def vendor(self) -> str:
        """The vendor's name as the vendor writes it."""
    @property
    def product(self) -> str | None:
        """The product as the vendor names it, such as `Messenger`. None if the scheme's file does not say it."""
    @property
    def category(self) -> str | None:
        """What the product is for, such as `support_chat`. None if the scheme's file does not say it."""
    @property
    def document(self) -> str:
        """The address of the vendor's documentation that the scheme was read from."""
    @property
    def key_kind(self) -> Literal["shared", "pair"]:
        """What verifies a signature: `shared`, the secret itself, or `pair`, the public key of a key pair."""
    @property
    def algorithm(self) -> str:
        """`HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256` (RFC 7518)."""
    @property
    def covers(self) -> list[str]:
        """The visitor's fields that the signature covers. `attributes` stands for all attributes, `attributes.plan` for one."""
    @property
    def settings(self) -> list[Setting]:
        """The settings that the scheme takes."""
    def to_json(self) -> str:
        """The scheme as JSON."""
    def __copy__(self) -> Scheme:
        """Gives the scheme itself, which never changes."""
    def __deepcopy__(self, _memo: Any, /) -> Scheme:
        """Gives the scheme itself, which never changes."""

def schemes() -> list[str]:
    """Gives the names of the vendors' schemes."""

def scheme(name: str, /) -> Scheme:
    """Gives the scheme of a vendor by its name. Raises `ConfigurationError` `scheme_unknown`."""

@final
class Key:
    """A key that verifies, with an optional `kid`. A token that names a `kid` is verified with that key alone.

    A JSON Web Key (JWK) has its own `kid`, unless you pass one. A JWK set takes none.
    """

    def __new__(cls, key: str | bytes, /, *, kid: str | None = None) -> Key: ...
    @property
    def kid(self) -> str | None:
        """The name that you passed, as a token's header gives it (RFC 7515, section 4.1.4)."""

@final
class Page:
    """A scheme with its settings: what a page needs without a secret.

    Raises `ConfigurationError`: `scheme_unknown` or `setting_…`.
    """

    def __new__(cls, scheme: Scheme | str, **settings: str | int) -> Page: ...
    @property
    def scheme(self) -> str:
        """The scheme's name."""
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
        """Fills the vendor's form with name and email, without a signature. It proves nothing.

        Raises `ConfigurationError` `not_offered` where the vendor does not document it.
        """
    def forget_script(self, nonce: str | None = None) -> Script:
        """The script that makes the widget forget the visitor at sign-out. Empty for a scheme without page code.

        `nonce` is the page's Content-Security-Policy nonce.
        """
    def anonymous_script(self, nonce: str | None = None) -> Script:
        """The script for the page of a visitor who is not signed in: the widget forgets whom it knew, and starts if it needs
        a call for that. Empty for a scheme without page code.

        Send the page with `Cache-Control: private` or with `Vary: Cookie`: a page that a cache gives to all would make
        every visitor's widget forget.

        `nonce` is the page's Content-Security-Policy nonce.
        """
    def anonymous_element(self) -> Script:
        """The HTML element that states that nobody is signed in, for a page with the scheme's file `visitorseal/NAME.js` in
        its `<head>`. It does what `anonymous_script` does, and needs no nonce.

        Raises `ConfigurationError` `not_offered`.
        """

@final
class Signer:
    """A scheme with its secret and settings, ready to sign many visitors. Make one and share it among threads.

    `scheme` is a scheme's name or a `Scheme`. `secret` is the shared secret as the vendor's dashboard shows it
    or, if the scheme's `key_kind` is `pair` (Orlo), the site's private key as PEM. Settings are keyword arguments,
    such as Thread's `app_id`.

    Raises `ConfigurationError`: `scheme_unknown`, `secret_…`, `key_…` or `setting_…`.
    """

    def __new__(cls, scheme: Scheme | str, secret: str | bytes, **settings: str | int) -> Signer: ...
    @property
    def scheme(self) -> str:
        """The scheme's name."""
    @property
    def warnings(self) -> list[Warning]:
        """Problems with the secret or the scheme that do not stop signing: the secret is short, in quotes, or the vendor's sample."""
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
        """Signs a visitor: keyword arguments, or a mapping with the same names. A keyword argument replaces the
        mapping's member.

        `id` is text, a whole number or a UUID. `email` is an address that the site has verified. `phone` is
        E.164 such as `+14155552671`. `avatar` is an http or https address. `attributes` is a mapping of JSON
        values for the vendor's agents; it may also hold aware datetimes, dates, UUIDs, enums and decimals. Text
        may be lazy, as Django's translations are. `now` is Unix seconds, by default those of the system's clock.
        It matters only to signatures that hold a time.

        Raises `VisitorError` where a field that the signature covers is missing, None, empty or ambiguous, or
        where any field has a wrong form.
        """
    def sign_many(
        self, visitors: Iterable[Mapping[str, Any]], /, *, now: float | None = None
    ) -> list[Signed | VisitorError]:
        """Signs many visitors in one call. The list has a `Signed` or a `VisitorError` for each, in their order."""
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
        """Fills the vendor's form with name and email, without a signature. It proves nothing.

        Raises `ConfigurationError` `not_offered` where the vendor does not document it.
        """
    def digest(self, message: str | bytes, /) -> str:
        """Computes the HMAC of a message as the scheme writes it, for code that writes the page itself. Text is hashed as UTF-8.

        Raises `ConfigurationError` `not_offered` where the scheme's signature is a token.
        """
    def digest_many(self, messages: Iterable[str | bytes], /) -> list[str]:
        """Computes the digests of many messages in one call, in their order."""
    def forget_script(self, nonce: str | None = None) -> Script:
        """The script that makes the widget forget the visitor at sign-out. Empty for a scheme without page code.

        `nonce` is the page's Content-Security-Policy nonce.
        """
    def anonymous_script(self, nonce: str | None = None) -> Script:
        """The script for the page of a visitor who is not signed in: the widget forgets whom it knew, and starts if it needs
        a call for that. Empty for a scheme without page code.

        Send the page with `Cache-Control: private` or with `Vary: Cookie`: a page that a cache gives to all would make
        every visitor's widget forget.

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
        """What the vendor checks: a digest as the scheme writes it, or a JWT. None for a form that `prefill` filled."""
    @property
    def fields(self) -> dict[str, Any]:
        """The payload under the vendor's names, in the order of the vendor's documentation. Each call gives a new dict."""
    @property
    def fields_json(self) -> str:
        """The payload as JSON in ASCII, as a page posts it. `Verifier.verify_json` takes it."""
    @property
    def expires_at(self) -> int | None:
        """When the vendor stops accepting the signature, in Unix seconds. None if it never expires."""
    @property
    def mark(self) -> str | None:
        """What tells this visitor from others in the browser: 16 characters that say nothing about either. None for a form
        that `prefill` filled.
        """
    @property
    def warnings(self) -> list[Warning]:
        """Problems that do not stop signing, such as a field that the widget does not show."""
    def to_json(self) -> str:
        """The signed visitor as JSON: `{"scheme", "signature", "fields", "expires_at", "mark", "warnings"}`. It is
        no request body: a page posts `fields_json`.
        """
    def script(self, nonce: str | None = None) -> Script:
        """The HTML that hands the fields to the widget.

        `nonce` is the page's Content-Security-Policy nonce. The page is this visitor's alone: send it with
        `Cache-Control: private, no-store`.

        Raises `ConfigurationError`: `nonce_invalid`, `setting_missing` or `not_offered`.
        """
    def element(self, endpoint: str | None = None) -> Script:
        """The HTML element that states the visitor, for a page with the scheme's file `visitorseal/NAME.js` in its `<head>`.
        It contains no code, so it needs no nonce.

        `endpoint` is the site's address that gives the fields anew, such as `/visitor`. The page is this visitor's alone:
        send it with `Cache-Control: private, no-store`.

        Raises `ConfigurationError`: `not_offered` or `setting_invalid`.
        """
    def url(self) -> str:
        """The address of the vendor's page for mobile apps (Orlo). It contains the token.

        To the vendor, anyone who has the address is this visitor.

        Raises `ConfigurationError`: `not_offered` or `setting_missing`.
        """

@final
class Verifier:
    """A scheme with the keys that it accepts, newest first, and a policy. Make one and share it among threads.

    `keys` are 1 to 16 keys. A key is the shared secret, the site's public key (Orlo), or a `Key`. A public key is
    PEM, a JSON Web Key (JWK) or a JWK set, as JSON text. The keys of a set that the scheme cannot use are skipped.

    `policy` decides about visitors who do not prove who they are. `required`: they are refused. `optional`: a
    visitor whose signature is absent or null is anonymous, and a wrong or empty signature is refused. `observe`,
    for a rollout: a visitor with a wrong signature is anonymous too, and `Verified.refusal` is the reason.

    `leeway` is the number of seconds that clocks may differ, at most 300. `max_token` is the largest token in
    bytes, 8192 by default. A page's fields must agree with the settings that you pass, such as Thread's `app_id`.
    Orlo's `contact_claim` names the claim that identifies a contact.

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
    @property
    def max_body(self) -> int:
        """The largest body in bytes that `verify_json` reads."""
    def verify(self, fields: Mapping[str, Any], /, *, now: float | None = None) -> Verified:
        """Verifies the fields of a request, a mapping under the vendor's names. Prefer `verify_json`.

        `now` is Unix seconds, by default those of the system's clock. Raises `Refused`.
        """
    def verify_json(self, body: str | bytes, /, *, now: float | None = None) -> Verified:
        """Verifies the fields in a JSON body. Unlike `verify` it refuses a body that has a member twice.

        Raises `Refused`. A body that is no JSON object is refused under every policy.
        """

@final
class Verified:
    """The outcome of a verification that was not refused."""

    @property
    def status(self) -> Literal["verified", "anonymous"]:
        """`verified` or `anonymous`."""
    @property
    def is_verified(self) -> bool:
        """Whether the signature proves who the visitor is."""
    @property
    def signed(self) -> dict[str, Any]:
        """What the signature covers, in the visitor's words. The site vouches for it."""
    @property
    def unsigned(self) -> dict[str, Any]:
        """What the browser merely claims, in the visitor's words. Anyone can have written it."""
    @property
    def key(self) -> int | None:
        """The index of the key that matches, counted from 0. Once it is always 0, remove the old secret."""
    @property
    def token_id(self) -> str | None:
        """The token's own id, its claim `jti`; None without one.

        To refuse a token that is used a second time, keep the ids of verified tokens until the tokens expire.
        """
    @property
    def refusal(self) -> Refused | None:
        """Why a wrong signature was let through under the policy `observe`; None otherwise."""
    def contact(self) -> Contact | None:
        """The visitor as a vendor's backend stores a contact; None for an anonymous visitor."""
    def to_json(self) -> str:
        """The outcome as JSON: `{"verified": true, "signed", "unsigned", "key"}`, with a `token_id` if the token has one,
        or `{"verified": false, "anonymous": true, "unsigned"}`.
        """

@final
class Contact:
    """A verified visitor in the words of a vendor's database."""

    @property
    def external_id(self) -> str | None:
        """The site's id of the visitor: the signed field that identifies a contact to this vendor."""
    @property
    def name(self) -> str | None:
        """The name. Anyone can have written it if `unsigned` lists it."""
    @property
    def email(self) -> str | None:
        """The email address. Anyone can have written it if `unsigned` lists it."""
    @property
    def phone(self) -> str | None:
        """The telephone number. Anyone can have written it if `unsigned` lists it."""
    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes, signed ones first. Anyone can have written those that `unsigned` lists."""
    @property
    def unsigned(self) -> list[str]:
        """The names of what the signature does not cover."""
    def fill(self, text: str, /) -> str:
        """Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
        `{{contact.external_id}}` and `{{contact.attr.KEY}}`.

        The result is plain text, so escape it for HTML. An unknown placeholder becomes empty.
        """

@final
class Explanation:
    """Why a signature was refused."""

    @property
    def is_verified(self) -> bool:
        """Whether the signature is right after all."""
    @property
    def findings(self) -> list[Finding]:
        """What was found, the most likely cause first. Where the signature is right: what else can stop a widget."""
    def to_json(self) -> str:
        """The explanation as JSON: `{"verified", "findings": [{"code", "field", "reason", "fix"}]}`."""

@final
class Finding:
    """A cause that explains a refused signature."""

    @property
    def code(self) -> str:
        """The stable code of the cause, such as `other_field`."""
    @property
    def field(self) -> str | None:
        """The field or claim that it is about, under the vendor's name; None where it is about none."""
    @property
    def reason(self) -> str:
        """What is wrong."""
    @property
    def fix(self) -> str:
        """What to change."""

def explain(
    scheme: Scheme | str,
    keys: str | bytes | Key | Sequence[str | bytes | Key],
    fields: Mapping[str, Any] | str | bytes,
    *,
    now: float | None = None,
    leeway: int = 0,
    max_token: int = 8192,
    visitor: Mapping[str, Any] | None = None,
    **settings: str | int,
) -> Explanation:
    """Tries the mistakes that integrators make and reports the one that explains this signature.

    `fields` is a mapping, or a request body as text or bytes. `now` is Unix seconds, by default those of the system's
    clock. Pass the `leeway`, `max_token` and settings of your `Verifier`. `visitor` is the site's own record of the
    visitor, a mapping as `sign` takes it, with further columns in its `attributes`: the site may have signed one of
    them. A finding may show the message that should be signed. It never shows a key, only its fingerprint.

    Raises `ConfigurationError`: `scheme_unknown`, `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; and
    `VisitorError`, as `sign` does, for a wrong `visitor`.
    """

@final
class InspectedToken:
    """What an unverified token says. Anyone can have written it."""

    @property
    def unverified_header(self) -> dict[str, Any]:
        """The token's header. Anyone can have written it."""
    @property
    def unverified_claims(self) -> dict[str, Any]:
        """The token's claims. Anyone can have written them."""
    def to_json(self) -> str:
        """Header and claims as JSON: `{"unverified": true, "header", "claims"}`."""

def inspect_token(token: str, /) -> InspectedToken:
    """Reads a token without verifying it. Never trust the result.

    Raises `Refused`: `token_malformed` or `token_too_large`.
    """
