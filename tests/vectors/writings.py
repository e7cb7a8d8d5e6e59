"""How templates, transports and languages write a text. Python's standard library writes where it can."""

import base64
import html
import html.entities
import json
import unicodedata
import urllib.parse


# --- Templates -------------------------------------------------------------------------------

def html_characters(text, form, characters=None):
    """Character references in place of `characters`, or of all beyond ASCII: `&#{:d};`, `&#x{:X};` and the like."""
    return "".join(form.format(ord(one)) if (one in characters if characters else ord(one) > 127) else one for one in text)


def html_named(text):
    """PHP's htmlentities: each character that has a name in HTML 4, but the apostrophe."""
    names = html.entities.codepoint2name
    return "".join(f"&{names[ord(one)]};" if ord(one) in names else one for one in text)


def html_twice(text):
    return html.escape(html.escape(text))


# --- Transports ------------------------------------------------------------------------------

def url(text, stay="", encoding="utf-8"):
    """Percent-encoded. Letters, digits and -._~ stay, and `stay` too."""
    return urllib.parse.quote(text, safe=stay, encoding=encoding)


def component(text):
    """JavaScript's encodeURIComponent."""
    return url(text, "!'()*")


def whole_uri(text):
    """JavaScript's encodeURI."""
    return url(text, ";,/?:@&=+$!'()*#")


def form(text):
    """A field of a form: a space is +."""
    return urllib.parse.quote_plus(text)


def lower_digits(text):
    """Percent-encodings with lower-case digits, as .NET's HttpUtility writes them."""
    pieces = text.split("%")
    return pieces[0] + "".join("%" + piece[:2].lower() + piece[2:] for piece in pieces[1:])


def escaped_by_javascript(text):
    """JavaScript's escape(): Latin-1 or %uXXXX, and @*_+-./ stay."""
    def one(char):
        if char.isascii() and char.isalnum() or char in "@*_+-./":
            return char
        return f"%{ord(char):02X}" if ord(char) < 256 else f"%u{ord(char):04X}"
    return "".join(map(one, text))


# --- Code ------------------------------------------------------------------------------------

def in_json(text, ensure_ascii=True):
    """As in JSON, without the quotes."""
    return json.dumps(text, ensure_ascii=ensure_ascii)[1:-1]


def in_javascript(text, characters, escape="\\u{:04X}"):
    """Escapes in place of these characters, as templates write them into a script."""
    return "".join(escape.format(ord(one)) if one in characters else one for one in text)


def with_slashes(text):
    """PHP's addslashes."""
    return "".join(f"\\{one}" if one in "'\"\\" else one for one in text)


# --- Charsets and Unicode --------------------------------------------------------------------

def misread(text, encoding="cp1252"):
    """UTF-8 that was read in another charset."""
    return text.encode().decode(encoding)


def decomposed(text):
    return unicodedata.normalize("NFD", text)


def without_marks(text):
    """Without accents: what iconv's TRANSLIT makes of Latin letters."""
    return "".join(one for one in decomposed(text) if not unicodedata.combining(one))


# --- Numbers ---------------------------------------------------------------------------------

def grouped(number, separator):
    """Groups of three digits."""
    return f"{number:,}".replace(",", separator)


def grouped_as_in_india(number):
    """The last three digits, then pairs."""
    digits, last = str(number)[:-3], str(number)[-3:]
    pairs = []
    while digits:
        digits, pair = digits[:-2], digits[-2:]
        pairs.insert(0, pair)
    return ",".join([*pairs, last])


def rounded_by_javascript(number):
    """A number as text, after JSON.parse: the shortest digits of the double, and zeros after them."""
    mantissa, _, exponent = repr(float(number)).partition("e+")
    if not exponent:
        return mantissa.removesuffix(".0")
    whole, _, fraction = mantissa.partition(".")
    return (whole + fraction).ljust(int(exponent) + 1, "0")


# --- Encodings -------------------------------------------------------------------------------

def standard(data):
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def in_lines(data, length=60):
    """Ruby's Base64.encode64: a newline after each line."""
    text = standard(data)
    return "".join(text[at:at + length] + "\n" for at in range(0, len(text), length))
