"""Meetings from a file: what comes in, what stays, and that it is all or nothing."""

import json
from collections import Counter
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from events.actions.imports import import_meetings
from events.models import Meeting, Series, Speaking, Talk, Venue
from members.actions import people
from members.models import ImportBatch, Person

AT = datetime(2024, 6, 1, 12, tzinfo=UTC)
FIXTURE = Path(__file__).parent.parent / "fixtures" / "monthly_meetings.csv"
REAL = Path(__file__).parents[3] / "shared" / "real" / "monthly_meetings.csv"
HEAD = "series,rule,starts_at_local,timezone,topic,venue,city,talk,speakers\n"

pytestmark = pytest.mark.django_db


def brought(text, at=AT, **options):
    data = text.encode() if isinstance(text, str) else text.read_bytes()
    return import_meetings(data=data, filename="meetings.csv", by=None, at=at, **options)


def counts(result):
    return result.created, result.updated, result.unchanged, len(result.errors)


def everything():
    models = (Series, Venue, Meeting, Talk, Speaking, Person, ImportBatch)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def names(printed):
    found = Speaking.objects.filter(printed_name=printed).first()
    return found.person and found.person.name


def test_all_rows_of_the_fixture_come_in():
    result = brought(FIXTURE)

    assert counts(result) == (33, 0, 0, 0)
    assert (Series.objects.count(), Meeting.objects.count(), Talk.objects.count()) == (4, 31, 28)


def test_the_same_file_again_changes_nothing():
    brought(FIXTURE)
    before = everything()

    result = brought(FIXTURE)

    assert counts(result) == (0, 0, 33, 0)
    assert everything() == before


def test_series_keep_their_rule_and_take_their_hour_from_it():
    brought(FIXTURE)

    assert list(Series.objects.order_by("slug").values_list("slug", "rule", "local_time")) == [
        ("brnenske-pyvo", "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH", time(19)),
        ("hradecke-pyvo", "", time(18)),
        ("olomoucke-pyvo", "FREQ=MONTHLY;INTERVAL=1;BYDAY=TH;BYSETPOS=-2", time(18)),
        ("prazske-pyvo", "FREQ=MONTHLY;INTERVAL=1;BYDAY=3WE", time(19)),
    ]


def test_past_meetings_are_closed_and_coming_ones_are_drafts():
    brought(FIXTURE)

    coming = Meeting.objects.filter(starts_at__gt=AT).values_list("slug", "state")
    assert sorted(coming) == [
        ("hradecke-pyvo-2025-04-10", "draft"),
        ("prazske-pyvo-2025-02-19", "draft"),
    ]
    assert Meeting.objects.filter(starts_at__lte=AT).exclude(state="closed").count() == 0


def test_a_bare_date_takes_the_hour_of_its_series_and_is_marked():
    brought(FIXTURE)

    meeting = Meeting.objects.get(slug="brnenske-pyvo-2012-01-27")
    assert meeting.starts_at.astimezone(ZoneInfo("Europe/Prague")).time() == time(19)
    assert meeting.time_assumed


def test_a_bare_date_of_a_series_without_any_hour_means_seven():
    brought("series,starts_at_local,timezone\nEvenings,2026-01-15,Asia/Kathmandu\n")

    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2026, 1, 15, 13, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Petr Viktorin", "Petr Viktorin"),
        ("Daniel Milde (Seznam.cz)", "Daniel Milde"),
        ("Jan Matějek, Head of Firmware, Trezor Company", "Jan Matějek"),
        ("Jakub Urban", "Jakub Urban"),
        ("Jan Zmeškal", "Jan Zmeškal"),
        ("Věroš K.", None),
        ("Kokoška P. T.", None),
        ("Peter H", None),
        ("you!", None),
        ("všichni", None),
        ("@kvbik", None),
        ("sha256:fd9f3f0f8e07d220a653add9f7dc9e052a3b232af0ca8c2eedb7aeeb5d62982b", None),
    ],
)
def test_the_printed_name_is_kept_and_only_full_names_become_people(printed, name):
    brought(FIXTURE)

    assert names(printed) == name


def test_the_same_full_name_is_one_person_however_accented():
    brought(FIXTURE)

    printed = Speaking.objects.filter(person__sort_name="zoulek ales").order_by("id")
    assert [row.printed_name for row in printed] == ["Ales Zoulek", "Aleš Zoulek"]
    assert len({row.person_id for row in printed}) == 1


