"""Addresses of the pulse."""

from django.urls import path

from pulse.views import calls, closing, farewell, files, mine, signs

urlpatterns = [
    path("pulse/", signs.pulse, name="pulse"),
    path("pulse/signs.csv", files.signs_csv, name="pulse-csv"),
    path("pulse/signs.xlsx", files.signs_xlsx, name="pulse-xlsx"),
    path("pulse/pack.pdf", files.pack, name="pulse-pack"),
    path("pulse/annual.pdf", files.annual, name="pulse-annual"),
    path("pulse/calls/", calls.listing, name="pulse-calls"),
    path("pulse/calls/<int:pk>/done/", calls.done, name="pulse-call-done"),
    path("pulse/calls/<int:pk>/later/", calls.snooze, name="pulse-call-later"),
    path("pulse/calls/<int:pk>/take/", calls.take, name="pulse-call-take"),
    path("pulse/calls/<int:pk>/ask/", calls.ask, name="pulse-call-ask"),
    path("pulse/calls/<int:pk>/reopen/", calls.reopen, name="pulse-call-reopen"),
    path("pulse/mine/", mine.listing, name="pulse-mine"),
    path("pulse/mine/<int:pk>/called/", mine.called, name="pulse-mine-called"),
    path("pulse/mine/<int:pk>/give-back/", mine.give_back, name="pulse-mine-back"),
    path("pulse/closing/", closing.wizard, name="closing"),
    path("pulse/closing/take-back/", closing.take_back, name="closing-take-back"),
    path("pulse/closing/give/", closing.give, name="closing-give"),
    path("pulse/closing/contacts.csv", closing.successor, name="closing-successor"),
    path("farewell/", farewell.mine, name="farewell-mine"),
    path("farewell/<str:token>/", farewell.page, name="farewell"),
    path("farewell/<str:token>/friends/", farewell.friends, name="farewell-friends"),
    path("farewell/<str:token>/choose/", farewell.choose, name="farewell-choose"),
    path("farewell/<str:token>/contacts.csv", farewell.contacts_csv, name="farewell-csv"),
    path("farewell/<str:token>/contacts.vcf", farewell.contacts_vcf, name="farewell-vcf"),
    path("farewell/<str:token>/talks.zip", farewell.talks, name="farewell-talks"),
    path("pulse/names/<slug:key>/", signs.names, name="pulse-names"),
]
