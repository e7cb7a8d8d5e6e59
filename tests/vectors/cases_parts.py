"""Cases for each part of the scheme format: digests, what is signed, what is not, and what explain says."""

import base64

import cases_digest
import cases_explain
import cases_sign
import cases_sign_error
from catalogue import secret_of, settings_of, sign
from cases_verify import wrong_signature
from parts import (ALTERNATIVES, AS_ONE, BASE64, CHOSEN_END, EMAIL, EXPIRES, FOLDED, FURTHER, HEX, HOLDER, ID, JSON, NOW_ISO,
                   NOW_MS, PREFIX, SHA1, SHA512, SIGNED, TYPED, UPPER, URL, WITH_SETTING, WITH_TIME, typed)
from tools import NOW, hmac_of


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
                      "secret_unknown", settings=settings)
    expired = sign(WITH_TIME, {"id": ID}, now=NOW - 3601).fields
    yield mistake("expired", "an old signature", WITH_TIME, expired, "signature_expired", field="hash")
    yield mistake("early", "a clock that is wrong", WITH_TIME, sign(WITH_TIME, {"id": ID}, now=NOW + 60).fields,
                  "signature_not_yet_valid", field="hash")
    for name, comment, of, body, *codes in mistakes():
        yield mistake(name, comment, of, body, codes[0], codes[1:])
    yield {**cases_explain.case("part", "the email has no signature", FURTHER, {"uid": ID, "email": EMAIL, "hash": digest(FURTHER, ID)},
                                "field_unsigned", cases_explain.checks(FURTHER), verified=True, field="email"), "id": "part-further-unsigned"}
    yield {**cases_explain.case("part", "an id that could stand for an email address", ALTERNATIVES,
                                {"uid": EMAIL, "hash": digest(ALTERNATIVES, EMAIL)}, "check_ambiguous", cases_explain.checks(ALTERNATIVES),
                                verified=True),
           "id": "part-alternatives-at"}


def digest(of, message, secret=None):
    return of.digest(secret_of(of) if secret is None else secret, message)


def mistakes():
    """Mistakes with one part of the format, and the findings for them."""
    yield ("alternatives-other", "the email hashed although there is an id", ALTERNATIVES,
           {"uid": ID, "email": EMAIL, "hash": digest(ALTERNATIVES, EMAIL)}, "other_field")
    yield ("folded-not", "the site did not fold", FOLDED,
           {"email": "Jane@Example.com", "hash": digest(FOLDED, "Jane@Example.com")}, "message_case")
    yield ("folded-not-trimmed", "the site did not trim", FOLDED, {"email": f" {EMAIL}", "hash": digest(FOLDED, f" {EMAIL}")},
           "message_space")
    yield ("secret-hex-as-text", "the site did not decode the secret", HEX,
           {"uid": ID, "hash": digest(HEX, ID, secret_of(HEX).encode())}, "secret_hex")
    yield ("secret-base64-as-text", "the site did not decode the secret", BASE64,
           {"uid": ID, "hash": digest(BASE64, ID, secret_of(BASE64).encode())}, "secret_base64")
    raw = {of.name: hmac_of(of.hash, of.key(secret_of(of)), ID) for of in [UPPER, BASE64, URL, SHA512, SHA1]}
    yield "result-lower-case", "hex in lower case", UPPER, {"uid": ID, "hash": raw["result_upper"].hex()}, "result_lower_case"
    yield "result-hex", "hex in place of base64", BASE64, {"uid": ID, "hash": raw["secret_base64"].hex()}, "result_hex"
    unpadded = base64.b64encode(raw["secret_base64"]).decode().rstrip("=")
    yield "result-base64-form", "base64 without its padding", BASE64, {"uid": ID, "hash": unpadded}, "result_base64_form"
    padded = base64.urlsafe_b64encode(raw["result_base64url"]).decode()
    yield "result-base64url-padded", "base64url with padding", URL, {"uid": ID, "hash": padded}, "result_base64_form"
    for of in [SHA512, SHA1]:
        text = hmac_of("sha256", secret_of(of), ID).hex()
        yield f"{of.name}-sha256", "HMAC with another hash than the scheme's", of, {"uid": ID, "hash": text}, "other_hash"
    good = digest(PREFIX, ID)
    yield "prefix-missing", "without the text before it", PREFIX, {"uid": ID, "hash": good}, "result_part_missing"
    yield "prefix-other", "another text before it", PREFIX, {"uid": ID, "hash": f"sha1={good}"}, "result_prefix"
    good = digest(WITH_TIME, f"{ID}-{NOW}")
    for name, text, *codes in [
        ("part-missing", good, "result_part_missing"), ("part-order", f"{NOW}-{good}", "result_part_order"),
        ("part-separator", f"{good}:{NOW}", "result_part_separator"), ("part-upper-case", f"{good.upper()}-{NOW}", "result_upper_case"),
        ("time-unsigned", f"{digest(WITH_TIME, ID)}-{NOW}", "message_part_missing"),
        ("time-milliseconds-signed", f"{digest(WITH_TIME, f'{ID}-{NOW}000')}-{NOW}", "message_time_form"),
        ("time-read-twice", f"{digest(WITH_TIME, f'{ID}-{NOW + 1}')}-{NOW}", "message_time"),
        ("part-separator-upper-case", f"{good.upper()}.{NOW}", "result_part_separator", "result_upper_case"),
    ]:
        yield f"with-time-{name}", "a text with a digest and a time", WITH_TIME, {"uid": ID, "hash": text}, *codes
    spaced = sign(WITH_TIME, {"id": ID}, secret=secret_of(WITH_TIME) + "\n").signature
    yield "with-time-secret-newline", "the site read the secret with its newline", WITH_TIME, {"uid": ID, "hash": spaced}, "secret_space"
    yield ("now-ms-seconds", "seconds where milliseconds belong", NOW_MS, {"uid": ID, "at": NOW, "hash": digest(NOW_MS, f"{ID}:{NOW}")},
           "time_form")
    offset = "2026-11-20T01:00:00+01:00"
    yield "now-iso-offset", "not in UTC", NOW_ISO, {"uid": ID, "at": offset, "hash": digest(NOW_ISO, ID + offset)}, "time_form"
    text = JSON.payload.text_of({"uid": ID, "mail": EMAIL})
    plain = base64.b64decode(text).decode()
    spaces = base64.b64encode(plain.replace('":', '": ').replace(',"', ', "').encode()).decode()
    yield ("payload-encoding", "the JSON was signed and its base64 sent", JSON, {"data": text, "hash": digest(JSON, plain)},
           "payload_encoding")
    yield "payload-rewritten", "the JSON was written twice", JSON, {"data": text, "hash": digest(JSON, spaces)}, "payload_rewritten"
    yield ("further-swapped", "the two signatures have changed places", FURTHER,
           {"uid": ID, "email": EMAIL, "hash": digest(FURTHER, EMAIL), "email_hash": digest(FURTHER, ID)}, "signatures_swapped")
    yield ("further-case", "the second signature is explained like the first", FURTHER,
           {"uid": ID, "email": EMAIL, "hash": digest(FURTHER, ID), "email_hash": digest(FURTHER, "Jane@example.com")}, "message_case")
