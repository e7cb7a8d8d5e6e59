"""The setting, its brands, and where their secrets come from."""

import os
import re
import threading
import tracemalloc

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory, override_settings

import visitorseal
from shopsite.expect import digest, text
from shopsite.pages import template
from shopsite.settings import OWN_SCHEME, SECRET
from visitorseal import ConfigurationError, Refused
from visitorseal.django.brands import find_brand
from visitorseal.django.options import OPTIONS
from visitorseal.django.test import sign_as

OTHER = "the other brand's secret"
BOTH = {"shop": {"scheme": "bookbag", "secret": SECRET}, "outlet": {"scheme": "bookbag", "secret": OTHER}}


def by_host(request):
    return request.get_host() == "outlet.example"


def test_several_brands_of_one_vendor_sign_with_secrets_of_their_own(settings):
    settings(VISITORSEAL=BOTH)
    assert sign_as("shop", id="42").signature == digest("42", SECRET)
    assert sign_as("outlet", id="42").signature == digest("42", OTHER)


def test_the_only_brand_need_not_be_named():
    assert sign_as(id="42").signature == digest("42")


def test_of_several_brands_one_must_be_named(settings):
    settings(VISITORSEAL=BOTH)
    with pytest.raises(ImproperlyConfigured, match="No brand is named. The setting has 'shop', 'outlet'. Name one"):
        find_brand()


def test_the_error_of_an_unknown_brand_lists_the_brands():
    with pytest.raises(ImproperlyConfigured, match="There is no brand 'sohp'. The setting has 'shop'. Name one"):
        find_brand("sohp")


def test_the_error_of_an_unknown_option_lists_the_options(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secrets": SECRET}})
    with pytest.raises(
        ImproperlyConfigured, match="There is no option 'secrets'. The options are scheme, scheme_file, secret, settings, "
    ):
        find_brand("shop")


def test_a_missing_setting_is_an_error(settings):
    settings(VISITORSEAL=None)
    with pytest.raises(ImproperlyConfigured, match="VISITORSEAL: The setting must be a dict of brands."):
        find_brand("shop")


def test_override_settings_works_and_ends():
    with override_settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": OTHER}}):
        assert sign_as("shop", id="42").signature == digest("42", OTHER)
    assert sign_as("shop", id="42").signature == digest("42", SECRET)


def test_signer_and_verifier_are_made_once():
    assert find_brand("shop").signer is find_brand("shop").signer
    assert find_brand("shop").verifier is find_brand("shop").verifier


@pytest.mark.parametrize("secret", [SECRET, SECRET.encode(), lambda: SECRET, lambda: SECRET.encode()])
def test_a_secret_is_text_or_bytes_or_a_callable(settings, secret):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": secret}})
    assert sign_as(id="42").signature == digest("42")


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_secret_is_read_from_a_file_up_to_its_final_line_break(settings, tmp_path, end):
    file = tmp_path / "secret.txt"
    file.write_bytes((SECRET + end).encode())
    for secret in (file, lambda: file):
        settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": secret}})
        assert sign_as(id="42").signature == digest("42")


def test_only_one_line_break_is_taken_off(settings, tmp_path):
    file = tmp_path / "secret.txt"
    file.write_bytes(f"{SECRET}\n\n".encode())
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": file}})
    assert sign_as(id="42").signature == digest("42", f"{SECRET}\n")


def test_a_secret_is_read_only_when_it_is_needed(settings):
    asked = []
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": lambda: asked.append(1) or SECRET}})
    find_brand("shop")
    assert asked == []
    sign_as(id="1")
    assert asked == [1]


def test_the_shared_secret_verifies_where_no_keys_are_named():
    verified = find_brand("shop").verifier.verify(sign_as(id="42").fields)
    assert (verified.signed, verified.key) == ({"id": "42"}, 0)


def test_keys_are_secrets_of_every_kind_newest_first(settings, tmp_path):
    file = tmp_path / "former.txt"
    file.write_text("the former secret\n")
    keys = ["the new secret that nobody uses", lambda: SECRET, file, visitorseal.Key("a named key", kid="1")]
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "keys": keys}})
    verify = find_brand("shop").verifier.verify
    assert verify(sign_as(id="42").fields).key == 1
    assert verify({"user_id": "42", "user_hash": digest("42", "the former secret")}).key == 2


