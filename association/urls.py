"""The addresses of the outside contract; each package adds its own."""

from django.contrib import admin
from django.urls import include, path

from association import views
from association.views import newcomers, parts

urlpatterns = [
    path("", views.home, name="home"),
    path("setup/", views.setup, name="setup"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("language/", views.choose_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.worker, name="worker"),
    path("offline/", views.offline, name="offline"),
    path("next/", views.next_meeting, name="next-meeting"),
    path("next/pocket/", views.pocket, name="pocket"),
    path("newcomers/", newcomers.newcomers, name="newcomers"),
    path("newcomers/guests/", newcomers.guests, name="newcomer-guests"),
    path("newcomers/<int:pk>/done/", newcomers.done, name="newcomer-done"),
    path("newcomers/<int:pk>/waive/", newcomers.waive, name="newcomer-waive"),
    path("newcomers/<int:pk>/reopen/", newcomers.reopen, name="newcomer-reopen"),
    path("newcomers/<int:pk>/hand-over/", newcomers.hand_over, name="newcomer-hand-over"),
    path("parts/letters/", views.letter_previews, name="letter-previews"),
    path("parts/letters/<str:name>/", views.letter_frame, name="letter-frame"),
    path("parts/", parts.gallery, name="parts"),
    path("parts/styles.css", parts.part_styles, name="part-styles"),
    path("parts/<slug:slug>/", parts.part, name="part"),
    path("", include("events.urls")),
    path("", include("roles.urls")),
    path("", include("members.urls")),
    path("", include("outbox.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "association.views.bad_request"
handler403 = "association.views.no_right"
handler404 = "association.views.not_here"
handler500 = "association.views.server_error"
