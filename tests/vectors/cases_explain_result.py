"""explain.json: digests that a language or a template writes in another way, and digests of digests."""

import base64
import itertools
import json

import parts
from cases_explain import NOW, text_schemes
from catalogue import JANE, digest_of, read
from planted import plant
from tools import compact, hash_of, hmac_of
from writings import html_characters, standard, url

ID = "user-{}"


def cases():
    yield from around()
    yield from numbers()
    yield from bytes_as_text()
    yield from not_text()
    yield from cut()
    yield from base64_results()
    yield from composed_results()
    yield from hashed_again()
    yield from two_at_once()
    yield from nothing()


def written(name, comment, scheme, first, *also, write, **more):
    return plant(f"written-{name}", comment, scheme, first, *also, write=write, **more)


def signed(raw):
    """The bytes as Java has them, from -128."""
    return [byte - 256 if byte > 127 else byte for byte in raw]


def big_integer(raw):
    """Java's new BigInteger(bytes)."""
    return int.from_bytes(raw, "big", signed=True)


def until(scheme, fits, **more):
    """The id or email whose digest has a property, and its fields."""
    for number in itertools.count(1):
        visitor = {"id": ID.format(number)} if scheme in ("bookbag", "reamaze") else {"email": f"jane{number}@example.com"}
        if fits(bytes.fromhex(digest_of(scheme, {**JANE, **visitor}))):
            return {"sent": visitor, **more}


def with_marks(scheme):
    """The fields whose digest has + and / in base64."""
    for number in itertools.count(1):
        sent = {"id": ID.format(number)}
        text = json.loads(plant("any", "", scheme, "any", sent=sent)["body"])[read(scheme).signature_name]
        if "+" in text and "/" in text:
            return {"sent": sent}


def around():
    schemes = itertools.cycle(text_schemes())
    for what, first, before, after in [
        ("zero-width", "result_space", "\u200b", ""), ("no-break", "result_space", "", "\u00a0"), ("mark", "result_space", "\ufeff", ""),
        ("newlines", "result_space", "\n", "\n\n"),
        ("curly", "result_quotes", "\u201c", "\u201d"), ("backticks", "result_quotes", "`", "`"),
        ("twice-quoted", "result_quotes", "\"'", "'\""),
        ("swift", "result_prefix", "HMAC with SHA256: ", ""), ("postgresql", "result_prefix", "\\x", ""),
        ("github", "result_prefix", "v1=", ""),
        ("label", "result_prefix", "HMAC-SHA256 ", ""), ("entities", "result_escaped", "&quot;", "&quot;"),
        ("json", "result_quotes", '\\"', '\\"'),
        ("entities-39", "result_escaped", "&#39;", "&#39;"), ("json-22", "result_escaped", "\\u0022", "\\u0022"),
        ("query", "result_prefix", "hash=", ""),
    ]:
        yield written(what, "something around the digits", next(schemes), first, write=lambda raw, before=before,
                      after=after: before + raw.hex() + after)
    for what, first, also, write in [
        ("colons", "result_separated", [], lambda raw: raw.hex(":")), ("spaces", "result_separated", [], lambda raw: raw.hex(" ")),
        ("groups", "result_separated", [], lambda raw: raw.hex(" ", 4)),
        ("groups-dashes", "result_separated", [], lambda raw: raw.hex("-", 8)),
        ("openssl-upper", "result_separated", ["result_upper_case"], lambda raw: raw.hex(":").upper()),
        ("0x-each", "result_separated", [], lambda raw: ", ".join(f"0x{byte:02x}" for byte in raw)),
    ]:
        yield written(what, "something between the digits", next(schemes), first, *also, write=write)


