from functools import cache

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from visitorseal import Signer

from .visitors import CUSTOMERS, visitor

BRANDS = list(settings.VISITORSEAL)
PAGES = [f"/{brand}" for brand in BRANDS]

# A page with a visitor in it is that visitor's alone.
private = cache_control(private=True, no_store=True)


class SeeOther(HttpResponseRedirect):
    status_code = 303


@private
@require_GET
def page(request, brand=""):
    late = request.GET.get("late", "")
    late = f"?late={late}" if late.isascii() and late.isdigit() else ""
    context = {
        "brands": BRANDS,
        "brand": brand,
        "customers": CUSTOMERS,
        "customer": visitor(request),
        "widget": f"{settings.DESK}/widgets/{brand}.js{late}",
    }
    return render(request, "page.html", context)


@private
@require_GET
def orlo_mobile(request):
    """Where Orlo's widget is in an app: its own page, which the token in the address tells who this is."""
    who = visitor(request)
    return SeeOther(orlo().sign(who).url() if who else "/orlo")


@cache
def orlo():
    """The signer, made when it is first needed."""
    brand = settings.VISITORSEAL["orlo"]
    return Signer("orlo", brand["secret"].read_text(), **brand["settings"])


@private
@require_POST
def sign_in(request):
    request.session["customer"] = request.POST.get("customer")
    return back(request)


@private
@require_POST
def sign_out(request):
    request.session.flush()
    return back(request)


def back(request):
    """To one of the shop's own pages, whatever the form says."""
    path = request.POST.get("next")
    return SeeOther(path if path in PAGES else "/")
