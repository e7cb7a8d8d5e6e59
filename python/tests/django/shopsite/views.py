import django
from asgiref.sync import sync_to_async
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from visitorseal.django import verify_visitor

from .pages import PAGE


def home(request):
    return render(request, "home.html")


def jinja(request):
    return render(request, "home.jinja", using="jinja2")


async def home_async(request):
    if django.VERSION < (5, 0):
        await sync_to_async(bool)(request.user)
    else:
        request.user = await request.auser()
    return render(request, "home.html")


async def plain(request):
    return HttpResponse(PAGE)


def signed_out(request):
    return render(request, "signed_out.html")


@csrf_exempt
@verify_visitor("shop")
def messages(request):
    return JsonResponse({"from": request.visitor.contact().external_id})


@csrf_exempt
@verify_visitor("shop")
async def messages_async(request):
    return JsonResponse({"from": request.visitor.contact().external_id})
