"""Addresses of meetings, answers, the door, the archive and reports."""

from django.urls import path

from events.views import calendars, links, meetings, rsvp

urlpatterns = [
    path("meetings/", meetings.listing, name="meetings"),
    path("meetings/<slug:slug>/", meetings.detail, name="meeting"),
    path("meetings/<slug:slug>/rsvp/", rsvp.answer, name="rsvp"),
    path("meetings/<slug:slug>/calendar.ics", calendars.one, name="meeting-calendar"),
    path("calendar.ics", calendars.feed, name="calendar-feed"),
    path("r/<str:token>/", links.answer, name="answer-by-mail"),
]
