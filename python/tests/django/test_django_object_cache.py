"""Signers are cached by everything that they are made of, and only a bounded number of them."""

import pytest
from shopsite.expect import digest, text
from shopsite.pages import template
from shopsite.settings import OWN_SCHEME, SECRET

import visitorseal
from django.conf import settings as live
from visitorseal.django.brands import find_brand
from visitorseal.django.object_cache import CACHE, CacheKey, ObjectCache
from visitorseal.django.test import sign_as

OTHER = "the other tenant's secret"


def brand(**options):
    return {"shop": {"scheme": "bookbag", "secret": SECRET, **options}}


def test_a_tenant_is_never_signed_with_the_secret_of_another(visit, settings, jane):
    tenant = {"secret": SECRET}
    settings(VISITORSEAL=brand(secret=lambda: tenant["secret"]))
    for secret in (SECRET, OTHER, SECRET):
        tenant["secret"] = secret
        assert digest(jane.pk, secret) in text(visit(template("{% visitor_script %}"), user=jane))


def test_a_changed_setting_is_used_at_once(settings):
    settings(VISITORSEAL=brand())
    assert sign_as(id="42").signature == digest("42")
    live.VISITORSEAL["shop"]["secret"] = OTHER
    assert sign_as(id="42").signature == digest("42", OTHER)
    live.VISITORSEAL = brand()
    assert sign_as(id="42").signature == digest("42")


def test_a_new_secret_in_the_file_is_used_at_once(settings, tmp_path):
    file = tmp_path / "secret.txt"
    settings(VISITORSEAL=brand(secret=file))
    for secret in (SECRET, OTHER):
        file.write_text(f"{secret}\n")
        assert sign_as(id="42").signature == digest("42", secret)


def test_a_verifier_follows_its_keys_and_its_policy(settings):
    fields = {"user_id": "42", "user_hash": digest("42", OTHER)}
    for keys, policy, status in ([OTHER], "required", "verified"), ([SECRET], "observe", "anonymous"):
        settings(VISITORSEAL=brand(keys=keys, policy=policy))
        assert find_brand("shop").verifier.verify(fields).status == status


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"scheme": "fernand"}),
        ({}, {"secret": OTHER}),
        ({"scheme": "thread", "settings": {"app_id": "1"}}, {"scheme": "thread", "settings": {"app_id": "2"}}),
        ({"scheme": visitorseal.Scheme.parse(OWN_SCHEME)}, {"scheme": visitorseal.Scheme.parse(OWN_SCHEME)}),
    ],
)
def test_brands_with_other_options_have_signers_of_their_own(settings, one, other):
    settings(VISITORSEAL={**brand(**one), "other": {**brand()["shop"], **one, **other}})
    assert find_brand("shop").signer is find_brand("shop").signer
    assert find_brand("shop").signer is not find_brand("other").signer


def test_at_most_64_objects_are_cached(settings):
    for number in range(200):
        settings(VISITORSEAL=brand(secret=f"the secret of tenant {number}"))
        assert sign_as(id="42").signature == digest("42", f"the secret of tenant {number}")
    assert len(CACHE) == 64


def test_the_cache_keeps_the_objects_that_were_used_last():
    kept, made = ObjectCache(2), []
    for name in ("a", "b", "a", "c", "a", "b"):
        kept.get(CacheKey((name,)), lambda name=name: made.append(name))
    assert made == ["a", "b", "c", "b"]
