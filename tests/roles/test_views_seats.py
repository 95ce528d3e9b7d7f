"""Seats, hand-over and projects as officers and members meet them."""

import io
import zipfile
from datetime import date

import pytest
from django.test import Client

from members.models import Person
from outbox.models import Letterhead
from roles.actions import handover, projects
from roles.models import HandoverLine, Project, Term
from roles.queries.staggering import staggering
from tests.members.factories import a_login, a_member
from tests.roles.characters import AT, TODAY, person, seat, term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(AT, tick=False)
    Letterhead.objects.create(name="The Circle", timezone="Europe/Berlin", founded_at=AT)


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who.user, backend="members.backends.LogInBackend")
    return client


def president() -> Person:
    who = person("A president")
    term(seat("President", "Board admin"), who, "2026-01-01", "2027-01-01")
    return who


def a_helper(name: str = "A helper") -> Person:
    who = a_member(name, f"{name.lower().replace(' ', '.')}@example.org", start=date(2026, 1, 1))
    a_login(who, f"login.{who.pk}@example.org")
    return who


def words(response) -> str:
    return " ".join(response.content.decode().split())


def fill(who: Person, **more):
    days = {"first_day": "2026-05-01", "last_day": "2027-04-30", "kind": "appointed"}
    return {"person": str(who.uid), **days, **more}


def test_whoever_may_appoint_fills_a_seat_in_three_taps():
    where, successor = seat("Secretary", "Secretary"), person("Zelda Newcomer")
    client = browser(president())
    found = words(client.get(f"/board/seats/{where.pk}/fill/?q=zel"))

    response = client.post(f"/board/seats/{where.pk}/fill/?q=zel", fill(successor))

    assert f'value="{successor.uid}" checked' in found
    assert (response.status_code, response["Location"]) == (302, f"/board/seats/{where.pk}/")
    assert Term.objects.get(seat=where).person == successor


def test_nobody_hands_out_rights_they_do_not_hold():
    secretary = person("A secretary")
    term(seat("Secretary", "Secretary"), secretary, "2026-01-01", "2027-01-01")
    where = seat("President", "Board admin")

    response = browser(secretary).post(f"/board/seats/{where.pk}/fill/", fill(secretary))

    assert (response.status_code, Term.objects.filter(seat=where).count()) == (404, 0)


def test_a_term_beyond_the_limit_asks_once_more():
    where = seat("Clerk", term_limit=1)
    clerk = person("A clerk")
    term(where, clerk, "2025-05-01", "2026-05-01")
    client, path = browser(president()), f"/board/seats/{where.pk}/fill/"

    refused = client.post(path, fill(clerk))
    agreed = client.post(path, fill(clerk, beyond_limit="on"))

    assert (refused.status_code, "than the 1 this role allows" in words(refused)) == (422, True)
    assert (agreed.status_code, Term.objects.filter(seat=where).count()) == (302, 2)


def test_a_term_ends_early_with_a_reason():
    where = seat("Clerk")
    term(where, person("A clerk"), "2026-01-01", "2027-01-01")

    browser(president()).post(
        f"/board/seats/{where.pk}/end/", {"last_day": "2026-05-31", "reason": "Moved away"}
    )

    row = Term.objects.get(seat=where)
    assert (row.last_day, row.end_reason) == (date(2026, 5, 31), "Moved away")


def test_a_holder_stays_on_for_a_while():
    where = seat("Clerk")
    term(where, person("A clerk"), "2025-06-01", "2026-06-01")

    browser(president()).post(f"/board/seats/{where.pk}/hold-over/", {"last_day": "2026-08-31"})

    kept = Term.objects.get(seat=where, kind="holdover")
    assert (kept.period.lower, kept.last_day) == (date(2026, 6, 1), date(2026, 8, 31))


@pytest.mark.parametrize("day", ["", "tomorrow", "9999-99-99", "2999-13-01"])
def test_a_day_nobody_understands_changes_nothing(day):
    where = seat("Clerk")
    term(where, person("A clerk"), "2025-06-01", "2026-06-01")

    response = browser(president()).post(f"/board/seats/{where.pk}/hold-over/", {"last_day": day})

    assert (response.status_code, Term.objects.filter(seat=where).count()) == (422, 1)


def test_the_planner_names_the_year_in_which_too_many_terms_end():
    for number in range(5):
        end = "2027-07-01" if number < 3 else f"2028-0{number}-01"
        where = seat(f"Seat {number}", term_months=24)
        term(where, person(f"Holder {number}", log_in=False), "2026-01-01", end)

    found = [(row.year, row.ends, row.fair, row.crowded) for row in staggering(TODAY)]

    assert found == [(2027, 3, 3, False), (2028, 2, 3, False)]


def test_four_of_five_ends_in_one_year_are_too_many():
    for number in range(5):
        where = seat(f"Seat {number}", term_months=24)
        end = "2027-07-01" if number else "2028-07-01"
        term(where, person(f"Holder {number}", log_in=False), "2026-01-01", end)

    page = words(browser(president()).get("/board/terms/"))

    assert "too many at once" in page


def test_a_shadow_reads_the_hand_over_and_writes_nothing():
    where, shadow = seat("Treasurer", "Treasurer"), person("A successor")
    term(where, shadow, "2026-04-01", "2026-07-01", kind="shadow")
    client, path = browser(shadow), f"/board/seats/{where.pk}/handover/"
    handover.write(seat=where, kind="note", title="The cellar key sticks", by=None, at=AT)

    assert "The cellar key sticks" in words(client.get(path))
    assert client.post(f"{path}note/", {"title": "Mine"}).status_code == 404


