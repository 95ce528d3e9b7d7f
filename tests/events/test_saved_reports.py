"""Reports kept under a name: days that move on, letters on the first, to who may see them."""

from datetime import date, timedelta

import pytest
import time_machine

from events.actions import saved_reports
from events.actions.refusals import NotPossible
from events.models import SavedReport
from events.queries.reports import REPORTS
from events.rules.reports import days_of
from kit.models import Export
from outbox.delivery import to_email
from outbox.models import Message
from outbox.rendering import compose, preview
from roles.models import Term
from tests.events.cast import an_officer, browser
from tests.events.scenes import NOON, a_letterhead, a_meeting, members, say
from tests.events.test_reports import held

pytestmark = [pytest.mark.broad, pytest.mark.django_db]
# Nine in the morning in Berlin is seven in UTC.
FIRST = NOON.replace(month=7, day=1, hour=7)


@pytest.fixture(autouse=True)
def _tonight():
    a_letterhead()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def organizer():
    return an_officer("An Organizer", "Organizer")


def kept(organizer, *readers, **fields) -> SavedReport:
    values = {"report": "people", "name": "Who came", "kind": "talk", "span": "month", "q": ""}
    return saved_reports.save(
        **values | fields, readers=readers or [organizer], by=organizer, at=NOON
    )


def mailed() -> list[Message]:
    return list(Message.objects.filter(kind="report.monthly").order_by("id"))


@pytest.mark.parametrize(
    ("span", "today", "days"),
    [
        ("month", date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        ("month", date(2026, 1, 1), (date(2025, 12, 1), date(2025, 12, 31))),
        ("year", date(2028, 2, 29), (date(2027, 2, 28), date(2028, 2, 29))),
        ("calendar", date(2026, 1, 1), (date(2026, 1, 1), date(2026, 1, 1))),
        ("all", date(2026, 1, 1), (None, None)),
    ],
)
def test_days_of_a_span(span, today, days):
    assert days_of(span, today) == days


def test_the_address_of_a_kept_report_moves_with_the_calendar(organizer):
    saved = kept(organizer, q="ann")
    page = browser(organizer)

    found = page.get(f"/reports/saved/{saved.uid}/")

    assert found.url == "/reports/people/?kind=talk&first=2026-05-01&last=2026-05-31&q=ann"
    assert page.get(found.url).status_code == 200


@pytest.mark.parametrize(
    ("at", "letters"),
    [
        (NOON, 0),
        (FIRST - timedelta(minutes=11), 0),
        (FIRST, 1),
        (FIRST + timedelta(days=9), 1),
    ],
)
def test_it_is_mailed_from_nine_on_the_first(organizer, at, letters):
    kept(organizer)

    assert saved_reports.queue_due(at=at) == letters
    assert saved_reports.queue_due(at=at + timedelta(minutes=10)) == 0
    assert len(mailed()) == letters


def test_after_an_outage_the_newest_month_alone(organizer):
    kept(organizer)

    for month in (9, 10):
        saved_reports.queue_due(at=FIRST.replace(month=month))

    assert [letter.about["day"] for letter in mailed()] == ["2026-09-01", "2026-10-01"]


def test_the_letter_has_the_file_and_the_link(organizer):
    _meeting, came, *_others = held()
    saved = kept(organizer, span="calendar")
    saved_reports.queue_due(at=FIRST)

    shown = preview(mailed()[0], FIRST)

    assert shown.subject == "Report: Who came"
    assert "6 lines." in shown.text
    assert f"/reports/saved/{saved.uid}/" in shown.text
    assert came.name not in shown.text


def test_the_file_leaves_with_the_letter(organizer):
    _meeting, came, *_others = held()
    kept(organizer, span="calendar")
    saved_reports.queue_due(at=FIRST)

    letter = to_email(compose(mailed()[0], FIRST, None), mailed()[0], FIRST)

    ((name, content, kind),) = letter.attachments
    assert (name, kind) == ("people-2026-07-01.csv", "text/csv; charset=utf-8")
    assert came.name in content if isinstance(content, str) else came.name.encode() in content
    assert letter.message().as_bytes()
    assert [row.via for row in Export.objects.all()] == ["letter"]


def test_too_many_lines_are_not_attached(organizer, monkeypatch):
    monkeypatch.setattr("events.letters.reports.MOST_ROWS", 2)
    held()
    kept(organizer, span="calendar")
    saved_reports.queue_due(at=FIRST)

    assert "too many for a letter" in preview(mailed()[0], FIRST).text


def test_who_is_no_officer_any_more_gets_nothing(organizer):
    secretary = an_officer("A Secretary", "Secretary")
    kept(organizer, secretary)
    Term.objects.filter(person=secretary).update(
        period=f"[{NOON.date()}, {NOON.date() + timedelta(days=2)})"
    )

    assert saved_reports.queue_due(at=FIRST) == 0


def test_a_letter_queued_for_somebody_whose_term_ended_meanwhile_says_nothing(organizer):
    kept(organizer)
    saved_reports.queue_due(at=FIRST)
    Term.objects.filter(person=organizer).delete()

    assert "not for this reader" in preview(mailed()[0], FIRST).note


def test_members_are_no_readers(organizer):
    with pytest.raises(NotPossible):
        kept(organizer, *members(1))
    assert not SavedReport.objects.exists()


def test_taken_away_and_brought_back(organizer):
    saved, page = kept(organizer), browser(organizer)

    told = page.post(f"/reports/saved/{saved.uid}/drop/", follow=True).content.decode()
    assert "Who came" not in told.partition("Reports</h1>")[2].partition("Meeting by meeting")[0]
    assert saved_reports.queue_due(at=FIRST) == 0
    page.post(f"/reports/saved/{saved.uid}/restore/")

    assert "Who came" in page.get("/reports/").content.decode()
    assert saved_reports.queue_due(at=FIRST) == 1


def test_an_officer_keeps_the_question_on_the_page(organizer):
    page = browser(organizer)
    form = page.get("/reports/people/?kind=lunch&q=ann").context["keep"]

    page.post(
        "/reports/people/save/",
        {"name": "Lunches", "span": "year", "readers": [organizer.pk], **form.initial},
    )

    saved = SavedReport.objects.get()
    assert (saved.report, saved.kind, saved.span, saved.q) == ("people", "lunch", "year", "ann")
    assert [reader.person for reader in saved.readers.all()] == [organizer]


def test_without_a_name_nothing_is_kept_and_nothing_is_lost(organizer):
    answer = browser(organizer).post("/reports/people/save/", {"kind": "talk", "span": "all"})

    assert answer.status_code == 422
    assert "This field is required" in answer.content.decode()
    assert 'value="all" selected' in answer.content.decode()


def test_every_kept_report_has_a_report(organizer):
    assert {len(key) <= SavedReport._meta.get_field("report").max_length for key in REPORTS} == {
        True
    }


def test_the_list_costs_the_same_for_few_and_many(organizer, django_assert_max_num_queries):
    for number in range(5):
        kept(organizer, name=f"Number {number}")
    page, meeting = browser(organizer), a_meeting()
    say(meeting, members(1)[0])
    page.get("/reports/")

    with django_assert_max_num_queries(7):
        page.get("/reports/")