def numbers():
    """The digest as a number, or without its zeros."""
    for scheme in ["bookbag", "fernand"]:
        one = until(scheme, lambda raw: 0 < raw[0] < 16)
        yield written("big-integer-63", "Java's new BigInteger(1, bytes).toString(16) has no leading zero", scheme, "result_zeros",
                      write=lambda raw: f"{big_integer(raw):x}", **one)
        negative = until(scheme, lambda raw: raw[0] > 127)
        yield written("big-integer-negative", "Java's new BigInteger(bytes).toString(16) has a sign", scheme, "result_number",
                      write=lambda raw: f"{big_integer(raw):x}", **negative)
    for what, scheme, fits in [("62", "bookbag", lambda raw: raw[0] == 0 and raw[1] > 15),
                               ("61", "fernand", lambda raw: raw[0] == 0 and 0 < raw[1] < 16)]:
        yield written(f"big-integer-{what}", "two or more zeros are lost", scheme, "result_zeros",
                      write=lambda raw: f"{big_integer(raw):x}", **until(scheme, fits))
    for what, scheme, fits in [("one", "thread", lambda raw: sum(byte < 16 for byte in raw) == 1),
                               ("three", "reamaze", lambda raw: sum(byte < 16 for byte in raw) == 3),
                               ("many", "bookbag", lambda raw: sum(byte < 16 for byte in raw) >= 5),
                               ("last", "fernand", lambda raw: raw[-1] < 16 and min(raw[:-1]) > 15)]:
        yield written(f"byte-zeros-{what}", "each byte was written with %x", scheme, "result_zeros",
                      write=lambda raw: "".join(f"{byte:x}" for byte in raw),
                      **until(scheme, fits))
    yield written("big-integer-63-upper", "without its zero, in capital digits", "bookbag", "result_zeros", "result_upper_case",
                  write=lambda raw: f"{big_integer(raw):X}", **until("bookbag", lambda raw: 0 < raw[0] < 16))
    for what, scheme, write in [
        ("decimal", "bookbag", lambda raw: str(int.from_bytes(raw, "big"))),
        ("decimal-signed", "fernand", lambda raw: str(big_integer(raw))),
        ("sign-extended", "thread", lambda raw: "".join(f"{byte & 0xffffffff:x}" for byte in signed(raw))),
    ]:
        yield written(what, "the digest as a number", scheme, "result_number", write=write, **until(scheme, lambda raw: raw[0] > 127))
    yield written("decimal-positive", "the digest as a number", "reamaze", "result_number", write=lambda raw: str(big_integer(raw)),
                  **until("reamaze", lambda raw: 15 < raw[0] < 128))


def bytes_as_text():
    schemes = itertools.cycle(text_schemes())
    for what, write in [
        ("latin-1", lambda raw: raw.decode("latin-1")), ("list", lambda raw: compact(list(raw))),
        ("list-spaces", lambda raw: json.dumps(list(raw))),
        ("list-signed", lambda raw: json.dumps(signed(raw))), ("commas", lambda raw: ",".join(map(str, raw))),
        ("commas-signed", lambda raw: ",".join(map(str, signed(raw)))),
        ("go", lambda raw: f"[{' '.join(map(str, raw))}]"), ("powershell", lambda raw: " ".join(map(str, raw))),
        ("elixir", lambda raw: f"<<{', '.join(map(str, raw))}>>"),
        ("buffer-json", lambda raw: compact({"type": "Buffer", "data": list(raw)})), ("buffer", lambda raw: f"<Buffer {raw.hex(' ')}>"),
        ("uint8-json", lambda raw: compact({str(at): byte for at, byte in enumerate(raw)})),
        ("uint8", lambda raw: f"Uint8Array(32) [ {', '.join(map(str, raw))} ]"),
        ("python-digits", lambda raw: f"b'{raw.hex()}'"), ("python-base64", lambda raw: f"b'{standard(raw)}'"), ("python-bytes", repr),
        ("python-array", lambda raw: f"bytearray({raw!r})"), ("escapes", lambda raw: "".join(f"\\x{byte:02x}" for byte in raw)),
    ]:
        also = ["result_base64"] if what == "python-base64" else []
        yield written(f"bytes-{what}", "the bytes as a language shows them", next(schemes), "result_bytes", *also, write=write)
    yield written("bytes-replaced", "the bytes as UTF-8, with U+FFFD for what is none", "bookbag", "result_bytes",
                  write=lambda raw: raw.decode(errors="replace"))


