"""Kinds of meetings never mix; backup speakers come and go; a series is changed by its chair."""

from datetime import time

import pytest
import time_machine

from events.models import Backup, Meeting, Series
from tests.events.cast import browser
from tests.events.scenes import NOON, a_draft, a_letterhead, a_meeting, a_series
from tests.events.speakers import a_chair, a_speaker
from tests.events.test_views_programme import rhythm

pytestmark = pytest.mark.django_db
KINDS = Series.Kind.values


@pytest.fixture(autouse=True)
def _now():
    a_letterhead()
    with time_machine.travel(NOON, tick=False):
        yield


def of_every_kind(make, *args) -> dict[str, Meeting]:
    return {kind: make(*args, series=a_series(kind=kind)) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_the_board_of_a_kind_shows_its_own_meetings_alone(kind):
    made = of_every_kind(a_draft, 10)

    page = browser(a_chair()).get("/programme/", {"kind": kind}).text

    shown = [other for other, meeting in made.items() if f"/programme/{meeting.slug}/" in page]
    assert shown == [kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_report_of_a_kind_counts_its_own_meetings_alone(kind):
    made = of_every_kind(a_meeting, 1)

    with time_machine.travel(NOON.replace(day=20), tick=False):
        page = browser(a_chair()).get("/reports/attendance/", {"kind": kind})

    shown = [other for other, one in made.items() if f'"{one.get_absolute_url()}"' in page.text]
    assert shown == [kind]
    assert f"attendance.csv?kind={kind}" in page.text


def test_only_a_talk_waits_for_a_speaker():
    chair = browser(a_chair())
    of_every_kind(a_draft, 10)

    told = [
        "1 meeting has no speaker yet." in chair.get("/programme/", {"kind": kind}).text
        for kind in KINDS
    ]

    assert told == [kind == "talk" for kind in KINDS]


def test_a_backup_speaker_is_added_seen_and_taken_off_the_list():
    chair, speaker = browser(a_chair()), a_speaker()
    words = {"name": speaker.name, "email": "speaker1@example.net", "topic": "Moss"}

    chair.post("/programme/backups/add/", words)
    chair.post("/programme/backups/add/", words)
    listed = chair.get("/programme/").text
    chair.post(f"/programme/backups/{Backup.objects.get().pk}/remove/")

    assert "Moss" in listed
    assert "Moss" not in chair.get("/programme/").text
    assert Backup.objects.get().removed_at == NOON


def test_a_backup_without_a_topic_is_refused_and_nothing_is_lost():
    page = browser(a_chair()).post("/programme/backups/add/", {"name": "A Newcomer", "topic": ""})

    assert (page.status_code, Backup.objects.count()) == (422, 0)
    assert "A Newcomer" in page.text


def test_a_changed_series_leaves_its_meetings_where_they_are():
    chair, series = browser(a_chair()), a_series(name="Evening", slug="evening")
    draft = a_draft(10, series=series)

    chair.post("/programme/series/evening/change/", rhythm(kind="lunch", local_time="12:30"))

    series.refresh_from_db()
    before, draft = draft.starts_at, Meeting.objects.get()
    assert (series.kind, series.local_time) == ("lunch", time(12, 30))
    assert draft.starts_at == before


def test_a_rule_that_makes_no_sense_changes_nothing():
    chair, series = browser(a_chair()), a_series(name="Evening", slug="evening")

    page = chair.post("/programme/series/evening/change/", rhythm(timezone="Atlantis"))

    before, series = series.timezone, Series.objects.get()
    assert (page.status_code, series.timezone) == (422, before)
