from django.contrib import admin
from django.urls import path

from visitorseal.django.views import visitor_fields

from . import views

urlpatterns = [
    path("", views.page),
    path("second/", views.page, {"name": "second"}),
    path("part/", views.part),
    path("sign-in/", views.sign_in),
    path("sign-out/", views.sign_out),
    path("visitor/<str:brand>/", visitor_fields),
    path("admin/", admin.site.urls),
    path("htmx.js", views.script, {"setting": "HTMX"}),
    path("widget.js", views.script, {"setting": "WIDGET"}),
    path("element.js", views.script, {"setting": "ELEMENT_FILE"}),
    path("site.js", views.site_script),
]
