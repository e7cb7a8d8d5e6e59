"""Tells the support widgets who is signed in."""

import json

from django.conf import settings

# The customers, each under the key that signs them in. All other members are fields of the visitor.
with (settings.BASE_DIR.parent / "customers.json").open(encoding="utf-8") as file:
    CUSTOMERS = {customer.pop("key"): customer for customer in json.load(file)}


def visitor(request):
    """The signed-in customer, or None."""
    return CUSTOMERS.get(request.session.get("customer"))
