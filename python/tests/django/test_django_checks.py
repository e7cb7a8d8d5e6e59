"""System checks find mistakes before a visitor does, and say what to change."""

import json
import os
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.middleware.gzip import GZipMiddleware

import visitorseal
from shopsite.policies import DJANGO_CSP, SCRIPTS
from shopsite.settings import INSTALLED_APPS, MIDDLEWARE, OWN_SCHEME, SECRET, TEMPLATES
from visitorseal.django.checks import CHECK_IDS, _check_id
from visitorseal.django.problems import FILE_HINT, HINTS, STATIC_HINT

VECTORS = Path(__file__).parents[3] / "tests" / "vectors"
KEYS = VECTORS / "keys"
PRIVATE, PUBLIC = KEYS / "rsa-2048.private.pem", KEYS / "rsa-2048.public.pem"
ORLO = {"scheme": "orlo", "email_verified": True}
ZENDESK = {
    "scheme": "zendesk_support",
    "secret": SECRET * 2,
    "email_verified": True,
    "settings": {"site": "https://shop.zendesk.com"},
}
EMBED = {"embed_code": "<script>orlo('JWT_TOKEN')</script>"}
STATIC = {"INSTALLED_APPS": [*INSTALLED_APPS, "django.contrib.staticfiles"], "STATIC_URL": "static/"}
FILES = {**STATIC, "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]}
FETCH = "django.middleware.cache.FetchFromCacheMiddleware"
OWN_PAGE = """[page]
at_once = "window.own = {fields};"
forget = "window.own = null;"
"""
NOT_A_PATH = "test_django_checks.no_such_name"


def bookbag(**options):
    return {"VISITORSEAL": {"shop": {"scheme": "bookbag", "secret": SECRET, **options}}}


def brand(**options):
    return {"VISITORSEAL": {"shop": options}}


def boom():
    raise RuntimeError(f"the vault said {SECRET}")


async def lazily(request):
    return None


def templates(*processors):
    return {"TEMPLATES": [{**TEMPLATES[0], "OPTIONS": {"context_processors": processors}}, TEMPLATES[1]]}


class OwnGZip(GZipMiddleware):
    """A site's own."""


def own_function(get_response):
    """A middleware that is a function."""
    return get_response


CASES = [
    ("E001", "must be a dict of brands", {"VISITORSEAL": None}),
    ("E001", "must be a dict of brands", {"VISITORSEAL": ["shop"]}),
    ("E001", "must be a name with a dict of options", {"VISITORSEAL": {"shop": SECRET}}),
    ("E001", "must be a name with a dict of options", {"VISITORSEAL": {1: {}}}),
    ("E002", "There is no option 'secrets'. The options are scheme, scheme_file, secret,", bookbag(secrets=SECRET)),
    ("E002", "The option 'keys' must be a list of secrets or keys, newest first, not str.", bookbag(keys=SECRET)),
    ("E002", "The option 'secret' must be text, bytes, a callable or a pathlib.Path, not int.", bookbag(secret=1)),
    ("E002", "policy_unknown (policy)", bookbag(policy="strict")),
    ("E002", "leeway_invalid (leeway)", bookbag(leeway=1000)),
    ("E003", "The option 'scheme' is not set.", brand(secret=SECRET)),
    ("E003", "The file of the option 'scheme_file' cannot be read", brand(scheme_file="none.toml", secret=SECRET)),
    ("E003", "scheme_malformed", brand(scheme_file=__file__, secret=SECRET)),
    ("E003", "Both 'scheme' and 'scheme_file' are set.", bookbag(scheme_file="own.toml")),
    ("E003", "scheme_unknown (bokbag)", bookbag(scheme="bokbag")),
    ("E004", "The option 'secret' is not set.", brand(scheme="bookbag", secret=None)),
    ("E005", "secret_empty (secret)", bookbag(secret="")),
    ("E005", "secret_is_pem (secret)", bookbag(secret=PRIVATE)),
    ("E005", "The file of the option 'secret' cannot be read: FileNotFoundError.", bookbag(secret=Path("no-such-file"))),
    ("E005", "The callable of the option 'secret' raised RuntimeError.", bookbag(secret=boom)),
    ("E005", "wrong type or size: TypeError", bookbag(secret=lambda: 1)),
    ("E005", "secret_empty (keys[1])", bookbag(keys=[SECRET, ""])),
    ("E005", "key_count", bookbag(keys=[SECRET] * 17)),
    ("E005", "key_public (secret)", brand(**ORLO, secret=PUBLIC)),
    ("E005", "key_too_short (secret)", brand(**ORLO, secret=KEYS / "rsa-1024.private.pem")),
    ("E005", "key_encrypted (secret)", brand(**ORLO, secret=KEYS / "encrypted.pkcs8.pem")),
    ("E005", "key_malformed (secret)", brand(**ORLO, secret=SECRET)),
    ("E005", "key_private (keys[0])", brand(**ORLO, keys=[PRIVATE])),
    ("E005", "key_certificate (keys[0])", brand(**ORLO, keys=[KEYS / "certificate.pem"])),
    ("E006", "setting_unknown (app_id)", bookbag(settings={"app_id": "1"})),
    ("E006", "setting_missing (app_id)", brand(scheme="thread", secret=SECRET, email_verified=True)),
    ("E006", "setting_invalid (lifetime)", brand(**ORLO, secret=PRIVATE, settings={"lifetime": "soon"})),
    ("E007", "The option 'visitor' cannot be imported", bookbag(visitor=NOT_A_PATH)),
    ("E007", "The option 'enabled' cannot be imported", bookbag(enabled="yes")),
    ("E007", "The option 'email_verified' is not callable.", bookbag(email_verified="test_django_checks.KEYS")),
    ("E007", "The option 'insert' is async", bookbag(insert=lazily)),
    ("E007", "The option 'visitor' is async", bookbag(visitor=lazily)),
    ("E008", "a name could become code", {"DEFAULT_CHARSET": "shift_jisx0213"}),
    ("E009", 'The tag is {% visitor_script "shop" %}.', bookbag(scheme="growsurf", email_verified=True, insert=True)),
    ("E009", "Only one page of the site", brand(**ZENDESK, insert=lambda request: True)),
    ("E009", 'The tag is {% visitor_element "shop" %}.', {**brand(**ZENDESK, insert=True, element=True), **FILES}),
    (
        "W001",
        "the example from the vendor's documentation",
        brand(scheme="fernand", secret="6fdc0085d97cc621edcc0333fd93ef220f0eb1ce", email_verified=True),
    ),
    ("W002", "fewer than 16 bytes", bookbag(secret="short")),
    ("W003", "white space or quotes around it", bookbag(secret=f'"{SECRET}"')),
    ("W003", "white space or quotes around it", bookbag(secret=f"{SECRET} ")),
    ("W012", "The secret has the form NAME=value", bookbag(secret=f"BOOKBAG_SECRET={SECRET}")),
    ("W012", "The secret is a path or an address.", bookbag(secret="/run/secrets/bookbag")),
    ("W012", "The secret is a placeholder or the name of a variable.", bookbag(secret="${BOOKBAG_SECRET}")),
    ("W004", "the option 'email_verified' is not set", brand(scheme="fernand", secret=SECRET)),
    ("W004", "the option 'email_verified' is not set", brand(scheme="reamaze", secret=SECRET)),
    ("W004", "the option 'email_verified' is not set", brand(scheme="orlo", secret=PRIVATE, settings=EMBED)),
    ("W005", "lacks the context processor `request`", templates("django.contrib.auth.context_processors.auth")),
    (
        "W006",
        "the header is sent without the script's nonce",
        {"MIDDLEWARE": [*MIDDLEWARE, SCRIPTS, DJANGO_CSP]},
    ),
    (
        "W006",
        "the page is compressed before",
        {"MIDDLEWARE": [*MIDDLEWARE, SCRIPTS, "django.middleware.gzip.GZipMiddleware"]},
    ),
    ("W006", "some pages have no request.user", {"MIDDLEWARE": [*MIDDLEWARE[:-2], SCRIPTS, MIDDLEWARE[-2]]}),
    (
        "W006",
        "a cache may answer with an anonymous page",
        {"MIDDLEWARE": [*MIDDLEWARE[:-2], MIDDLEWARE[-1], MIDDLEWARE[-2], FETCH]},
    ),
    (
        "W013",
        "VisitorScriptMiddleware does not insert the script of growsurf. The script must stand at a certain place of the "
        'page. Put the script before GrowSurf\'s Universal Code. The tag is {% visitor_script "shop" %}.',
        {**bookbag(scheme="growsurf", email_verified=True), "MIDDLEWARE": [*MIDDLEWARE, SCRIPTS]},
    ),
    (
        "W013",
        "VisitorScriptMiddleware does not insert the script of zendesk_support. Only one page of the site may have",
        {**brand(**ZENDESK), "MIDDLEWARE": [*MIDDLEWARE, SCRIPTS]},
    ),
    ("W008", "The secret is the path of a file.", bookbag(secret=str(PRIVATE))),
    ("W007", "setting_missing (embed_code)", brand(**ORLO, secret=PRIVATE)),
    ("W007", "setting_invalid (endpoint)", bookbag(endpoint="javascript:alert(1)")),
    ("W009", "template tags write nothing", {"MIDDLEWARE": MIDDLEWARE[:-1]}),
]


CASES += [
    ("W011", "{% static 'visitorseal/bookbag.js' %} finds no file: staticfiles is", bookbag(element=True)),
    (
        "W011",
        "{% static 'visitorseal/own.js' %} finds no file.",
        {**brand(scheme=visitorseal.Scheme.parse(OWN_SCHEME + OWN_PAGE), secret=SECRET, element=True), **STATIC},
    ),
]


def found():
    return run_checks(tags=["visitorseal"])


@pytest.mark.parametrize(("id", "message", "change"), CASES)
def test_a_mistake_is_reported_with_its_id_and_a_hint_and_without_the_secret(settings, id, message, change):
    if DJANGO_CSP in change.get("MIDDLEWARE", ()):
        pytest.importorskip("csp", reason="django-csp is not installed")
    settings(**change)
    (check,) = found()
    assert check.id == f"visitorseal.{id}"
    assert message in check.msg
    assert check.hint in (HINTS[id], FILE_HINT, STATIC_HINT, "Remove one of the two.")
    assert SECRET not in str(check)


def test_a_warning_about_the_vendor_is_no_finding(settings):
    scheme = visitorseal.Scheme.parse((OWN_SCHEME + OWN_PAGE).replace("sha256", "sha1"))
    assert [warning.code for warning in visitorseal.Signer(scheme, SECRET).warnings] == ["hash_weak"]
    settings(**brand(scheme=scheme, secret=SECRET))
    assert found() == []


def test_every_id_has_a_case():
    assert {id for id, _, _ in CASES} | {"W010"} == set(HINTS)


@pytest.mark.skipif(os.name != "posix", reason="the rights of a file are those of POSIX")
def test_a_deployment_is_warned_of_a_secret_that_others_can_read(settings, tmp_path):
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    settings(**bookbag(secret=file))
    for mode, ids in ((0o640, []), (0o644, ["visitorseal.W010"])):
        file.chmod(mode)
        found = run_checks(tags=["visitorseal"], include_deployment_checks=True)
        assert [check.id for check in found] == ids
    assert run_checks(tags=["visitorseal"]) == []


@pytest.mark.parametrize("options", [ZENDESK, {"scheme": "growsurf", "secret": SECRET, "email_verified": True}])
def test_a_script_that_only_a_template_writes_needs_no_check(settings, options):
    settings(**brand(**options))
    assert found() == []
    settings(**brand(**options, insert=False), MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    assert found() == []
    settings(**brand(scheme=options["scheme"], keys=[SECRET], insert=True, settings=options.get("settings")))
    assert found() == []


def test_a_vendor_that_only_verifies_needs_no_middleware(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "keys": [SECRET]}}, MIDDLEWARE=[])
    assert found() == []


