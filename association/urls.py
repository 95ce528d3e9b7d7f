"""The addresses of the outside contract; each package adds its own."""

from django.contrib import admin
from django.urls import include, path

from association import views
from association.views import letter_people, letter_proofs, letters, newcomers, parts

urlpatterns = [
    path("", views.home, name="home"),
    path("setup/", views.setup, name="setup"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("language/", views.choose_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics, name="metrics"),
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
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.new, name="letter-new"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/edit/", letters.edit, name="letter-edit"),
    path("letters/<int:pk>/people/", letter_people.people, name="letter-people"),
    path("letters/<int:pk>/people/<uuid:uid>/add/", letter_people.add, name="letter-add"),
    path("letters/<int:pk>/people/<uuid:uid>/leave/", letter_people.leave, name="letter-leave"),
    path("letters/<int:pk>/preview/", letter_people.preview, name="letter-preview"),
    path("letters/<int:pk>/preview/<uuid:uid>/", letter_people.sheet, name="letter-sheet"),
    path("letters/<int:pk>/test/", letters.test, name="letter-test"),
    path("letters/<int:pk>/send/", letters.send, name="letter-send"),
    path("letters/<int:pk>/cancel/", letters.cancel, name="letter-cancel"),
    path("letters/<int:pk>/discard/", letters.discard, name="letter-discard"),
    path("letters/<int:pk>/copy/", letters.copy, name="letter-copy"),
    path("letters/<int:pk>/proof.csv", letter_proofs.as_sheet, name="letter-proof-csv"),
    path("letters/<int:pk>/proof.pdf", letter_proofs.as_paper, name="letter-proof-pdf"),
    path("parts/letters/", views.letter_previews, name="letter-previews"),
    path("parts/letters/<str:name>/", views.letter_frame, name="letter-frame"),
    path("parts/", parts.gallery, name="parts"),
    path("parts/styles.css", parts.part_styles, name="part-styles"),
    path("parts/<slug:slug>/", parts.part, name="part"),
    path("", include("pulse.urls")),
    path("", include("network.urls")),
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
