"""The archive: by year, speaker and topic, searchable, the same cost for few and many."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from events.actions import speakers
from events.actions.imports import import_meetings
from events.actions.refusals import NotPossible
from events.models import Meeting, Speaking
from members.models import Person
from tests.events.cast import an_officer, browser
from tests.events.scenes import NOON, a_letterhead, a_login, a_member

pytestmark = pytest.mark.django_db
FIXTURE = Path(__file__).parent.parent / "fixtures" / "monthly_meetings.csv"
HEAD = "series,starts_at_local,timezone,topic,talk,speakers\n"


@pytest.fixture(autouse=True)
def _today():
    a_letterhead()
    with time_machine.travel(NOON, tick=False):
        yield


def bring(data=None):
    data = (HEAD + data).encode() if data else FIXTURE.read_bytes()
    import_meetings(data=data, filename="meetings.csv", by=None, at=NOON)


def page(address="/archive/", client=None, **query):
    response = (client or browser()).get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_archive_says_what_comes():
    assert "The archive is still empty" in page()


def test_years_lead_to_their_meetings():
    bring()

    shown = page(year="2017")

    assert 'year=2019">2019 <span class="muted small">4</span>' in shown
    assert shown.count("<article") == 6
    assert "Jak se těží Bitcoin" in shown


def test_a_year_is_that_of_the_meetings_own_clock():
    bring("Night,2026-01-01 00:30,Asia/Kathmandu,New year,,\n")

    assert page(year="2026").count("<article") == 1


@pytest.mark.parametrize(
    ("words", "number"),
    [("heartbleed", 1), ("viktorin", 2), ("KAVERNE", 1), ("bitcoin věnečku", 1), ("nothing", 0)],
)
def test_a_search_needs_no_accents_and_finds_all_words(words, number):
    bring()

    assert page(q=words).count("<article") == number


def test_known_speakers_lead_to_their_talks_and_other_names_stay_text():
    bring()
    speaker = Person.objects.get(name="Petr Viktorin")

    shown = page(year="2012")

    assert f'<a href="/archive/speakers/{speaker.uid}/">Petr Viktorin</a>' in shown
    assert "yed podtrzitko</a>" not in shown
    assert "yed podtrzitko" in shown


def test_the_page_of_a_speaker_shows_the_printed_name_and_all_talks():
    bring()
    speaker = Person.objects.get(name="Petr Viktorin")
    Person.objects.filter(pk=speaker.pk).update(name="Somebody Renamed")

    shown = page(f"/archive/speakers/{speaker.uid}/")

    assert "Povídání o SQLAlchemy" in shown
    assert "Zákeřný eval()" in shown
    assert "Somebody Renamed" not in shown


def test_a_person_who_never_spoke_in_public_has_no_page():
    bring()
    member = a_member("A Member")
    Meeting.objects.update(visibility="members")
    spoke = Person.objects.get(name="Petr Viktorin")

    for uid in (member.uid, spoke.uid):
        assert browser().get(f"/archive/speakers/{uid}/").status_code == 404


def test_drafts_and_meetings_for_members_are_not_public():
    bring("A,2026-07-20,UTC,To come,,\nA,2026-01-20,UTC,Among us,,\n")
    Meeting.objects.filter(topic="Among us").update(visibility="members")
    member = a_member("A Member")
    a_login(member, "member@example.org")

    assert page().count("<article") == 0
    assert page(client=browser(member)).count("<article") == 1


def test_speakers_and_topics_have_lists_of_their_own():
    bring()

    assert "Petr Viktorin" in page("/archive/speakers/", q="vikt")
    assert "Machine Learning" in page("/archive/topics/", q="machine")


@pytest.mark.parametrize("address", ["/archive/", "/archive/speakers/", "/archive/topics/"])
def test_the_archive_only_shows(address):
    bring()

    assert browser().post(address).status_code == 405
    assert browser().get(address, {"year": "no", "page": "x", "q": "x" * 500}).status_code == 200


@pytest.mark.parametrize("number", [1, 3, 20])
def test_the_page_costs_nine_queries_for_few_and_many(number, django_assert_num_queries):
    bring(
        "".join(
            f"A,2025-01-{n:02} 19:00,UTC,T{n},Talk {n},Jane Roe\n" for n in range(1, number + 1)
        )
    )
    page()

    with django_assert_num_queries(9):
        page()


def test_two_people_of_one_name_are_told_apart_by_an_organizer():
    bring("A,2025-01-20,UTC,,One,Jane Roe\nA,2025-02-20,UTC,,Two,Jane Roe\n")
    jane, second = Person.objects.get(name="Jane Roe"), Speaking.objects.get(talk__title="Two")
    client = browser(an_officer("An Organizer", "Organizer"))
    assert "One" in page(f"/archive/speakers/{jane.uid}/split/", client)

    answer = client.post(f"/archive/speakers/{jane.uid}/split/", {"speaking": [second.pk]})

    second.refresh_from_db()
    assert answer["Location"] == f"/archive/speakers/{second.person.uid}/"
    assert (second.person.name, second.person != jane) == ("Jane Roe", True)


def test_a_split_of_all_or_nothing_is_refused():
    bring("A,2025-01-20,UTC,,One,Jane Roe\n")
    jane, only = Person.objects.get(name="Jane Roe"), Speaking.objects.get()

    for chosen in ([], [only.pk]):
        with pytest.raises(NotPossible):
            speakers.split(person=jane, speakings=chosen, by=None, at=datetime.now(UTC))


def test_a_member_cannot_split():
    bring("A,2025-01-20,UTC,,One,Jane Roe\nA,2025-02-20,UTC,,Two,Jane Roe\n")
    member = a_member("A Member")
    a_login(member, "member@example.org")
    jane = Person.objects.get(name="Jane Roe")

    answer = browser(member).post(f"/archive/speakers/{jane.uid}/split/", {"speaking": ["1"]})

    assert (answer.status_code, Person.objects.filter(name="Jane Roe").count()) == (404, 1)