def test_every_code_of_the_library_that_a_setting_can_cause_has_an_id():
    known = json.loads((VECTORS / "errors.json").read_text())
    elsewhere = {"not_offered", "now_invalid", "nonce_invalid"}
    errors = [error for error in known["errors"] if error["raised_by"] == "core"]
    codes = {error["code"] for error in errors if error["kind"] == "configuration"} - elsewhere
    warnings = {code for code in known["warnings"] if code.startswith("secret_")}
    assert {_check_id(code)[0] for code in codes} == {"E"}
    assert {_check_id(code)[0] for code in warnings} == {"W"}
    assert set(CHECK_IDS.values()) <= set(HINTS)


def test_a_right_site_gets_no_message():
    assert found() == []
    call_command("check")


def test_a_vendor_needs_no_file(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "keys": [SECRET], "element": True}})
    assert found() == []


def test_no_brand_is_no_mistake(settings):
    settings(VISITORSEAL={})
    assert found() == []


def test_the_mistakes_of_every_brand_are_found_at_once(settings):
    settings(
        VISITORSEAL={
            "shop": {"scheme": "bookbag", "secrets": SECRET, "keys": SECRET},
            "outlet": {"scheme": "bookbag", "secret": " short", "visitor": NOT_A_PATH},
        }
    )
    assert [(check.obj, check.id) for check in found()] == [
        ("VISITORSEAL['shop']", "visitorseal.E002"),
        ("VISITORSEAL['shop']", "visitorseal.E002"),
        ("VISITORSEAL['outlet']", "visitorseal.E007"),
        ("VISITORSEAL['outlet']", "visitorseal.W002"),
        ("VISITORSEAL['outlet']", "visitorseal.W003"),
    ]


