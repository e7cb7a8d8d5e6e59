"""Cases for each part of the scheme format: digests, what is signed, what is not, and what explain says."""

import cases_digest
import cases_explain
import cases_sign
import cases_sign_error
from catalogue import secret_of, settings_of, sign
from cases_verify import wrong_signature
from parts import (ALTERNATIVES, AS_ONE, BASE64, CHOSEN_END, EMAIL, EXPIRES, FOLDED, FURTHER, HEX, HOLDER, ID, JSON, SHA1, SHA512,
                   SIGNED, TYPED, UPPER, URL, WITH_SETTING, WITH_TIME, typed)
from tools import NOW


def digests():
    for of in [HEX, BASE64, UPPER, URL, SHA512, SHA1]:
        secret = secret_of(of)
        yield cases_digest.case("digest", "the form in which the scheme writes it", cases_digest.COMPARE, of, secret,
                                "zo\u00eb@example.com",
                                of.digest(secret, "zo\u00eb@example.com"))


def signed():
    for name, comment, of, visitor, more in SIGNED:
        one = cases_sign.case("part", comment, of, visitor, source="the rule of the scheme format, by Python and OpenSSL",
                              warnings=of.warnings(visitor), signer_warnings=of.signer_warnings(), **more)
        yield {**one, "id": f"part-{name}"}


def unsigned():
    """What a signer refuses."""
    good_hex, good_base64 = secret_of(HEX), secret_of(BASE64)
    for name, comment, of, code, field, more in [
        ("alternatives-none", "neither an id nor an email", ALTERNATIVES, "field_missing", "id", {"visitor": {"name": "Jane"}}),
        ("alternatives-empty", "an empty id and no email", ALTERNATIVES, "field_empty", "id", {"visitor": {"id": ""}}),
        ("folded-empty", "nothing is left after trimming", FOLDED, "field_empty", "email", {"visitor": {"email": " \u2003 "}}),
        ("secret-hex-odd", "not hex", HEX, "secret_encoding", "secret", {"secret": {"secret": good_hex[:-1]}}),
        ("secret-hex-prefix", "not hex", HEX, "secret_encoding", "secret", {"secret": {"secret": "0x" + good_hex}}),
        ("secret-hex-newline", "white space around it", HEX, "secret_encoding", "secret", {"secret": {"secret": good_hex + "\n"}}),
        ("secret-base64-unpadded", "not standard base64", BASE64, "secret_encoding", "secret",
         {"secret": {"secret": good_base64.rstrip("=")}}),
        ("secret-base64-url", "not standard base64", BASE64, "secret_encoding", "secret", {"secret": {"secret": "-_" + good_base64[2:]}}),
        ("secret-base64-space", "white space around it", BASE64, "secret_encoding", "secret", {"secret": {"secret": " " + good_base64}}),
        ("setting-absent", "the message holds the setting", WITH_SETTING, "setting_missing", "shop", {"settings": {}}),
        ("lifetime-maximum", "longer than the vendor accepts", CHOSEN_END, "setting_invalid", "lifetime",
         {"settings": {"lifetime": "3601"}}),
        ("holder-other", "only the id may hold the separator", HOLDER, "field_separator", "email",
         {"visitor": {"id": "a", "email": "b:c@example.com"}}),
        ("attribute-absent", "the signature covers it", TYPED, "field_missing", "attributes.first", {"visitor": {"id": ID}}),
        ("attribute-text", "a number where text is demanded", TYPED, "field_type", "attributes.first", {"visitor": typed(first=5)}),
        ("attribute-integer", "a fraction where a whole number is demanded", TYPED, "field_type", "attributes.age",
         {"visitor": typed(age=1.5)}),
        ("attribute-number", "text where a number is demanded", TYPED, "field_type", "attributes.score", {"visitor": typed(score="1")}),
        ("attribute-boolean", "text where true or false is demanded", TYPED, "field_type", "attributes.vip",
         {"visitor": typed(vip="true")}),
        ("attribute-address", "not http or https", TYPED, "field_invalid", "attributes.site",
         {"visitor": typed(site="javascript:alert(1)")}),
        ("payload-required", "the payload demands it", JSON, "field_missing", "id", {"visitor": {"email": EMAIL}}),
        ("expires-year-10000", "the time would be one that every verifier refuses", EXPIRES, "now_invalid", "now", {"now": 253402300799}),
    ]:
        yield {**cases_sign_error.case("part", comment, of, code, field, **more), "id": f"part-{name}"}


def explained():
    def mistake(name, comment, of, body, first, also=(), **more):
        return {**cases_explain.case("part", comment, of, body, first, also, **more), "id": f"part-{name}"}

    for of in [ALTERNATIVES, FOLDED, HEX, BASE64, URL, SHA512, WITH_TIME, WITH_SETTING, FURTHER, TYPED, JSON, AS_ONE]:
        visitor = {"id": ID, "email": EMAIL, "attributes": {"first": "Jane"}}
        body, settings = sign(of, visitor).fields, settings_of(of)
        yield {**cases_explain.correct("part", "nothing is wrong", of, body, settings=settings), "id": f"part-{of.name}-good"}
        name = of.signature_name
        yield mistake(f"{of.name}-unknown", "a digest of something else", of, {**body, name: wrong_signature(of, visitor)},
                      "secret_unknown",
                      settings=settings)
    expired = sign(WITH_TIME, {"id": ID}, now=NOW - 3601).fields
    yield mistake("expired", "an old signature", WITH_TIME, expired, "signature_expired", field="hash")
    yield mistake("early", "a clock that is wrong", WITH_TIME, sign(WITH_TIME, {"id": ID}, now=NOW + 60).fields,
                  "signature_not_yet_valid", field="hash")
    other = ALTERNATIVES.digest(secret_of(ALTERNATIVES), EMAIL)
    yield mistake("alternatives-other", "the email hashed although there is an id", ALTERNATIVES,
                  {"uid": ID, "email": EMAIL, "hash": other}, "other_field")