def not_text():
    """The digest as JSON that is not text."""
    for scheme, what, name, value in [
        ("bookbag", "buffer", "user_hash", lambda raw: {"type": "Buffer", "data": list(raw)}), ("reamaze", "list", "authkey", list),
        ("fernand", "list-signed", "hash", signed),
        ("thread", "uint8", "connectionKey", lambda raw: {str(at): byte for at, byte in enumerate(raw)}),
        ("bookbag", "words", "user_hash", words_of),
    ]:
        yield plant(f"written-value-{what}", "the bytes as JSON", scheme, "result_bytes",
                    **{name: value(bytes.fromhex(digest_of(scheme, JANE)))})


def words_of(raw):
    """CryptoJS's WordArray, as JSON.stringify shows it."""
    return {"words": [int.from_bytes(raw[at:at + 4], "big", signed=True) for at in range(0, len(raw), 4)], "sigBytes": len(raw)}


def cut():
    schemes = itertools.cycle(text_schemes())
    for length in (16, 20, 32, 40, 50, 63):
        yield written(f"cut-{length}", "a column or a substring cuts the digits", next(schemes), "result_cut", write=lambda raw,
                      length=length: raw.hex()[:length])
    # Without its first digit, which is no zero.
    yield written("cut-first", "the first digit is lost", "bookbag", "result_cut", write=lambda raw: raw.hex()[1:],
                  **until("bookbag", lambda raw: raw[0] > 15))
    for length in (16, 32, 62):
        yield written(f"cut-last-{length}", "only the last digits", next(schemes), "result_cut", write=lambda raw,
                      length=length: raw.hex()[-length:],
                      **until("bookbag", lambda raw: raw[0] > 15) if length == 62 else {})
    yield written("cut-base64", "a column cuts the base64", "fernand", "result_cut", "result_base64", write=lambda raw: standard(raw)[:32])
    yield written("cut-upper", "a column cuts the digits", "thread", "result_cut", "result_upper_case",
                  write=lambda raw: raw.hex()[:40].upper())


def base64_results():
    """Digests that the vendor expects as base64."""
    for scheme in ["magicbell", parts.BASE64]:
        marked = with_marks(scheme)
        for what, first, write in [
            ("url-encoded", "result_url_encoded", lambda raw: url(standard(raw))),
            ("space-for-plus", "result_url_encoded", lambda raw: standard(raw).replace("+", " ")),
            ("entities", "result_escaped", lambda raw: html_characters(standard(raw), "&#{};", "=")),
            ("entities-hex", "result_escaped", lambda raw: html_characters(standard(raw), "&#x{:X};", "+=/")),
            ("json", "result_escaped", lambda raw: standard(raw).replace("/", "\\/")),
            ("json-3d", "result_escaped", lambda raw: standard(raw).replace("=", "\\u003d")),
            ("newline", "result_space", lambda raw: standard(raw) + "\n"), ("quotes", "result_quotes", lambda raw: f'"{standard(raw)}"'),
            ("prefix", "result_prefix", lambda raw: f"sha256={standard(raw)}"),
            ("bytes", "result_bytes", lambda raw: compact(list(raw))), ("python", "result_bytes", lambda raw: f"b'{standard(raw)}'"),
            ("cut", "result_cut", lambda raw: standard(raw)[:32]),
            ("hex-upper", "result_hex", lambda raw: raw.hex().upper()),
        ]:
            if scheme == "magicbell" or first in ("result_url_encoded", "result_cut"):
                yield written(f"base64-{what}", "base64 that is expected, changed", scheme, first, write=write, **marked)


