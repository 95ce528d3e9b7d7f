"""The addresses of the outside contract; each package adds its own."""

from django.contrib import admin
from django.urls import include, path

from association import views

urlpatterns = [
    path("", views.home, name="home"),
    path("setup/", views.setup, name="setup"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("events.urls")),
    path("", include("roles.urls")),
    path("", include("members.urls")),
    path("", include("outbox.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "association.views.server_error"
