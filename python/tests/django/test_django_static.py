"""The files of the element, as a site's static files."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.checks import run_checks
from django.core.management import call_command
from django.template import engines

import visitorseal
from shopsite.settings import INSTALLED_APPS, SECRET

FOLDER = Path(visitorseal.__file__).parent / "django" / "static" / "visitorseal"
VECTORS = Path(__file__).parents[3] / "tests" / "vectors" / "element.json"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
HASHED = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def with_code():
    """The schemes whose vendors document code for pages."""
    cases = json.loads(VECTORS.read_text("ascii"))
    known = {case["scheme"] for case in cases if case["call"] == "anonymous_element" and "equals" in case}
    return known & {*visitorseal.schemes()}


def of_the_site(scheme):
    """Whether the scheme's code holds a setting, so that each site has a file of its own."""
    text = (VECTORS.parents[2] / "core" / "schemes" / f"{scheme}.toml").read_text("utf-8")
    tag = text.partition("[page.tag]")[2].partition("\n[")[0]
    return "template = " in text or "{settings." in tag


@pytest.fixture
def site(settings, tmp_path):
    """A site whose static files are in a folder, by the storage of a name."""

    def site(storage):
        settings(
            INSTALLED_APPS=[*INSTALLED_APPS, "django.contrib.staticfiles"],
            STATIC_URL="/static/",
            STATIC_ROOT=tmp_path,
            STORAGES={
                "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
                "staticfiles": {"BACKEND": storage},
            },
        )

    return site


def test_the_package_has_a_file_for_each_scheme_with_code_for_pages():
    files = {file.stem for file in FOLDER.glob("*.js")}
    assert files == {scheme for scheme in with_code() if not of_the_site(scheme)}
    assert {"bookbag", "thread", "reamaze", "fernand"} <= files


def test_a_file_has_the_hash_that_integrity_json_says():
    hashes = json.loads((FOLDER / "integrity.json").read_text("ascii"))
    for file in FOLDER.glob("*.js"):
        digest = base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()
        assert hashes.pop(file.name) == f"sha384-{digest}"
    assert hashes == {}


def test_the_finders_find_a_file(site):
    site(PLAIN)
    assert Path(finders.find("visitorseal/bookbag.js")) == FOLDER / "bookbag.js"


@pytest.mark.parametrize("storage", [PLAIN, HASHED], ids=["plain", "hashed"])
def test_the_tag_static_gives_the_address_of_an_unchanged_file(site, tmp_path, storage):
    site(storage)
    call_command("collectstatic", interactive=False, verbosity=0)
    tag = "{% load static %}{% static 'visitorseal/bookbag.js' %}"
    address = engines["django"].from_string(tag).render({})
    assert address.startswith("/static/visitorseal/bookbag.")
    assert (address == "/static/visitorseal/bookbag.js") == (storage == PLAIN)
    assert (tmp_path / address.removeprefix("/static/")).read_bytes() == (FOLDER / "bookbag.js").read_bytes()


def test_the_checks_find_the_file_of_a_brand_with_the_element(site, settings):
    site(PLAIN)
    shop = {"scheme": "bookbag", "secret": SECRET, "element": True, "endpoint": "/visitor/shop/"}
    settings(VISITORSEAL={"shop": shop})
    assert run_checks(tags=["visitorseal"]) == []
