from django.urls import path

from visitorseal.django.views import visitor_fields

from . import views

urlpatterns = [
    path("", views.home),
    path("jinja/", views.jinja),
    path("async/", views.home_async),
    path("plain/", views.plain),
    path("signed-out/", views.signed_out),
    path("visitor/", visitor_fields),
    path("visitor/<str:brand>/", visitor_fields),
    path("messages/", views.messages),
    path("messages/async/", views.messages_async),
]
