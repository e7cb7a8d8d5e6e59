"""What the page of a scheme file must contain: a second implementation of [page]."""

import re
import urllib.parse

from scheme_file import as_text, parse_text
from tools import script_literal

SLOT = re.compile(r"\{(?:fields(?:\.([A-Za-z0-9_$-]+))?|fetch\.([A-Za-z0-9_$-]+))\}")
# What {fetch.NAME} becomes, with an endpoint and without.
FETCH = (
    '(function (value) { return function (done) { var answer = value !== null ? Promise.resolve(value) : fetch(%s, '
    '{credentials: "%s", cache: "no-store"}).then(function (response) { if (!response.ok) throw new Error('
    '"visitorseal: the endpoint answered " + response.status); return response.json(); }).then(function (answer) { '
    'var fields = Object(answer).scheme ? answer.fields || answer : answer; if (!fields || !Object.prototype.hasOwnProperty.call(fields, %s)) throw new Error("visitorseal: the endpoint gave nobody"); '
    'return fields[%s]; }); '
    'value = null; return done ? answer.then(done) : answer; }; })(%s)')
FETCH_ONCE = ('(function (value) { return function (done) { var answer = Promise.resolve(value); return done ? answer.then(done) : answer; }; '
              '})(%s)')


def name_of(found):
    """The field of a slot; None for {fields}."""
    return found[1] or found[2]


def statements(code):
    return [code] if isinstance(code, str) else list(code or [])


def slots_of(code):
    """The names of the slots in code; None is {fields}."""
    return [name_of(found) for statement in statements(code) for found in SLOT.finditer(statement)]


class PageFile:
    def __init__(self, scheme):
        self.scheme, self.section = scheme, scheme.page
        prefill, anonymous = self.section.get("prefill"), self.section.get("anonymous")
        self.prefill = {"fields": prefill} if isinstance(prefill, list) else prefill
        self.anonymous = {"fields": anonymous} if isinstance(anonymous, list) else anonymous
        url = self.section.get("url")
        pieces = parse_text(url) if url else []
        self.is_pasted = "template" in self.section
        self.has_pasted_url = len(pieces) == 1 and not isinstance(pieces[0], str) and pieces[0].setting is not None
        self.url_text = None if self.has_pasted_url else url
        self.has_url = url is not None

    @property
    def has_script(self):
        return "script" in self.section or "at_once" in self.section or "tag" in self.section

    @property
    def has_page_code(self):
        return self.has_script or self.is_pasted

    @property
    def kind(self):
        """Pages of one kind write a visitor's values in the same way: in an object, each alone, fetched, or as an attribute."""
        slots = [name for code in self.code("signed") for name in slots_of(code)]
        fetches = any("{fetch." in statement for code in self.code("signed") for statement in statements(code))
        return None in slots, any(slots), fetches, "tag" in self.section

    def code(self, mode):
        """at_once and script of one mode of the page."""
        own = {"signed": self.section, "prefill": self.prefill, "anonymous": self.anonymous}[mode]
        if mode != "signed" and not ("script" in own or "at_once" in own):
            own = self.section
        return [own.get("at_once"), own.get("script")]

    def lines(self, mode, fields, settings):
        """The lines of code that the page contains, with the fields in them, and the attributes of its script element."""
        codes = self.code(mode)
        named = [name for code in codes for name in slots_of(code) if name]
        rest = {name: value for name, value in fields.items() if name not in named}
        lines = []
        for statement in (statement for code in codes for statement in statements(code)):
            if any(name_of(found) and name_of(found) not in fields for found in SLOT.finditer(statement)):
                continue
            filled = SLOT.sub(lambda found: self.literal(found, fields, rest, settings), statement)
            lines += [line.strip() for line in filled.splitlines() if line.strip()]
        return lines + (self.tag(fields, settings) if mode == "signed" else [])

    def endpoint(self, settings):
        """The site's address that gives the fields anew, or None."""
        endpoint = self.section.get("endpoint")
        return endpoint and settings.get(parse_text(endpoint)[0].setting)

    def literal(self, found, fields, rest, settings):
        """What a slot becomes: a value as JavaScript, or a function that gives it."""
        value = script_literal(fields[name_of(found)] if name_of(found) else rest)
        if not found[2]:
            return value
        endpoint = self.endpoint(settings)
        name = script_literal(found[2])
        credentials = "same-origin" if endpoint and endpoint.startswith("/") else "include"
        return FETCH % (script_literal(endpoint), credentials, name, name, value) if endpoint else FETCH_ONCE % value

    def left_out(self, mode, fields):
        """Pieces of the statements that fall away."""
        gone = [statement for code in self.code(mode) for statement in statements(code)
                if any(name_of(found) and name_of(found) not in fields for found in SLOT.finditer(statement))]
        return [piece.strip() for statement in gone for piece in SLOT.split(statement)[:1] if len(piece.strip()) > 8]

    def tag(self, fields, settings):
        """The attributes of the script element. A value that HTML must escape can be written in several ways."""
        found = []
        for name, value in self.section.get("tag", {}).items():
            if value is True:
                found.append(f" {name}")
                continue
            slot, pieces = SLOT.fullmatch(value), parse_text(value)
            if slot:
                value = fields.get(slot[1])
            elif not isinstance(pieces[0], str):
                value = settings.get(pieces[0].setting)
            if value is not None and re.fullmatch(r"[\w@.:/+=?#,;() -]*", as_text(value), re.ASCII):
                found.append(f' {name}="{as_text(value)}"')
        return found

    def waits_for(self, code="script"):
        """Texts of the condition that this code waits for."""
        return [self.section[key] for key in ["global", "ready", "ready_event"] if key in self.section and code in self.section]

    def forget_lines(self):
        return [line.strip() for statement in statements(self.section.get("forget")) for line in statement.splitlines() if line.strip()]

    def anonymous_fields(self, settings):
        fields = self.scheme.fields.fill(self.scheme.values({}, settings), self.scheme.own_attributes)
        return {name: value for name, value in fields.items() if name in self.anonymous.get("fields", [])}

    def prefill_fields(self, visitor, settings):
        values = self.scheme.values(visitor, settings)
        fields = self.scheme.fields.fill(values, self.scheme.own_attributes)
        return {name: value for name, value in fields.items() if name in self.prefill["fields"]}

    def address(self, fields, settings):
        """The address of a scheme with `url`. A parameter falls away with its value."""
        def fill(found):
            if found[1] is None:
                return "&".join(f"{percent(name)}={percent(value)}" for name, value in fields.items() if name not in named)
            return percent(fields.get(found[1], ""))
        named = [name for name in slots_of(self.url_text) if name]
        text = re.sub(r"([?&])[^?&#{}]*\{fields\.([^{}]+)\}(?=[&#]|$)",
                      lambda found: found[0] if found[2] in fields else found[1] if found[1] == "?" else "", self.url_text)
        text = SLOT.sub(lambda found: found[0].replace("{", "\0").replace("}", "\1"), text).replace("?&", "?")
        for piece in parse_text(text):
            if not isinstance(piece, str) and piece.setting:
                value = str(settings.get(piece.setting, ""))
                form = self.scheme.settings[piece.setting].get("form")
                text = text.replace("{" + piece.name + "}", value if form == "address" else percent(value))
        return SLOT.sub(fill, text.replace("\0", "{").replace("\1", "}"))


def percent(value):
    return urllib.parse.quote(as_text(value), safe="")