def test_a_disabled_brand_is_not_checked(settings):
    settings(VISITORSEAL={"shop": {"enabled": False, "secret": boom, "nonsense": 1}})
    assert found() == []


def test_a_brand_that_is_enabled_for_some_requests_is_checked(settings):
    settings(**bookbag(secret="short", enabled=lambda request: False))
    assert [check.id for check in found()] == ["visitorseal.W002"]


@pytest.mark.parametrize("verified", [True, False, "test_django_checks.boom", lambda user: True])
def test_every_value_of_email_verified_silences_the_warning(settings, verified):
    settings(**brand(scheme="fernand", secret=SECRET, email_verified=verified))
    assert found() == []


def test_a_warning_can_be_silenced_by_its_id(settings):
    settings(**brand(scheme="fernand", secret=SECRET), SILENCED_SYSTEM_CHECKS=["visitorseal.W004"])
    assert [check for check in found() if not check.is_silenced()] == []


def test_a_vendor_is_not_asked_about_addresses(settings):
    settings(**brand(scheme="fernand", keys=[SECRET]))
    assert found() == []


def test_a_scheme_of_ones_own_may_sign_fields_that_the_sample_lacks(settings):
    scheme = visitorseal.Scheme.parse(OWN_SCHEME.replace("{id}", "{phone}").replace("\nid =", "\nphone ="))
    settings(**brand(scheme=scheme, secret=SECRET))
    assert found() == []


def test_a_subclass_of_a_middleware_counts_as_it(settings):
    settings(MIDDLEWARE=[SCRIPTS, "test_django_checks.OwnGZip"])
    assert [check.id for check in found()] == ["visitorseal.W006"]


def test_a_middleware_that_is_no_class_or_is_missing_is_skipped(settings):
    settings(MIDDLEWARE=[SCRIPTS, "test_django_checks.own_function", "no.such.Middleware"])
    assert found() == []


def test_the_right_order_gets_no_message(settings):
    settings(MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE, SCRIPTS])
    assert found() == []


def test_manage_check_stops_on_an_error_and_names_the_brand(settings):
    settings(**bookbag(scheme="bokbag"))
    with pytest.raises(SystemCheckError, match=r"VISITORSEAL\['shop'\]: \(visitorseal.E003\)"):
        call_command("check")
