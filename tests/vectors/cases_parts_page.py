"""script.json: each part of [page]."""

import cases_script
from catalogue import settings_of, sign
from page_file import PageFile, script_tag
from parts import EMAIL, ID, PLAIN, SETTING, scheme
from tools import error, script_literal

NAMED = scheme("page_named", PLAIN + 'name = "{name}"\n', page='''global = "Widget"
script = [
  "window.Widget('user', {fields.uid}, {fields});",
  "window.Widget('name', {fields.name});",
]
forget = ["window.Widget('close');", "window.Widget('forget');"]
''')
READY = scheme("page_ready", PLAIN, page='''ready = "window.$widget && window.$widget.hasLoaded"
ready_event = "widget:ready"
script = "window.$widget.setUser({fields.uid}, {fields});"
update = ["window.$widget.update({fields});", "window.$widget.mail({fields.email});"]
kept = "The widget keeps its language."
forget = "window.$widget.reset();"
''')
EVENT = scheme("page_event", PLAIN, page='''ready_event = "widgetReady"
at_once = "window.widgetSettings = {mail: {fields.email}};"
script = "window.widget.login({fields});"
forget = "delete window.widgetSettings;"
''')
MODES = scheme("page_modes", 'app = "{settings.app}"\n' + PLAIN + 'name = "{name}"\n',
               top=SETTING.format("app", "name") + "required = true\n",
               page='''at_once = "window.widget.push(['user', {fields}]);"
forget = "window.widget.push(['reset']);"

[page.prefill]
fields = ["email", "name"]
at_once = ["window.widget.push(['email', {fields.email}]);", "window.widget.push(['name', {fields.name}]);"]

[page.anonymous]
fields = ["app"]
at_once = "window.widget = [['app', {fields.app}]];"
''')
TAG = scheme("page_tag", PLAIN + 'vip = "{attributes.vip|boolean}"\n', top=SETTING.format("app", "name") + "required = true\n", page='''forget = "document.querySelector('#widget')?.remove();"
[page.tag]
src = "https://cdn.example.com/widget.js"
async = true
type = "module"
data-app = "{settings.app}"
data-user = "{fields.uid}"
data-mail = "{fields.email}"
data-vip = "{fields.vip}"
data-hash = "{fields.hash}"
''')
QUERY_URL = scheme("url_query", PLAIN, top=SETTING.format("start", "address") + "required = true\n",
                   page='url = "{settings.start}?{fields}"\n')
NAMED_URL = scheme("url_named", PLAIN, page='url = "https://example.com/in?user={fields.uid}&sig={fields.hash}&mail={fields.email}#top"\n')
HOSTILE = "\"'><script>alert(1)</script>&amp;\u2028\\"


def cases():
    def page(name, comment, call, of, visitor=None, **more):
        return {**cases_script.case("part", comment, call, of, visitor=visitor, **more), "id": f"part-{name}"}

    def code(of, visitor):
        return cases_script.code_of(of, visitor)

    jane = {"id": ID, "email": EMAIL, "name": "Jane Doe"}
    nameless = {"id": ID, "email": EMAIL}
    yield page("named", "a value of its own, and the other fields", "script", NAMED, jane,
               contains=[script_tag(), *code(NAMED, jane), "Widget", 'if (has("uid")) {', 'fields["uid"], rest);'])
    yield page("named-absent", "a statement in a condition", "script", NAMED, nameless, contains=code(NAMED, nameless))
    hostile = {"id": HOSTILE, "email": EMAIL, "name": HOSTILE}
    yield page("named-hostile", "a value is a JavaScript literal", "script", NAMED, hostile,
               contains=code(NAMED, hostile), lacks=["<script>alert", "</script>&", "\u2028"])
    yield page("named-forget", "several statements", "forget", NAMED, contains=PageFile(NAMED).forget_lines(), lacks=["'user'"])
    for name, of in [("ready", READY), ("event", EVENT)]:
        yield page(name, "the script waits for its condition", "script", of, jane, contains=[*code(of, jane), *PageFile(of).waits_for()])
    for call in ["forget", "anonymous"]:
        yield page(f"ready-{call}", "forgetting waits too", call, READY,
                   contains=["window.$widget.reset();", *PageFile(READY).waits_for()], lacks=["setUser", "$widget.update"])
    yield page("modes", "code without a condition", "script", MODES, jane, contains=code(MODES, jane))
    yield page("modes-forget", "code without a condition", "forget", MODES, contains=["window.widget.push(['reset']);"])
    modes = PageFile(MODES)
    for name, visitor in [("", jane), ("-email", {"email": EMAIL})]:
        yield page(f"modes-prefill{name}", "code of its own", "prefill", MODES, visitor,
                   contains=[*modes.lines("prefill", settings_of(MODES)),
                             script_literal(modes.prefill_fields(visitor, settings_of(MODES))) + ")"],
                   lacks=["'user'", '"hash"', ID] + (["Jane"] if name else []))
    yield page("modes-anonymous", "code of its own", "anonymous", MODES,
               contains=['if (has("app")) {', "window.widget = [['app', fields[\"app\"]]];", '{"app":"name-1"})'], lacks=["'user'"])
    full = {**nameless, "attributes": {"vip": True}}
    yield page("tag", "an element with attributes", "script", TAG, full, contains=[script_tag(), *code(TAG, full), "</script>"])
    yield page("tag-nonce", "and with the page's nonce", "script", TAG, full, nonce="bm9uY2U",
               contains=[script_tag("bm9uY2U"), *code(TAG, full)])
    yield page("tag-absent", "an attribute without a value", "script", TAG, {"id": ID}, contains=code(TAG, {"id": ID}))
    yield page("tag-hostile", "a value is a JavaScript literal", "script", TAG, {"id": HOSTILE, "email": EMAIL},
               contains=code(TAG, {"id": HOSTILE, "email": EMAIL}),
               lacks=["\"'>", "<script>alert", "\u2028"])
    for call in ["forget", "anonymous"]:
        yield page(f"tag-{call}", "no element of the vendor's", call, TAG, contains=PageFile(TAG).forget_lines(), lacks=["widget.js"])
    for name, of in [("query", QUERY_URL), ("named", NAMED_URL)]:
        for what, visitor in [("", nameless), ("-encoded", {"id": "a b/?&=#%+~\u00e9", "email": EMAIL}), ("-absent", {"id": ID})]:
            settings = settings_of(of, cases_script.TEXT)
            yield page(f"url-{name}{what}", "percent-encoded values", "url", of, visitor,
                       equals=PageFile(of).address(sign(of, visitor, settings=settings).fields, settings))
    yield page("url-setting", "the address begins with the setting", "url", QUERY_URL, nameless, settings={},
               error=error("setting_missing", "start"))
