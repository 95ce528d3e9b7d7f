"""Addresses of the network."""

from django.urls import path

from network.views import notes, pages, participation

urlpatterns = [
    path("network/", pages.losing, name="network"),
    path("network/people/", pages.people, name="network-people"),
    path("network/privacy/", participation.privacy, name="network-privacy"),
    path("network/take-part/", participation.take_part, name="network-take-part"),
    path("network/leave/", participation.leave, name="network-leave"),
    path("network/<uuid:uid>/", pages.person, name="network-person"),
    path("network/<uuid:uid>/spoke/", notes.spoke, name="network-spoke"),
    path("network/<uuid:uid>/rhythm/", notes.rhythm, name="network-rhythm"),
    path("network/notes/<int:pk>/undo/", notes.undo, name="network-undo"),
]
