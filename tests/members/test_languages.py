"""Who reads which language: by choice, by cookie, by browser; and letters by their reader."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from kit.clock import hours
from members.actions import lapses, people
from members.models import Person, User
from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message
from tests.members.factories import a_login, a_member, a_person

AT = datetime(2026, 6, 1, 10, tzinfo=UTC)
GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
PROFILE = {"name": "A Member", "language": "de"}

pytestmark = pytest.mark.django_db


def language(response) -> str:
    """The language the page says it is in."""
    return re.search(r'<html lang="([\w-]+)"', response.content.decode())[1]


@pytest.fixture
def member(client):
    """Signed in, without a choice of language."""
    person = a_person("A Member", "member@example.org")
    client.force_login(a_login(person, "member@example.org"))
    return person


def chosen(person: Person, code: str) -> Person:
    people.edit(person=person, language=code, by=None, at=timezone.now())
    return person


def test_a_german_browser_gets_german_pages(client):
    page = client.get("/meetings/", headers=GERMAN)

    assert (language(page), page["Content-Language"]) == ("de", "de")
    assert "Treffen" in page.content.decode()


def test_a_browser_of_another_language_gets_english(client):
    assert language(client.get("/meetings/", headers={"accept-language": "fi"})) == "en"


def test_a_stranger_chooses_and_keeps_the_choice(client):
    answer = client.post(
        "/language/", {"language": "de"}, headers={"referer": "http://testserver/meetings/"}
    )

    assert (answer.status_code, answer.url) == (302, "http://testserver/meetings/")
    assert language(client.get("/meetings/")) == "de"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_choice_never_leads_to_another_site(client, elsewhere):
    answer = client.post("/language/", {"language": "de", "next": elsewhere})

    assert answer.url == "/"


def test_an_unknown_language_changes_nothing(client):
    client.post("/language/", {"language": "xx"})

    assert language(client.get("/meetings/")) == "en"


def test_a_link_does_not_choose(client):
    assert client.get("/language/?language=de").status_code == 405


def test_the_choice_of_a_person_wins_over_the_browser(client, member):
    chosen(member, "en")

    page = client.get("/me/", headers=GERMAN)

    assert (language(page), page["Content-Language"]) == ("en", "en")
    assert 'class="languages"' not in page.content.decode()


def test_without_a_choice_the_browser_decides(client, member):
    page = client.get("/me/", headers=GERMAN)

    assert language(page) == "de"
    assert 'class="languages"' in page.content.decode()


def test_a_language_no_longer_offered_is_as_none(client, member):
    Person.objects.filter(pk=member.pk).update(language="eo")

    assert language(client.get("/me/")) == "en"


def test_a_member_chooses_on_the_profile_and_history_keeps_it(client, member):
    client.post("/me/profile/", PROFILE)

    kept = member.events.order_by("pgh_id").values_list("language", flat=True)
    assert list(kept)[-1] == "de"
    assert language(client.get("/me/")) == "de"


def test_a_choice_adds_no_query_to_a_page(client, member):
    counts = []
    for code in ("", "de", "de"):
        chosen(member, code)
        with CaptureQueriesContext(connection) as queries:
            client.get("/me/")
        counts.append(len(queries))

    assert counts[1] == counts[2] <= counts[0]


def test_the_desk_speaks_german(client):
    client.force_login(User.objects.create_superuser("operator@example.org"))

    page = client.get("/admin/members/person/", headers=GERMAN)

    assert language(page) == "de"
    assert "Menschen" in page.content.decode()


@pytest.fixture
def released():
    return Letterhead.objects.create(
        name="The Association", sender="office@example.org", signer_name="The Chair",
        reply_to="office@example.org", founded_at=AT, released_at=datetime(2020, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def test_each_letter_of_a_round_speaks_its_readers_language(released):
    start = datetime(2025, 7, 25, tzinfo=UTC).date()
    chosen(a_member("Ada Tester", "ada@example.org", start=start), "de")
    a_member("Bob Tester", "bob@example.org", start=start)
    lapses.announce(today=AT.date(), at=AT)

    deliver_due(at=AT)

    letters = Message.objects.filter(kind="membership.notice").order_by("to")
    assert ["24. Juli 2026" in letters[0].text, "24 July 2026" in letters[1].text] == [True, True]
    assert [re.search(r'lang="(\w+)"', letter.html)[1] for letter in letters] == ["de", "en"]


def test_who_chose_none_reads_the_associations_language(released):
    Letterhead.objects.update(locale="de")
    start = datetime(2025, 7, 25, tzinfo=UTC).date()
    a_member("Bob Tester", "bob@example.org", start=start)
    lapses.announce(today=AT.date(), at=AT)

    deliver_due(at=AT)

    assert "24. Juli 2026" in Message.objects.get(kind="membership.notice").text


def test_hours_are_said_as_the_language_says_them():
    start, end = AT.replace(hour=19, minute=0), AT.replace(hour=21, minute=0)

    with override("de"):
        assert hours(start, end) == "19:00–21:00 Uhr"
    with override("en"):
        assert hours(start, end) == "7 p.m.–9 p.m."