def composed_results():
    """A digest with other parts in one text."""
    for what, first, write in [("escaped", "result_escaped", lambda raw: f"&quot;{raw.hex()}"),
                               ("zeros", "result_zeros", lambda raw: f"{big_integer(raw):x}"),
                               ("cut", "result_cut", lambda raw: raw.hex()[:32])]:
        for number in itertools.count(1):
            visitor = {"id": ID.format(number)}
            raw = bytes.fromhex(parts.WITH_TIME.sign(visitor, "any-secret-of-a-server").signature.split("-")[0])
            if 0 < raw[0] < 16:
                break
        if what != "escaped":
            yield written(f"part-{what}", "a digest and its time", parts.WITH_TIME, first, sent=visitor, key="any-secret-of-a-server",
                          write=write)
    for what, first, value in [("quotes", "result_quotes", '"{}-{}"'), ("entities", "result_escaped", "&quot;{}-{}&quot;"),
                               ("newline", "result_space", "{}-{}\n")]:
        raw = hmac_of("sha256", "any-secret-of-a-server", f"user-123-{NOW}")
        yield plant(f"written-whole-{what}", "the whole text", parts.WITH_TIME, first, key="any-secret-of-a-server",
                    hash=value.format(raw.hex(), NOW))


def hashed_again():
    schemes = itertools.cycle(text_schemes())
    def again(change, digest="sha256"):
        return lambda secret, message: hash_of(digest, change(hmac_of("sha256", secret, message)))
    for what, change in [("bytes", bytes), ("hex", lambda raw: raw.hex().encode()), ("base64", base64.b64encode)]:
        for _ in range(2):
            scheme = next(schemes)
            yield plant(f"written-hashed-{what}", "the digest was hashed again", scheme, "hashed_twice", make=again(change))
    yield plant("written-hashed-other", "the digest was hashed again", "magicbell", "hashed_twice",
                make=again(lambda raw: raw.hex().encode()))


def two_at_once():
    """Pairs that one server really makes together."""
    comment = "two changes at once"
    yield written("both-bytes-email", comment, "bookbag", "other_field", "result_bytes", message=JANE["email"],
                  write=lambda raw: compact(list(raw)))
    yield written("both-zeros-case", comment, "fernand", "message_case", "result_zeros", write=lambda raw: f"{big_integer(raw):x}",
                  sent={"email": until("fernand", lambda raw: 0 < raw[0] < 16)["sent"]["email"].upper()},
                  signed=until("fernand", lambda raw: 0 < raw[0] < 16)["sent"])
    yield written("both-cut-newline", comment, "thread", "secret_space", "result_cut", key="kR7vXm2Lq9QtZs8w", secret="kR7vXm2Lq9QtZs8w\n",
                  write=lambda raw: raw.hex()[:40])
    yield written("both-buffer-swapped", comment, "reamaze", "key_message_swapped", "result_bytes", make=lambda secret,
                  message: hmac_of("sha256", message, secret),
                  write=lambda raw: f"<Buffer {raw.hex(' ')}>")
    yield written("both-quotes-escaped", comment, "bookbag", "result_escaped", "result_quotes",
                  write=lambda raw: f'&quot;"{raw.hex()}"&quot;')


def nothing():
    """What a language shows for an object that holds the digest. The digest is not in it."""
    for what, text in [("promise", "[object Promise]"), ("object", "[object Object]"), ("array-buffer", "[object ArrayBuffer]"),
                       ("java", "[B@1b6d3586"),
                       ("net", "System.Byte[]"), ("python", "<hmac.HMAC object at 0x7f3c2a1b5d90>"),
                       ("ruby", "#<OpenSSL::HMAC:0x000055d0c8a1b2c3>"),
                       ("php", "Resource id #7")]:
        yield {**plant(f"written-nothing-{what}", "no digest at all", "bookbag", "signature_malformed", user_hash=text),
               "field": "user_hash"}
