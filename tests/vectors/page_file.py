"""What the page of a scheme file must contain: a second implementation of [page]."""

import re
import urllib.parse

from scheme_file import as_text, parse_text
from tools import script_literal

SLOT = re.compile(r"\{(?:fields(?:\.([A-Za-z0-9_$-]+))?|fetch\.([A-Za-z0-9_$-]+))\}")
MARKERS = ' data-turbo-temporary hx-history="false"'


def script_tag(nonce=None):
    nonce = f' nonce="{nonce}"' if nonce else ""
    return f"<script{nonce}{MARKERS}>"


def stated(state, mark, fields):
    """The end of the call that states the visitor. The fields stand in the script once, as a literal."""
    return f"{script_literal(state)}, {script_literal(mark)}, {script_literal(fields)})"


def expression(found):
    """What a slot is in the code of a page."""
    if found[2]:
        return f"fetched({script_literal(found[2])})"
    return f"fields[{script_literal(found[1])}]" if found[1] else "rest"


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

    def lines(self, mode, settings):
        """The lines of code that the page contains. A statement that needs fields stands in a condition."""
        lines = [line for code in self.code(mode) for line in self.lines_of(code)]
        return lines + (self.tag(settings) if mode == "signed" else [])

    def lines_of(self, code):
        lines = []
        for statement in statements(code):
            needs = list(dict.fromkeys(name for name in slots_of(statement) if name))
            if needs:
                lines.append(f"if (has({', '.join(map(script_literal, needs))})) {{")
            lines += [line.strip() for line in SLOT.sub(expression, statement).splitlines() if line.strip()]
        return lines

    def endpoint(self, settings):
        """The site's address that gives the fields anew, or None."""
        endpoint = self.section.get("endpoint")
        return endpoint and settings.get(parse_text(endpoint)[0].setting)

    def tag(self, settings):
        """The attributes of the vendor's script element, as members of an object."""
        found = []
        for name, value in self.section.get("tag", {}).items():
            slot, pieces = isinstance(value, str) and SLOT.fullmatch(value), [] if value is True else parse_text(value)
            if slot:
                literal = expression(slot)
            elif pieces and not isinstance(pieces[0], str):
                literal = script_literal(settings.get(pieces[0].setting))
            else:
                literal = script_literal("" if value is True else value)
            found.append(f"{script_literal(name)}: {literal}")
        return found

    def waits_for(self):
        """Texts of the condition that the code waits for."""
        return [self.section[key] for key in ["global", "ready", "ready_event"] if key in self.section]

    def forget_lines(self):
        return self.lines_of(self.section.get("forget"))

    def update_lines(self):
        return self.lines_of(self.section.get("update"))

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
