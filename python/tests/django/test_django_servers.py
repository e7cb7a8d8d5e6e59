"""The site behind real servers: wsgiref for WSGI, uvicorn for ASGI."""

import json
import socketserver
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.test import Client

from shopsite.expect import digest
from shopsite.pages import MESSAGES
from shopsite.policies import SCRIPTS, django_csp_settings
from shopsite.settings import MIDDLEWARE
from visitorseal.django.test import sign_as

HOSTILE = "</script><script>alert(1)</script>"


@contextmanager
def wsgi():
    class Server(socketserver.ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    with make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server.server_port
        server.shutdown()


@contextmanager
def asgi():
    uvicorn = pytest.importorskip("uvicorn", reason="uvicorn is not installed")
    config = uvicorn.Config(get_asgi_application(), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@pytest.fixture(params=[wsgi, asgi])
def ask(request, settings):
    """Sends a request to a running site, signed in or not."""
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS], DEBUG_PROPAGATE_EXCEPTIONS=False)
    with request.param() as port:

        def ask(address, user=None, method="GET", body=None):
            headers = {"Cookie": f"sessionid={session(user)}"} if user else {}
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            response.content = response.read()
            connection.close()
            return response

        yield ask


def session(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


PAGES = ["/", "/jinja/", "/plain/", "/visitor/", "/async/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_knows_who_is_signed_in(ask, jane, address):
    response = ask(address, jane)
    assert response.status == 200
    assert digest(jane.pk).encode() in response.content
    assert response.headers["Cache-Control"] == "private, no-store"
    assert int(response.headers["Content-Length"]) == len(response.content)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_where_nobody_is_signed_in_says_so(ask, address):
    response = ask(address)
    assert response.status == 200
    assert response.content.count(b"<script") == (address != "/visitor/")
    assert b"user_hash" not in response.content


@pytest.mark.parametrize("address", ["/", "/jinja/", "/plain/"])
def test_a_hostile_name_is_text(ask, make_user, address):
    mallory = make_user(first_name=HOSTILE)
    response = ask(address, mallory)
    assert response.content.count(b"<script") == response.content.count(b"</script") == 1


def test_users_do_not_get_each_others_pages(ask, make_user):
    users = [make_user() for _ in range(4)]
    seen = {}

    def look(user):
        seen[user.pk] = [ask("/plain/", user).content for _ in range(5)]

    threads = [threading.Thread(target=look, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for user in users:
        assert all(digest(user.pk).encode() in page for page in seen[user.pk])


def test_the_page_after_sign_out_forgets(ask):
    assert b"window.bookbag('identify', null);" in ask("/signed-out/").content


@pytest.mark.parametrize("address", MESSAGES)
def test_a_vendors_view_answers_what_the_scheme_says(ask, address):
    signed = ask(address, method="POST", body=json.dumps(sign_as("shop", id="42").fields))
    assert (signed.status, json.loads(signed.content)) == (200, {"from": "42"})
    forged = ask(address, method="POST", body=json.dumps({"user_id": "42", "user_hash": "0" * 64}))
    assert (forged.status, json.loads(forged.content)) == (401, {"error": "identity_unverified"})


@pytest.mark.parametrize("server", [wsgi, asgi])
def test_the_nonce_is_in_header_and_page(settings, jane, server):
    settings(**django_csp_settings(SCRIPTS))
    with server() as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/plain/", headers={"Cookie": f"sessionid={session(jane)}"})
        response = connection.getresponse()
        page = response.read().decode()
    nonce = page.split('<script nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in response.headers["Content-Security-Policy"]
