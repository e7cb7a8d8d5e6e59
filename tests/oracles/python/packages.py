"""The packages of PyPI. Each function gets a job and gives what the package signs, or whether it accepts the fields."""

import datetime
import importlib
import sys
from types import SimpleNamespace
from unittest import mock

import django
import six
from django.conf import settings

settings.configure(TAWKTO_ID_SITE="site", DISQUS_PUBLIC_KEY="key", INSTALLED_APPS=["django.contrib.sites"])
django.setup()

import analytical.templatetags.intercom
import flask_intercom
import kleides_dssoclient.dssoclient
import ldclient
import ldclient.impl.client_common
import pusher_push_notifications
import pushpad
import stream_chat
import tawkto.templatetags.tawkto_tags
import zendesk_auth.views
from discourse_django_sso import utils as discourse

# django-disqus was written for a Django that had a copy of six.
sys.modules["django.utils.six"] = six
for module in ("moves", "moves.urllib", "moves.urllib.error", "moves.urllib.parse", "moves.urllib.request"):
    sys.modules[f"django.utils.six.{module}"] = importlib.import_module(f"six.{module}")
import disqus.templatetags.disqus_tags


def configured(**values):
    return mock.patch.multiple(settings, create=True, **values)


def django_analytical(job):
    visitor = job["visitor"]
    with configured(INTERCOM_HMAC_SECRET_KEY=job["secret"]):
        return {"signature": analytical.templatetags.intercom.intercom_user_hash(visitor.get("id") or visitor["email"])}


def flask_intercom_hash(job):
    extension = flask_intercom.Intercom()
    extension.secret_key = job["secret"]
    visitor = job["visitor"]
    return {"signature": extension._user_hash(visitor.get("id") or visitor["email"])}


def stream_token(job, *times):
    client = stream_chat.StreamChat(api_key="key", api_secret=job["secret"])
    return {"signature": client.create_token(job["visitor"]["id"], *times)}


def tawk(job):
    visitor = job["visitor"]
    context = {"request": SimpleNamespace(user=SimpleNamespace(is_superuser=False))}
    data = tawkto.templatetags.tawkto_tags.tawkto_script(
        context, user_email=visitor["email"], user_name=visitor.get("name", ""), api_key=job["secret"], is_secure=True)
    return {"fields": {name: value for name, value in data["tawkto_data"]["visitor"].items() if value}}


def pushpad_signature(job):
    return {"signature": pushpad.Pushpad(auth_token=job["secret"], project_id=1).signature_for(job["visitor"]["id"])}


def beams_token(job):
    class Clock(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(job["now"], datetime.UTC).replace(tzinfo=None)

    instance_id = job["settings"]["instance_id"]
    client = pusher_push_notifications.PushNotifications(instance_id=instance_id, secret_key=job["secret"])
    with mock.patch.object(pusher_push_notifications.datetime, "datetime", Clock):
        return {"signature": client.generate_token(job["visitor"]["id"])["token"]}


def discourse_params(visitor):
    """The parameters in the order in which visitorseal signs them."""
    named = {"external_id": visitor.get("id"), "nonce": visitor["attributes"]["nonce"], "email": visitor.get("email"),
             "name": visitor.get("name")}
    return [(name, value) for name, value in named.items() if value is not None]


def discourse_sign(job):
    signed = dict(discourse.BaseSSOGenerator(job["secret"]).prepare_signed_payload(discourse_params(job["visitor"])))
    return {"fields": {name: value.decode("ascii") for name, value in signed.items()}}


def discourse_check(job):
    fields = job["fields"]
    producer = discourse.SSOProducerUtils(job["secret"], "https://example.com", None, fields["sso"], fields["sig"])
    producer.validate()
    return {"accepted": producer.verify_signature()}


def kleides_check(job):
    location = "https://example.com/return?" + six.moves.urllib.parse.urlencode(job["fields"])
    nonce = job["visitor"]["attributes"]["nonce"]
    decoder = kleides_dssoclient.dssoclient.DssoClientDecoder(job["secret"].encode(), nonce, location)
    return {"accepted": True, "visitor": decoder.get_mapping()}


def kleides_sign(job):
    attributes = job["visitor"]["attributes"]
    encoder = kleides_dssoclient.dssoclient.DssoClientEncoder(
        job["secret"].encode(), attributes["nonce"], attributes["return_sso_url"])
    query = encoder.get_redirect_url("https://example.com").partition("?")[2]
    return {"fields": dict(part.split("=") for part in query.split("&"))}


def zendesk_token(job):
    visitor = job["visitor"]
    first, _, last = visitor["name"].partition(" ")
    view = zendesk_auth.views.ZendeskJWTAuthorize()
    view.request = SimpleNamespace(user=SimpleNamespace(
        first_name=first, last_name=last, email=visitor["email"], get_username=lambda: visitor.get("id", "")))
    with configured(ZENDESK_TOKEN=job["secret"]):
        return {"signature": view.get_jwt_string()}


def launchdarkly(job):
    config = ldclient.Config(sdk_key=job["secret"])
    return {"signature": ldclient.impl.client_common.secure_mode_hash(config, ldclient.Context.create(job["visitor"]["id"]))}


def disqus_sso(job):
    visitor = job["visitor"]
    user = SimpleNamespace(is_anonymous=lambda: False, id=visitor["id"], username=visitor["name"], email=visitor["email"])
    with configured(DISQUS_SECRET_KEY=job["secret"]):
        data = disqus.templatetags.disqus_tags.disqus_sso({"user": user})
    return {"signature": f"{data['message'].decode('ascii')} {data['sig']} {data['timestamp']}"}


PACKAGES = {
    "django-analytical": {"intercom": django_analytical},
    "flask-intercom": {"intercom": flask_intercom_hash},
    "stream-chat": {
        "stream": stream_token,
        "stream_expiring": lambda job: stream_token(job, job["now"] + job["settings"]["lifetime"], job["now"]),
    },
    "django-tawkto": {"tawk_visitor": tawk},
    "pushpad": {"pushpad": pushpad_signature},
    "pusher-push-notifications": {"pusher_beams": beams_token},
    "discourse-django-sso": {"discourse_connect": discourse_sign, "discourse_request": discourse_check},
    "kleides-dssoclient": {"discourse_connect": kleides_check, "discourse_request": kleides_sign},
    "zendesk-django-auth": {"zendesk_support": zendesk_token},
    "launchdarkly-server-sdk": {"launchdarkly": launchdarkly},
    "django-disqus": {"disqus": disqus_sso},
}
