from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from roles.actions import terms
from roles.actions.errors import LastAppointer, SeatTaken, TermRefused
from roles.models import Term
from roles.queries import board_on, can_appoint, officer, past_boards
from tests.roles.characters import AT, TODAY, person, seat, term

pytestmark = pytest.mark.django_db


def test_a_seat_is_never_given_to_two_people_at_once() -> None:
    where = seat("Treasurer", "Treasurer")
    term(where, person("A treasurer"), "2026-01-01", "2027-01-01")

    with pytest.raises(SeatTaken, match=r"A treasurer holds the seat Treasurer 1 until 31 Dec"):
        term(where, person("A rival"), "2026-12-31", "2027-12-31")


def test_an_acting_officer_stands_beside_the_holder() -> None:
    where = seat("Treasurer", "Treasurer")
    holder, deputy = person("A treasurer"), person("A deputy")
    term(where, holder, "2026-01-01", "2027-01-01")

    terms.act_for(
        seat=where, person=deputy, period=DateRange(TODAY, date(2026, 6, 1)), by=holder, at=AT
    )

    view = board_on(TODAY)[0]
    assert (view.state, view.term.person, view.acting.person) == ("held", holder, deputy)


def test_an_early_end_shortens_the_term_and_says_why() -> None:
    treasurer = person("A treasurer")
    running = term(seat("Treasurer", "Treasurer"), treasurer, "2026-01-01", "2027-01-01")

    ended = terms.end_early(
        term=running, ends_on=date(2026, 6, 1), reason="Moved away", by=treasurer, at=AT
    )

    assert (ended.period.upper, ended.end_reason) == (date(2026, 6, 1), "Moved away")


def test_a_term_that_never_began_is_taken_back() -> None:
    running = term(seat("Treasurer"), person("A treasurer"), "2026-06-01", "2027-06-01")

    terms.end_early(term=running, ends_on=TODAY, reason="A slip", by=None, at=AT)

    assert Term.objects.count() == 0


def test_the_last_who_can_appoint_is_not_removed() -> None:
    running = term(
        seat("President", "Board admin"), person("A president"), "2026-01-01", "2027-01-01"
    )

    with pytest.raises(LastAppointer, match="A president is the last"):
        terms.end_early(term=running, ends_on=TODAY, reason="Tired", by=None, at=AT)


def test_the_last_who_could_appoint_is_written_down_as_holding_over_once() -> None:
    president = person("A president")
    term(seat("President", "Board admin"), president, "2024-01-01", "2026-04-30")

    made = [terms.keep(today=TODAY, at=AT) for _again in range(2)]

    kept = Term.objects.get(kind="holdover")
    assert made == [1, 0]
    assert (kept.person, kept.period.lower, kept.via) == (president, date(2026, 4, 30), "system")


def test_nobody_holds_over_while_another_can_appoint() -> None:
    term(seat("President", "Board admin"), person("A president"), "2024-01-01", "2026-04-30")
    term(seat("Vice president", "Board admin"), person("A deputy"), "2026-01-01", "2027-01-01")

    assert terms.keep(today=TODAY, at=AT) == 0


def test_a_successor_ends_the_holdover() -> None:
    where = seat("President", "Board admin")
    term(where, person("A president"), "2024-01-01", "2026-04-30")
    terms.keep(today=TODAY, at=AT)
    successor = person("A successor")

    term(where, successor, "2026-05-10", "2027-05-10")

    assert Term.objects.get(kind="holdover").period.upper == date(2026, 5, 10)
    assert [t.person for t in can_appoint(date(2026, 5, 10))] == [successor]


def test_a_holdover_needs_a_day_after_the_end() -> None:
    running = term(seat("Treasurer"), person("A treasurer"), "2026-01-01", "2027-01-01")

    with pytest.raises(TermRefused, match="anyway"):
        terms.hold_over(term=running, until=date(2026, 6, 1), by=None, at=AT, via="operator")


def test_the_specialised_officer_signs_before_the_president() -> None:
    president, organizer = person("A president"), person("An organizer")
    term(seat("President", "Board admin", position=1), president, "2026-01-01", "2027-01-01")
    term(seat("Organizer", "Organizer", position=5), organizer, "2026-01-01", "2027-01-01")

    assert officer("events.manage_meetings", TODAY) == organizer
    assert officer("roles.appoint", TODAY) == president
    assert officer("roles.appoint", date(2030, 1, 1)) == president


def test_past_boards_name_who_served_in_each_year() -> None:
    where = seat("President", "Board admin")
    earlier, later = person("An earlier president"), person("A president")
    term(where, earlier, "2024-01-01", "2025-07-01")
    term(where, later, "2025-07-01", "2027-01-01")

    years = [
        (year, [p for _role, people in posts for p in people]) for year, posts in past_boards(TODAY)
    ]

    assert years == [(2025, [earlier, later]), (2024, [earlier])]
