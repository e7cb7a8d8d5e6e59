"""script.json: functions that give a token, and fetch a new one later."""

import cases_script
from parts import EMAIL, ID
from parts_token import BOTH, FETCHED, FETCHED_AT_ONCE
from page_file import script_tag
from tools import error, script_literal

HOSTILE = "\"'></script><script>alert(1)</script>&amp;\u2028\\"


def cases():
    def page(name, comment, call, of, visitor=None, **more):
        return {**cases_script.case("part", comment, call, of, visitor=visitor, **more), "id": f"part-token-{name}"}

    def code(of, visitor, settings=None):
        return cases_script.code_of(of, visitor, settings or {})

    jane = {**BOTH, "name": "Jane Doe"}
    yield page("fetch", "without an endpoint the page has its own value", "script", FETCHED, jane,
               contains=[*code(FETCHED, jane), 'fetched("jwt")', 'has("name")', 'fetched("name"), rest);'])
    for name, endpoint in [("path", "/visitor-token"), ("query", "/visitor-token?a=1&b=2"), ("https", "https://api.example.com/token"),
                           ("http", "http://localhost:8000/token"), ("root", "/")]:
        settings = {"endpoint": endpoint}
        yield page(f"fetch-{name}", "the second call asks the site's endpoint", "script", FETCHED, jane, settings=settings,
                   contains=[*code(FETCHED, jane, settings), script_literal(endpoint)], lacks=["&b"])
    settings = {"endpoint": "/visitor-token"}
    yield page("fetch-nonce", "with the page's nonce", "script", FETCHED, jane, settings=settings, nonce="bm9uY2U",
               contains=[script_tag("bm9uY2U"), *code(FETCHED, jane, settings)])
    yield page("fetch-absent", "a statement in a condition", "script", FETCHED, BOTH, settings=settings,
               contains=code(FETCHED, BOTH, settings))
    hostile = {"id": HOSTILE, "email": EMAIL, "name": HOSTILE}
    yield page("fetch-hostile", "a value is a JavaScript literal", "script", FETCHED, hostile, settings=settings,
               contains=code(FETCHED, hostile, settings), lacks=["<script>alert", "</script>&", "\u2028"])
    yield page("fetch-at-once", "code without a condition", "script", FETCHED_AT_ONCE, {"id": ID},
               contains=code(FETCHED_AT_ONCE, {"id": ID}))
    yield page("fetch-forget", "forgetting fetches nothing", "forget", FETCHED, settings=settings,
               contains=["zE('messenger', 'logoutUser');"], lacks=["fetched(\"jwt\")"])
    for name, endpoint in {"relative": "visitor-token", "other-host": "//evil.example/token", "javascript": "javascript:alert(1)",
                           "data": "data:application/json,{}", "file": "file:///etc/passwd", "empty": "", "space": "/visitor token",
                           "newline": "/visitor\n", "backslash": "/\\evil.example", "no-host": "https://", "quote": '/a"b', "tag": "/</script>"}.items():
        yield page(f"endpoint-{name}", "neither a path of the site nor an http or https address", "script", FETCHED, jane,
                   settings={"endpoint": endpoint}, error=error("setting_invalid", "endpoint"))