def test_a_member_of_that_name_is_the_speaker_and_two_of_them_are_not():
    member = people.create(name="Jane Roe", by=None, at=AT)
    for _twin in range(2):
        people.create(name="John Doe", by=None, at=AT)

    brought(HEAD + "Evenings,,2026-01-15,UTC,,,,Time,Jane Roe; John Doe\n")

    assert Person.objects.get(name="Jane Roe", speakings__isnull=False) == member
    assert Person.objects.filter(name="John Doe").count() == 3


def test_two_meetings_on_one_day_have_two_addresses():
    brought("series,starts_at_local\nA,2026-01-15 10:00\nA,2026-01-15 18:00\n")

    slugs = Meeting.objects.order_by("starts_at").values_list("slug", flat=True)
    assert list(slugs) == ["a-2026-01-15", "a-2026-01-15-2"]


def test_the_same_title_twice_in_a_meeting_is_two_talks():
    text = "series,starts_at_local,talk,speakers\nA,2026-01-15,Open,Max\nA,2026-01-15,Open,Eve\n"

    brought(text)

    assert counts(brought(text)) == (0, 0, 2, 0)
    assert Talk.objects.count() == 2


def test_a_search_finds_talk_speaker_and_place_without_accents():
    brought(FIXTURE)

    for word in ("sqlalchemy", "viktorin", "kavern", "nosql"):
        assert Meeting.objects.filter(search_text__contains=word).exists(), word


def test_a_changed_cell_updates_its_row_and_no_other():
    brought(FIXTURE)
    text = FIXTURE.read_text().replace("Zpátky do školy", "Zpátky").replace("Argos", "Argus")

    result = brought(text)

    assert counts(result) == (1, 1, 31, 0)
    assert Meeting.objects.get(slug="olomoucke-pyvo-2019-08-28").topic == "Zpátky"


def test_a_missing_column_keeps_and_an_empty_cell_clears():
    brought(HEAD + "A,,2026-01-15,UTC,Clocks,The Inn,Town,Time,Jane Roe\n")

    brought("series,starts_at_local,topic,talk,speakers\nA,2026-01-15,,Time,\n")

    meeting = Meeting.objects.get()
    assert (meeting.topic, meeting.venue.name) == ("", "The Inn")
    assert Speaking.objects.count() == 0


def test_one_broken_row_keeps_everything_out():
    text = FIXTURE.read_text().replace("2018-09-06 18:00", "6.9.2018", 1)

    result = brought(text)

    assert [(each.row, each.column) for each in result.errors] == [(32, "starts_at_local")]
    assert (Meeting.objects.count(), Person.objects.count()) == (0, 0)


def test_an_announced_meeting_is_not_moved_behind_peoples_backs():
    brought("series,starts_at_local\nA,2026-01-15 18:00\n")
    Meeting.objects.update(state="published", published_at=AT)

    result = brought("series,starts_at_local\nA,2026-01-15 20:00\n")

    assert [(each.row, each.column) for each in result.errors] == [(2, "starts_at_local")]


def test_a_dry_run_tells_and_writes_nothing():
    result = brought(FIXTURE, dry_run=True)

    assert counts(result) == (33, 0, 0, 0)
    assert Meeting.objects.count() == 0


def test_the_command_ends_with_one_line_of_json(capsys):
    call_command("import_meetings", str(FIXTURE))

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told == {"created": 33, "updated": 0, "unchanged": 0, "errors": []}


def test_the_command_fails_with_status_1_and_names_the_cell(tmp_path, capsys):
    broken = tmp_path / "broken.csv"
    broken.write_text("series,starts_at_local\nA,soon\n")

    with pytest.raises(SystemExit) as stopped:
        call_command("import_meetings", str(broken))

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert stopped.value.code == 1
    assert (told["created"], told["errors"][0]["row"], told["errors"][0]["column"]) == (
        0,
        2,
        "starts_at_local",
    )


@pytest.mark.skipif(not REAL.exists(), reason=f"the real file is not at {REAL}")
def test_fifteen_years_of_four_real_series_come_in_within_ten_seconds():
    started = datetime.now(UTC)
    result = brought(REAL)
    took = datetime.now(UTC) - started

    assert counts(result) == (997, 0, 0, 0)
    assert counts(brought(REAL)) == (0, 0, 997, 0)
    assert Counter(Meeting.objects.values_list("series__slug", flat=True)).total() == 446
    assert took.total_seconds() < 10
