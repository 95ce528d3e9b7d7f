"""Addresses of the network."""

from django.urls import path

from network.views import coffees, notes, pages, participation, proposals, rounds

urlpatterns = [
    path("network/", pages.losing, name="network"),
    path("network/people/", pages.people, name="network-people"),
    path("network/privacy/", participation.privacy, name="network-privacy"),
    path("network/take-part/", participation.take_part, name="network-take-part"),
    path("network/leave/", participation.leave, name="network-leave"),
    path("network/coffee/", coffees.page, name="coffee"),
    path("network/coffee/join/", rounds.join, name="coffee-join"),
    path("network/coffee/pause/", rounds.pause, name="coffee-pause"),
    path("network/coffee/return/", rounds.come_back, name="coffee-return"),
    path("network/coffee/leave/", rounds.leave, name="coffee-leave"),
    path("network/coffee/never/", rounds.never, name="coffee-never"),
    path("network/coffee/never/<uuid:uid>/", rounds.avoid, name="coffee-avoid"),
    path("network/coffee/never/<uuid:uid>/undo/", rounds.allow, name="coffee-allow"),
    path("back/<str:token>/", rounds.by_mail, name="coffee-back"),
    path("network/coffee/<uuid:uid>/times/", coffees.suit, name="coffee-times"),
    path("network/coffee/<uuid:uid>/off/", coffees.call_off, name="coffee-off"),
    path("network/coffee/<uuid:uid>/met/", coffees.met, name="coffee-met"),
    path("network/coffee/<uuid:uid>/<int:number>.ics", coffees.calendar, name="coffee-calendar"),
    path("network/proposals/<uuid:uid>/accept/", proposals.accept, name="proposal-accept"),
    path("network/proposals/<uuid:uid>/decline/", proposals.decline, name="proposal-decline"),
    path("network/proposals/<uuid:uid>/withdraw/", proposals.withdraw, name="proposal-withdraw"),
    path("met/<str:token>/", coffees.by_mail, name="coffee-by-mail"),
    path("network/<uuid:uid>/", pages.person, name="network-person"),
    path("network/<uuid:uid>/propose/", proposals.propose, name="network-propose"),
    path("network/<uuid:uid>/spoke/", notes.spoke, name="network-spoke"),
    path("network/<uuid:uid>/rhythm/", notes.rhythm, name="network-rhythm"),
    path("network/notes/<int:pk>/undo/", notes.undo, name="network-undo"),
]
