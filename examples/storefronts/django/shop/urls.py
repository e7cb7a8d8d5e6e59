from django.conf import settings
from django.urls import path
from django.views.static import serve

from . import views

urlpatterns = [
    path("", views.page),
    path("shop.css", serve, {"path": "shop.css", "document_root": settings.BASE_DIR.parent}),
    path("sign-in", views.sign_in),
    path("sign-out", views.sign_out),
    path("orlo/mobile", views.orlo_mobile),
    *(path(brand, views.page, {"brand": brand}) for brand in views.BRANDS),
]
