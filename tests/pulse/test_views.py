"""The pulse in an officer's hands."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from openpyxl import load_workbook

from kit.models import Export
from members.actions import memberships
from network.models import Participant
from outbox.rendering import preview
from pulse.actions import followups
from pulse.models import FollowUp
from pulse.queries.annual import annual
from roles.models import Term
from tests.events.cast import an_officer, browser
from tests.events.scenes import NOON, a_letterhead, a_login, letters
from tests.events.test_reports_opened import needs, plain, run
from tests.network.cast import TODAY, an_evening
from tests.pulse.test_queries import a_tie, joined, twelve_evenings

pytestmark = pytest.mark.django_db
FILES = ("pulse-csv", "pulse-xlsx", "pulse-pack", "pulse-annual")


@pytest.fixture
def desk():
    a_letterhead()
    with time_machine.travel(NOON, tick=False):
        yield browser(an_officer("A Chair", "Membership"))


def test_an_officer_goes_from_a_reason_to_a_logged_call_and_back(desk):
    joined("New Silent", TODAY - timedelta(days=100))
    followups.notice(today=TODAY, at=NOON)
    call = FollowUp.objects.get()
    before = desk.get(reverse("pulse-calls")).text

    desk.post(reverse("pulse-call-take", args=[call.pk]))
    desk.post(reverse("pulse-call-done", args=[call.pk]), {"outcome": "comes on Tuesday"})
    done = desk.get(reverse("pulse-calls"), {"box": "done"}).text
    desk.post(reverse("pulse-call-reopen", args=[call.pk]))
    call.refresh_from_db()

    assert "Joined on 7 March 2026, and not seen yet." in before
    assert "comes on Tuesday" in done
    assert (call.state, call.outcome, call.settled_at) == ("open", "", None)


def test_a_call_is_put_off_and_comes_back(desk):
    joined("New Silent", TODAY - timedelta(days=100))
    followups.notice(today=TODAY, at=NOON)

    desk.post(reverse("pulse-call-later", args=[FollowUp.objects.get().pk]))
    off = FollowUp.objects.get().state
    followups.notice(today=TODAY + timedelta(days=14), at=NOON + timedelta(days=14))

    assert (off, FollowUp.objects.get().state) == ("snoozed", "open")


def test_every_sign_opens_its_names(desk):
    joined("New One", TODAY - timedelta(days=10))
    page = desk.get(reverse("pulse"))

    names = {
        sign.key: desk.get(reverse("pulse-names", args=[sign.key])).status_code
        for sign in page.context["seen"].signs
    }

    assert set(names.values()) == {200}
    assert "New One" in desk.get(reverse("pulse-names", args=["new"])).text


@pytest.mark.parametrize("words", [{"on": "yesterday"}, {"on": "9999-99-99"}, {"kind": "\x01"}])
def test_nonsense_in_the_address_shows_today(desk, words):
    assert desk.get(reverse("pulse"), words).context["asked"].day == TODAY


def test_an_unknown_sign_is_not_found(desk):
    assert desk.get(reverse("pulse-names", args=["nothing"])).status_code == 404


def test_the_signs_as_a_file_are_recorded(desk):
    text = b"".join(desk.get(reverse("pulse-csv"))).decode()

    assert text.splitlines()[0] == "sign,value,part,whole,rule,as_at"
    assert len(text.splitlines()) == 13


def test_the_sheet_holds_the_signs_as_typed_cells(desk, tmp_path):
    joined("New One", TODAY - timedelta(days=10))
    book = tmp_path / "pulse.xlsx"
    book.write_bytes(desk.get(reverse("pulse-xlsx")).getvalue())

    head, *rows = load_workbook(book).active.iter_rows(values_only=True)

    assert head == ("sign", "value", "part", "whole", "rule", "as_at")
    assert [row[:4] for row in rows if row[0] == "Reach"] == [("Reach", "0 of 1", 0, 1)]


@needs("pdftotext")
def test_the_board_pack_tells_signs_names_and_reasons(desk, tmp_path):
    resigns = joined("Resigns Now", date(2024, 1, 1))
    joined("Stays On", date(2024, 1, 1))
    memberships.resign(person=resigns, on=TODAY, by=None, at=NOON, reason="moved away")
    paper = tmp_path / "pack.pdf"
    paper.write_bytes(desk.get(reverse("pulse-pack")).content)

    words = plain(run("pdftotext", "-raw", str(paper), "-"))

    for told in ("Retention", "Resigns Now, 15 June 2026: moved away", "1 went of 2 members"):
        assert plain(told) in words
    assert Export.objects.get().what == "pulse 2026-06-15, pdf"


@needs("pdftotext")
def test_the_annual_report_tells_the_year_and_names_office_holders_alone(desk, tmp_path):
    resigns, stays = joined("Resigns Now", date(2024, 1, 1)), joined("Stays On", date(2024, 1, 1))
    memberships.resign(person=resigns, on=TODAY, by=None, at=NOON, reason="moved away")
    for back in (5, 40):
        an_evening(TODAY - timedelta(days=back), stays, resigns)
    paper = tmp_path / "annual.pdf"
    paper.write_bytes(desk.get(reverse("pulse-annual"), {"year": "2026"}).content)

    words = plain(run("pdftotext", "-raw", str(paper), "-"))

    for told in (
        "Annual report 2026",
        "up to 15 June 2026",
        "2 meetings were held",
        "2 people came, 4 times in all",
        "Role of A Chair A Chair",
    ):
        assert plain(told) in words
    assert plain("Resigns Now") not in words
    assert Export.objects.get().what == "annual report 2026"


def test_new_years_eve_and_a_term_that_ended_with_the_year_belong_to_the_year_before(desk):
    stays = joined("Stays On", date(2024, 1, 1))
    an_evening(date(2025, 12, 31), stays)
    term = Term.objects.get()
    Term.objects.filter(pk=term.pk).update(period=DateRange(date(2025, 1, 1), date(2026, 1, 1)))

    before, after = annual(2025, TODAY), annual(2026, TODAY)

    assert (len(before.meetings), before.people, len(before.offices)) == (1, 1, 1)
    assert (len(after.meetings), after.people, after.offices) == (0, 0, {})


def test_the_annual_report_costs_the_same_for_few_and_many(desk, django_assert_num_queries):
    for count in (1, 5):
        people = [joined(f"Member {count} {number}", date(2024, 1, 1)) for number in range(count)]
        for back in range(count):
            an_evening(TODAY - timedelta(days=30 + 10 * count + back), *people)
        with django_assert_num_queries(22):
            annual(2026, TODAY).talks  # noqa: B018


@pytest.mark.parametrize("year", ["", "nonsense", "2027", "9999", "\u0664\u0664\u0664\u0664"])
def test_a_year_that_is_none_is_the_last_whole_one(desk, year):
    named = desk.get(reverse("pulse-annual"), {"year": year})["Content-Disposition"]

    assert named.endswith('"annual-report-2025.pdf"')


def test_a_member_gets_no_file_of_it(desk):
    person = joined("New One", TODAY - timedelta(days=10))
    a_login(person, "new.one@example.org")
    member = browser(person)

    assert [member.get(reverse(name)).status_code for name in FILES] == [403] * len(FILES)


def test_who_looks_after_members_is_told_once_a_day_when_a_regular_falls_silent(desk):
    silent = joined("Falls Silent", date(2024, 1, 1))
    twelve_evenings(silent)
    followups.notice(today=TODAY, at=NOON)
    followups.notice(today=TODAY, at=NOON)

    [letter] = letters("pulse.silence")
    before = preview(letter, NOON)
    followups.hand_over(call=FollowUp.objects.get(), owner=silent)
    after = preview(letter, NOON)

    assert before.subject == "Falls Silent missed two meetings without a word"
    assert "Please call." in before.text
    assert after.note.endswith("Somebody called, or they have come again.")


@pytest.fixture
def friends(desk):
    """Somebody nobody has seen yet, and a member who knows them; both let themselves be named."""
    silent, friend = joined("New Silent", TODAY - timedelta(days=100)), joined("A Friend", TODAY)
    for person in (silent, friend):
        Participant.objects.create(person=person, told_at=NOON, named=True)
    a_tie(silent, friend, 1e9)
    a_login(friend, "a.friend@example.org")
    followups.notice(today=TODAY, at=NOON)
    return silent, friend


def test_a_friend_is_asked_to_call_is_not_told_why_and_says_how_it_was(desk, friends):
    _silent, friend = friends
    call, phone = FollowUp.objects.get(), browser(friend)
    offer = desk.get(reverse("pulse-calls")).text
    desk.post(reverse("pulse-call-ask", args=[call.pk]))
    [letter] = letters("pulse.call")
    asked, panel = preview(letter, NOON), phone.get(reverse("me")).text

    phone.post(reverse("pulse-mine-called", args=[call.pk]), {"outcome": "glad I rang"})
    call.refresh_from_db()

    assert "Ask A Friend to call" in offer
    assert asked.subject == "Would you call New Silent?"
    assert "not seen yet" not in asked.text + panel
    assert "New Silent" in panel
    assert (call.state, call.settled_by, call.outcome) == ("done", friend, "glad I rang")
    assert preview(letter, NOON).note.endswith("Somebody called, or somebody else is asked.")


def test_a_friend_passes_it_back_and_nobody_else_touches_it(desk, friends):
    _silent, friend = friends
    call = FollowUp.objects.get()
    stranger = joined("A Stranger", TODAY)
    a_login(stranger, "stranger@example.org")
    desk.post(reverse("pulse-call-ask", args=[call.pk]))

    refused = browser(stranger).post(reverse("pulse-mine-called", args=[call.pk]))
    browser(friend).post(reverse("pulse-mine-back", args=[call.pk]))
    call.refresh_from_db()

    assert refused.status_code == 404
    assert (call.state, call.owner) == ("open", None)


def test_whoever_does_not_let_themselves_be_named_is_proposed_to_nobody(desk, friends):
    Participant.objects.filter(person=friends[1]).update(named=False)

    page = desk.get(reverse("pulse-calls")).text
    desk.post(reverse("pulse-call-ask", args=[FollowUp.objects.get().pk]))

    assert "Ask A Friend to call" not in page
    assert not letters("pulse.call")