def test_keys_replace_the_secret_when_they_are_named(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "keys": [OTHER]}})
    with pytest.raises(Refused):
        find_brand("shop").verifier.verify(sign_as(id="42").fields)


def test_the_policy_is_the_verifiers(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "policy": "optional"}})
    assert find_brand("shop").verifier.verify({"user_id": "42"}).status == "anonymous"


def test_an_option_that_is_none_is_left_out(visit, settings, jane):
    left_out = dict.fromkeys({*OPTIONS} - {"scheme", "secret"})
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, **left_out}})
    assert digest(jane.pk) in text(visit(template("{% visitor_script %}"), user=jane))
    assert find_brand("shop").verifier.verify(sign_as(id="42").fields).is_verified


def test_a_brand_with_keys_alone_does_not_sign(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "keys": [SECRET]}})
    message = "VISITORSEAL..shop..: The option 'secret' is not set. Set `secret` to the secret from the vendor's dashboard"
    with pytest.raises(ImproperlyConfigured, match=message):
        sign_as(id="42")


class Polluted(dict):
    """A dict that has every key."""

    def __missing__(self, key):
        return "observe"


def test_an_option_is_read_only_if_it_is_set(settings, visit):
    setting = {"shop": Polluted(scheme="bookbag", secret=SECRET, settings=Polluted())}
    settings(VISITORSEAL=Polluted(setting))
    with pytest.raises(Refused):
        find_brand("shop").verifier.verify({"user_id": "42", "user_hash": "0" * 64})
    with pytest.raises(ImproperlyConfigured, match="There is no brand 'sohp'"):
        find_brand("sohp")
    given = template("{% visitor_fields visitor=visitor as x %}{{ x|safe }}", visitor=Polluted(id="42"))
    assert text(visit(given)) == str({"user_id": "42", "user_hash": digest("42")})


def test_a_private_key_alone_does_not_verify(settings):
    settings(VISITORSEAL={"shop": {"scheme": "orlo", "secret": "-----BEGIN PRIVATE KEY-----"}})
    message = "'shop'.: The option 'keys' is not set. Set `keys` to a list of keys that verify."
    with pytest.raises(ImproperlyConfigured, match=message):
        _ = find_brand("shop").verifier


def test_a_scheme_may_be_ones_own(settings):
    own = visitorseal.Scheme.parse(OWN_SCHEME)
    settings(VISITORSEAL={"shop": {"scheme": own, "secret": SECRET}})
    assert sign_as(id="42").fields == {"id": "42", "hash": digest("42")}


@pytest.mark.parametrize("kind", [str, lambda path: path])
def test_a_scheme_of_ones_own_may_be_a_file(settings, tmp_path, kind):
    file = tmp_path / "own.toml"
    file.write_text(OWN_SCHEME)
    settings(VISITORSEAL={"shop": {"scheme_file": kind(file), "secret": SECRET}})
    assert sign_as(id="42").fields == {"id": "42", "hash": digest("42")}
    assert find_brand("shop").signer is find_brand("shop").signer
    file.write_text(OWN_SCHEME.replace("hash =", "digest ="))
    with pytest.raises(ConfigurationError, match="scheme_malformed"):
        sign_as(id="42")


def test_a_scheme_file_that_is_missing_names_the_option_and_asks_what_is_wrong(settings, tmp_path):
    settings(VISITORSEAL={"shop": {"scheme_file": tmp_path / "none.toml", "secret": SECRET}})
    with pytest.raises(ImproperlyConfigured) as caught:
        sign_as(id="42")
    assert str(caught.value) == (
        "VISITORSEAL['shop']: The file of the option 'scheme_file' cannot be read: FileNotFoundError. "
        "Does the file exist, and may the server's user read it?"
    )


def scheme_file_error(settings, path):
    settings(VISITORSEAL={"shop": {"scheme_file": path, "secret": SECRET}})
    with pytest.raises(ImproperlyConfigured) as caught:
        sign_as(id="42")
    return str(caught.value)


@pytest.mark.parametrize("path", ["/dev/null", "/"])
def test_a_scheme_file_must_be_a_regular_file(settings, path):
    assert "The file of the option 'scheme_file' cannot be read: it is not a regular file." in scheme_file_error(
        settings, path
    )


