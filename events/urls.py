"""Addresses of meetings, answers, the door, the archive and reports."""

from django.urls import path

from events.views import archive, calendars, door, guests, links, meetings, reports, rsvp, tickets

urlpatterns = [
    path("meetings/", meetings.listing, name="meetings"),
    path("meetings/<slug:slug>/", meetings.detail, name="meeting"),
    path("meetings/<slug:slug>/rsvp/", rsvp.answer, name="rsvp"),
    path("meetings/<slug:slug>/come/", guests.come, name="guest-come"),
    path("guests/sent/", guests.sent, name="guest-sent"),
    path("guests/<str:token>/", guests.link, name="guest-link"),
    path("meetings/<slug:slug>/ticket/", tickets.ticket, name="ticket"),
    path("meetings/<slug:slug>/calendar.ics", calendars.one, name="meeting-calendar"),
    path("meetings/<slug:slug>/door/", door.page, name="door"),
    path("meetings/<slug:slug>/door/in/<uuid:uid>/", door.check_in, name="door-check-in"),
    path("meetings/<slug:slug>/door/undo/<uuid:uid>/", door.undo, name="door-undo"),
    path("meetings/<slug:slug>/door/excuse/<uuid:uid>/", door.excuse, name="door-excuse"),
    path("meetings/<slug:slug>/door/walk-in/", door.walk_in, name="door-walk-in"),
    path("meetings/<slug:slug>/door/close/", door.close, name="door-close"),
    path("meetings/<slug:slug>/door/reopen/", door.reopen, name="door-reopen"),
    path("meetings/<slug:slug>/attendance.csv", reports.attendance_csv, name="attendance-csv"),
    path("meetings/<slug:slug>/attendance.xlsx", reports.attendance_xlsx, name="attendance-xlsx"),
    path("reports/attendance/", reports.report, name="attendance-report"),
    path("reports/attendance.csv", reports.report_csv, name="attendance-report-csv"),
    path("reports/attendance.xlsx", reports.report_xlsx, name="attendance-report-xlsx"),
    path("archive/", archive.listing, name="archive"),
    path("archive/speakers/", archive.speakers, name="archive-speakers"),
    path("archive/topics/", archive.topics, name="archive-topics"),
    path("archive/speakers/<uuid:uid>/", archive.speaker, name="archive-speaker"),
    path("archive/speakers/<uuid:uid>/split/", archive.split, name="archive-split"),
    path("calendar.ics", calendars.feed, name="calendar-feed"),
    path("r/<str:token>/", links.answer, name="answer-by-mail"),
]