def test_a_member_without_the_seat_finds_no_hand_over():
    where = seat("Treasurer")

    assert browser(a_helper()).get(f"/board/seats/{where.pk}/handover/").status_code == 404


def test_the_pack_is_two_clicks_from_ones_own_page():
    where, holder = seat("Treasurer", "Treasurer"), person("A treasurer")
    term(where, holder, "2026-01-01", "2027-01-01")
    handover.write(seat=where, kind="yearly", title="=Tax return", month=5, by=holder, at=AT)
    client = browser(holder)
    path = f"/board/seats/{where.pk}/handover"

    mine, page = words(client.get("/me/")), words(client.get(f"{path}/"))
    pack = zipfile.ZipFile(io.BytesIO(client.get(f"{path}.zip").content))

    assert (f'href="{path}/"' in mine, f'href="{path}.pdf"' in page) == (True, True)
    assert sorted(pack.namelist()) == ["handover.pdf", "lines.csv", "year.ics"]
    assert "'=Tax return" in pack.read("lines.csv").decode()
    assert "DTSTART;VALUE=DATE:20260501" in pack.read("year.ics").decode()
    assert client.get(f"{path}.pdf").content.startswith(b"%PDF")


def test_a_key_never_takes_the_secret_itself():
    where, holder = seat("Treasurer", "Treasurer"), person("A treasurer")
    term(where, holder, "2026-01-01", "2027-01-01")
    path = f"/board/seats/{where.pk}/handover/key/"

    response = browser(holder).post(path, {"title": "Bank", "detail": "Passwort: sesam"})

    assert (response.status_code, HandoverLine.objects.count()) == (422, 0)
    assert "Say who holds it, not what it is" in words(response)


def test_a_key_is_checked_and_a_closed_line_opens_again():
    where = seat("Treasurer")
    line = handover.write(seat=where, kind="key", title="Domain", by=None, at=AT)
    client = browser(president())

    client.post(f"/board/lines/{line.pk}/checked/")
    client.post(f"/board/lines/{line.pk}/close/")
    line.refresh_from_db()
    closed = line.closed_at
    client.post(f"/board/lines/{line.pk}/reopen/")
    line.refresh_from_db()

    assert (line.checked_on, closed, line.closed_at) == (TODAY, AT, None)


def a_project(lead: Person, **fields) -> Project:
    return projects.begin(
        title="A float", goal="Build it.", lead=lead, starts_on=TODAY, by=lead, at=AT, **fields
    )


def test_an_officer_begins_a_project_and_a_member_joins_in_one_tap():
    lead, helper = a_helper("A lead"), a_helper()
    data = {"title": "A float", "goal": "Build it.", "lead": "A lead", "hands": "2"}
    browser(president()).post("/projects/new/", data | {"starts_on": "2026-05-01"})
    project = Project.objects.get()
    client = browser(helper)

    twice = [client.post(f"/projects/{project.uid}/join/").status_code for _tap in "ab"]

    assert (twice, project.lead) == ([302, 302], lead)
    assert [row.person for row in project.helpers.filter(left_at=None)] == [helper]


def test_a_done_project_stands_on_the_record_of_who_helped():
    lead, helper = a_helper("A lead"), a_helper()
    project = a_project(lead)
    client = browser(lead)
    browser(helper).post(f"/projects/{project.uid}/join/")

    client.post(f"/projects/{project.uid}/end/", {"outcome": "It floats.", "done": "yes"})

    assert "It floats." in words(client.get(f"/projects/{project.uid}/"))
    assert "A float: 1 May 2026" in words(browser(helper).get("/me/service/"))


def test_a_task_is_ticked_by_its_owner_and_by_nobody_else():
    lead, owner, other = a_helper("A lead"), a_helper("An owner"), a_helper("Another")
    project = a_project(lead)
    task = projects.add_task(
        project=project, title="Wood", owner=owner, due_on=TODAY, by=lead, at=AT
    )
    path = f"/projects/tasks/{task.pk}/"

    stranger = browser(other).post(path, {"done": "yes"}).status_code
    browser(owner).post(path, {"done": "yes"})

    task.refresh_from_db()
    assert (stranger, task.done_at, task.done_by) == (404, AT, owner)


def test_an_ended_project_takes_no_helper():
    lead, helper = a_helper("A lead"), a_helper()
    project = a_project(lead)
    projects.end(project=project, outcome="No wood.", done=False, today=TODAY, by=lead, at=AT)

    response = browser(helper).post(f"/projects/{project.uid}/join/")

    assert (response.status_code, "This project has ended." in words(response)) == (409, True)


def test_projects_are_not_for_strangers_with_a_log_in():
    assert browser(person("A guest")).get("/projects/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_projects_costs_the_same(number, django_assert_num_queries):
    lead = a_helper("A lead")
    for one in range(number):
        projects.begin(
            title=f"Float {one}", goal="Build it.", lead=lead, starts_on=TODAY, by=lead, at=AT
        )
    client = browser(lead)
    client.get("/projects/")

    with django_assert_num_queries(8):
        client.get("/projects/")


def test_a_committee_expired_long_ago_is_red_on_the_first_page_an_officer_sees():
    officer = president()
    for number in range(2):
        where = seat(f"Council {number}", body="committee")
        gone = person(f"Former {number}", log_in=False)
        term(where, gone, "2024-01-01", "2025-01-01")

    page = words(browser(officer).get("/"))

    assert page.count('<span class="badge bad">now</span>') == 2
    assert f'href="/board/seats/{where.pk}/"' in page
