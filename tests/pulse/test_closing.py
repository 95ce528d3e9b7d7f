"""Closing well: who is asked, what is kept by whom, what is taken back, what a successor reads."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from events.models import Meeting, Series, Talk, Venue
from members.models import Person
from network.models import Participant, Tie
from outbox.models import Message
from pulse.actions import closing as actions
from pulse.exports.farewell import contact_cards, contact_cells, contacts, talks_archive
from pulse.letters.closing import link
from pulse.models import Closing, Farewell, FarewellFriend
from pulse.queries import closing as queries
from tests.events.scenes import a_draft, a_letterhead
from tests.members.factories import a_login, a_member, a_person
from tests.security.scene import seated

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = NOW.date()
END = TODAY + timedelta(days=60)
EVERYBODY, CHOSEN = Farewell.Audience.EVERYBODY, Farewell.Audience.CHOSEN


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    a_letterhead()


@pytest.fixture
def president() -> Person:
    person = a_member("A President", "president@example.org", start=date(2026, 1, 1))
    a_login(person, "president@example.org")
    seated(person, "President", "Board admin")
    return person


@pytest.fixture
def closing(president) -> Closing:
    return actions.announce(ends_on=END, reason="Nobody is left.", by=president, at=NOW)


def somebody(name: str, **fields) -> Person:
    address = f"{name.split()[-1].lower()}@example.org"
    known = {"phone": f"+49 {len(name)}", "city": "Ghent", "employer": f"{name} Works"}
    return a_member(name, address, start=date(2026, 1, 1), **(known | fields))


def lapsed(name: str, *, findable: bool) -> Person:
    person = a_member(name, f"{name.split()[-1].lower()}@example.org", start=date(2020, 1, 1))
    Participant.objects.create(person=person, told_at=NOW, findable=findable)
    return person


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def say(closing, person, shows=("email",), audience=EVERYBODY, successor=False):
    return actions.say(
        closing=closing, person=person, shows=shows, audience=audience, to_successor=successor,
        at=NOW,
    )  # fmt: skip


def book_of(closing, reader) -> dict[str, dict[str, str]]:
    return {one["name"]: one for one in contacts(queries.book(closing, reader))}


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to", flat=True))


# -- Who is asked --------------------------------------------------------------


def test_members_are_told_and_former_ones_who_let_themselves_be_found(president):
    somebody("A Member")
    lapsed("A Findable", findable=True)
    lapsed("A Hidden", findable=False)
    a_person("A Guest", "guest@example.org")

    actions.announce(ends_on=END, reason="So it is.", by=president, at=NOW)

    assert told(actions.ANNOUNCED) == {
        "president@example.org", "member@example.org", "findable@example.org",
    }  # fmt: skip


def test_people_get_time_to_answer(president):
    with pytest.raises(actions.NotPossible, match="15 July 2026 or later"):
        actions.announce(ends_on=TODAY + timedelta(days=29), reason="x", by=president, at=NOW)


def test_one_end_at_a_time(closing, president):
    with pytest.raises(actions.NotPossible, match="announced already"):
        actions.announce(ends_on=END, reason="x", by=president, at=NOW)


# -- What is kept by whom ------------------------------------------------------


def test_who_says_nothing_is_in_nobodys_book(closing):
    reader = somebody("A Reader")
    somebody("A Silent")

    assert book_of(closing, reader) == {}


def test_what_is_shown_is_what_was_ticked_and_no_more(closing):
    reader, one = somebody("A Reader"), somebody("An Open")
    say(closing, one, ["phone"])

    (entry,) = book_of(closing, reader).values()

    assert entry == {"name": "An Open", "phone": one.phone, "email": "", "city": "",
                     "employer": "", "postal_address": ""}  # fmt: skip


@pytest.mark.parametrize(
    ("shows", "audience", "chosen", "kept"),
    [
        ([], EVERYBODY, True, False),
        ([], CHOSEN, True, False),
        (["email"], EVERYBODY, False, True),
        (["email"], EVERYBODY, True, True),
        (["email"], CHOSEN, False, False),
        (["email"], CHOSEN, True, True),
    ],
)
def test_the_book_holds_whom_it_may(closing, shows, audience, chosen, kept):
    reader, one = somebody("A Reader"), somebody("Another")
    say(closing, one, shows, audience)
    if chosen:
        actions.choose(closing=closing, person=one, friend=reader, at=NOW)

    assert ("Another" in book_of(closing, reader)) is kept


def test_to_choose_somebody_shows_them_nothing_by_itself(closing):
    reader, one = somebody("A Reader"), somebody("Another")

    actions.choose(closing=closing, person=one, friend=reader, at=NOW)

    assert book_of(closing, reader) == {}


def test_to_be_chosen_gives_nothing_away(closing):
    chooser, quiet = somebody("A Chooser"), somebody("A Quiet")
    say(closing, chooser)
    actions.choose(closing=closing, person=chooser, friend=quiet, at=NOW)

    assert book_of(closing, chooser) == {}


def test_who_is_taken_off_again_does_not_keep_it(closing):
    reader, one = somebody("A Reader"), somebody("Another")
    say(closing, one, audience=CHOSEN)
    actions.choose(closing=closing, person=one, friend=reader, at=NOW)
    actions.drop(closing=closing, person=one, friend=reader)

    assert book_of(closing, reader) == {}


def test_a_successor_may_write_only_to_who_said_so(closing):
    for name, shows, yes in (("A Yes", ["email"], True), ("A No", ["email"], False),
                             ("An Empty", [], True)):  # fmt: skip
        say(closing, somebody(name), shows, successor=yes)

    rows = [one.person.name for one in queries.for_successor(closing)]

    assert rows == ["A Yes"]


def test_the_dead_and_the_merged_are_in_no_book(closing):
    reader, one, two = (somebody(name) for name in ("A Reader", "A Dead", "A Merged"))
    for person in (one, two):
        say(closing, person)
    Person.objects.filter(pk=one.pk).update(deceased_on=TODAY)
    Person.objects.filter(pk=two.pk).update(merged_into=reader)

    assert book_of(closing, reader) == {}


# -- Whom one may choose -------------------------------------------------------


def test_a_member_chooses_among_all_who_are_asked_those_met_first(closing, president):
    me, met = somebody("A Me"), somebody("Zoe Met")
    somebody("Bo Unmet")
    for person in (me, met):
        Participant.objects.create(person=person, told_at=NOW)
    low, high = sorted((me.pk, met.pk))
    Tie.objects.create(
        low_id=low, high_id=high, strength=1.0, contacts=3, first_on=TODAY, last_on=TODAY
    )

    names = [one.name for one in queries.to_choose_from(me, "", TODAY)]

    assert names[0] == "Zoe Met"
    assert set(names) == {"Zoe Met", "Bo Unmet", "A President"}


def test_who_left_sees_only_names_of_those_they_met(closing):
    former = lapsed("A Former", findable=True)
    somebody("A Stranger")

    assert list(queries.to_choose_from(former, "", TODAY)) == []


# -- Taken back ----------------------------------------------------------------


def test_taken_back_everybody_is_told_and_what_was_said_is_gone(closing, president):
    member = somebody("A Member")
    say(closing, member)

    actions.take_back(closing=closing, by=president, at=NOW)

    assert not Farewell.objects.exists()
    assert "member@example.org" in told(actions.TAKEN_BACK)
    assert queries.standing() is None
    left = Message.objects.filter(kind=actions.ANNOUNCED).exclude(state="superseded")
    assert not left.exists()


def test_after_the_books_are_out_it_is_not_taken_back(closing, president, time_machine):
    later = NOW + timedelta(days=61)
    time_machine.move_to(later, tick=False)
    actions.give(closing=closing, at=later)

    with pytest.raises(actions.NotPossible, match="given out"):
        actions.take_back(closing=closing, by=president, at=later)


# -- Given out -----------------------------------------------------------------


def test_before_the_day_nothing_goes_out(closing):
    assert actions.give_due(at=NOW + timedelta(days=59)) == 0


def test_on_the_day_everybody_gets_a_letter_once(closing):
    somebody("A Member")
    on_the_day = NOW + timedelta(days=60)

    first, again = actions.give_due(at=on_the_day), actions.give_due(at=on_the_day)

    assert (first, again) == (2, 0)
    assert told(actions.BOOKS) == {"president@example.org", "member@example.org"}


def test_the_contacts_come_back_into_another_house(closing, tmp_path):
    reader, one = somebody("A Reader"), somebody("An Open", city="=Ghent")
    say(closing, one, Farewell.Shows.values)
    (row,) = contact_cells(queries.book(closing, reader))
    file = tmp_path / "contacts.csv"
    file.write_text("name,email,phone,employer,city,postal_address\n" + ",".join(row) + "\n")
    address = one.emails.get().address
    one.emails.all().delete()
    Person.objects.filter(pk=one.pk).update(name="Gone", sort_name="gone", search_text="")

    call_command("import_members", str(file))

    back = Person.objects.get(emails__address=address)
    assert (back.name, back.phone, back.city, back.employer) == (
        "An Open", one.phone, "=Ghent", one.employer,
    )  # fmt: skip
    assert row[4] == "'=Ghent"


def test_the_cards_are_whole_and_nothing_breaks_out_of_a_line(closing):
    reader, one = somebody("A Reader"), somebody("An Open")
    Person.objects.filter(pk=one.pk).update(
        name="Ö; \\ Name,\nEND:VCARD", postal_address="Quay 1\nNorthport"
    )
    say(closing, one, Farewell.Shows.values)

    text = contact_cards(queries.book(closing, reader)).decode()

    assert text.split("\r\n").count("END:VCARD") == 1
    assert "FN:Ö\\; \\\\ Name\\,\\nEND:VCARD\r\n" in text
    assert "ADR:;;Quay 1 Northport;;;;\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_talks_come_back_into_another_house(closing, tmp_path):
    meeting = a_draft(-40, topic="=Kites, and <wind>")
    meeting.venue = Venue.objects.create(name="The Boathouse", city="Northport")
    meeting.state, meeting.closed_at = "closed", NOW
    meeting.save()
    talk = Talk.objects.create(meeting=meeting, title="How they fly")
    meeting.speakings.create(talk=talk, printed_name="Ada Example (Kite Works)")
    before = told_of(meeting)
    box = zipfile.ZipFile(io.BytesIO(talks_archive(Meeting.objects.all(), "A Guild")))
    file = tmp_path / "meetings.csv"
    file.write_bytes(box.read("meetings.csv"))
    Meeting.objects.all().delete()
    Series.objects.all().delete()

    call_command("import_meetings", str(file), "--dry-run")
    assert not Meeting.objects.exists()
    call_command("import_meetings", str(file))

    assert told_of(Meeting.objects.get()) == before
    page = box.read("2026.html").decode()
    assert "&lt;wind&gt;" in page
    assert "Ada Example (Kite Works)" in page
    assert set(box.namelist()) == {"style.css", "index.html", "2026.html", "meetings.csv"}


def told_of(meeting: Meeting) -> tuple:
    speakings = [(one.printed_name, one.talk.title) for one in meeting.speakings.all()]
    return meeting.series.name, meeting.starts_at, meeting.topic, meeting.venue.name, speakings


# -- The pages -----------------------------------------------------------------


def test_the_wizard_asks_twice_before_anybody_is_told(president):
    client, form = browser(president), {"ends_on": END, "reason": "Nobody is left."}

    look = client.post(reverse("closing"), form)
    assert "A last look" in look.content.decode()
    assert not Closing.objects.exists()
    client.post(reverse("closing"), form | {"sure": "1"})

    assert Closing.objects.get().ends_on == END
    assert "0 of 1 have answered" in client.get(reverse("closing")).content.decode()


def test_a_day_too_soon_is_refused_in_words(president):
    form = {"ends_on": TODAY, "reason": "Now.", "sure": "1"}

    answer = browser(president).post(reverse("closing"), form)

    assert answer.status_code == 422
    assert "Give people time to answer" in answer.content.decode()


def test_other_officers_do_not_end_the_association():
    keeper = a_member("A Keeper", "keeper@example.org", start=date(2026, 1, 1))
    a_login(keeper, "keeper@example.org")
    seated(keeper, "Membership chair", "Membership")

    assert browser(keeper).get(reverse("closing")).status_code == 403


def test_home_leads_to_ones_own_page_and_what_is_said_stands(closing):
    member = somebody("A Member")
    a_login(member, "member@example.org")
    client = browser(member)

    assert "ends on 14 August 2026" in client.get(reverse("home")).content.decode()
    page = client.get(reverse("farewell-mine"), follow=True)
    path = page.redirect_chain[-1][0]
    client.post(path, {"shows": ["email"], "audience": "everybody"})

    said = Farewell.objects.get()
    assert (said.person, said.shows, said.audience, said.to_successor) == (
        member, ["email"], "everybody", False,
    )  # fmt: skip


def test_somebody_is_chosen_by_the_link_alone(closing, client):
    former, member = lapsed("A Former", findable=True), somebody("A Member")
    Participant.objects.create(person=member, told_at=NOW)
    low, high = sorted((former.pk, member.pk))
    Tie.objects.create(
        low_id=low, high_id=high, strength=1.0, contacts=3, first_on=TODAY, last_on=TODAY
    )
    token = link(closing, former, NOW)

    page = client.get(reverse("farewell-friends", args=[token]), {"q": "memb"})
    client.post(reverse("farewell-choose", args=[token]), {"person": str(member.uid)})

    assert "A Member" in page.content.decode()
    assert FarewellFriend.objects.get().friend == member
    assert "A Member" in client.get(reverse("farewell", args=[token])).content.decode()


def test_nobody_is_chosen_whom_one_may_not_see(closing, client):
    former, stranger = lapsed("A Former", findable=True), somebody("A Stranger")
    path = reverse("farewell-choose", args=[link(closing, former, NOW)])

    assert client.post(path, {"person": str(stranger.uid)}).status_code == 404
    assert client.post(path, {"person": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["farewell-csv", "farewell-vcf", "farewell-talks"])
def test_books_open_once_given_out_and_to_a_genuine_link(closing, client, name, time_machine):
    member = somebody("A Member")
    path = reverse(name, args=[link(closing, member, NOW)])
    assert client.get(path).status_code == 404

    later = NOW + timedelta(days=60)
    time_machine.move_to(later, tick=False)
    actions.give(closing=closing, at=later)

    assert client.get(path).status_code == 200
    assert client.get(path.replace(path.split("/")[2], "forged")).status_code == 404
    time_machine.move_to(later + timedelta(days=200), tick=False)
    assert client.get(path).status_code == 410


def test_taken_back_the_links_lead_nowhere(closing, president, client):
    path = reverse("farewell", args=[link(closing, president, NOW)])
    actions.take_back(closing=closing, by=president, at=NOW)

    assert client.get(path).status_code == 404