def test_a_scheme_file_that_is_a_pipe_is_not_opened(settings, tmp_path):
    pipe = tmp_path / "own.toml"
    os.mkfifo(pipe)
    done = threading.Event()

    def write():
        while not done.is_set():
            pipe.write_text(OWN_SCHEME)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        assert "it is not a regular file" in scheme_file_error(settings, pipe)
    finally:
        done.set()
        # The writer waits for a reader.
        with open(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)):
            writer.join()


def test_a_path_that_no_file_can_have_is_an_error_of_the_setting(settings):
    assert "The file of the option 'scheme_file' cannot be read: ValueError." in scheme_file_error(settings, "a\0b")


def test_of_a_huge_scheme_file_only_the_beginning_is_read(settings, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text("#" * 8_000_000)
    settings(VISITORSEAL={"shop": {"scheme_file": file, "secret": SECRET}})
    tracemalloc.start()
    try:
        with pytest.raises(ConfigurationError, match="scheme_malformed.*64 KiB"):
            sign_as(id="42")
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("letter", ["#", "é"])
def test_a_scheme_file_of_64_kib_is_read_and_a_larger_one_is_not(settings, tmp_path, letter):
    file = tmp_path / "own.toml"
    comment = "#" + letter * ((64 * 1024 - len(OWN_SCHEME.encode()) - 1) // len(letter.encode()))
    file.write_text(OWN_SCHEME + comment, "utf-8")
    settings(VISITORSEAL={"shop": {"scheme_file": file, "secret": SECRET}})
    assert sign_as(id="42").signature == digest("42")
    file.write_text(OWN_SCHEME + comment + "##", "utf-8")
    with pytest.raises(ConfigurationError, match="scheme_malformed.*64 KiB"):
        sign_as(id="42")


def test_a_secret_file_that_is_missing_names_the_option_and_asks_what_is_wrong(settings, tmp_path):
    missing = tmp_path / "none.txt"
    for options, option in ({"secret": missing}, "secret"), ({"keys": [SECRET, missing]}, "keys"):
        settings(VISITORSEAL={"shop": {"scheme": "bookbag", **options}})
        with pytest.raises(ImproperlyConfigured) as caught:
            _ = find_brand("shop").verifier
        assert str(caught.value) == (
            f"VISITORSEAL['shop']: The file of the option '{option}' cannot be read: FileNotFoundError. "
            "Does the file exist, and may the server's user read it?"
        )


def test_a_brand_named_default_is_used_where_none_is_named(settings):
    settings(VISITORSEAL={**BOTH, "default": {"scheme": "bookbag", "secret": "the default brand's secret"}})
    assert sign_as(id="42").signature == digest("42", "the default brand's secret")


def test_without_brands_the_error_says_that_there_is_none(settings):
    settings(VISITORSEAL={})
    with pytest.raises(ImproperlyConfigured, match="No brand is named. The setting has none. Write VISITORSEAL = "):
        find_brand()


def test_the_librarys_errors_pass_through(settings):
    settings(VISITORSEAL={"shop": {"scheme": "thread", "secret": SECRET}})
    with pytest.raises(ConfigurationError) as caught:
        sign_as(email="jane@example.com")
    assert (caught.value.code, caught.value.field) == ("setting_missing", "app_id")


@pytest.mark.parametrize("enabled", [False, by_host, "test_django_brands.by_host", lambda request: 0])
def test_a_disabled_brand_writes_nothing(visit, settings, jane, enabled):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "enabled": enabled}})
    every = (
        "{% visitor_script %}{% visitor_forget_script %}{% visitor_fields as fields %}{{ fields|default:'' }}"
    )
    assert text(visit(template(every), user=jane)) == ""


def test_a_brand_may_be_enabled_by_host(visit, settings, jane):
    shop = {"scheme": "bookbag", "secret": SECRET, "enabled": by_host}
    settings(VISITORSEAL={"shop": shop}, USE_X_FORWARDED_HOST=True)
    response = visit(
        template("{% visitor_script %}"), user=jane, headers={"X-Forwarded-Host": "outlet.example"}
    )
    assert digest(jane.pk) in text(response)


def test_a_disabled_brand_may_be_half_configured(visit, settings, jane):
    settings(VISITORSEAL={"shop": {"enabled": False, "secret": None, "nonsense": 1}})
    assert text(visit(template("{% visitor_script %}"), user=jane)) == ""


def test_a_brands_repr_is_its_name():
    assert re.fullmatch("<Brand 'shop'>", repr(find_brand("shop")))
    assert find_brand("shop").is_enabled(RequestFactory().get("/"))
