"""What every desk page shares: history from the triggers, knobs a board turns, files noted."""

import json

import pghistory
import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit import actions, queries
from kit.models import Export, Setting
from kit.rules import KNOBS
from members.actions import exports
from members.models import Plan, Statement
from roles.models import Role
from tests.roles.characters import person, seat, term

pytestmark = pytest.mark.django_db
HOURS = "events.offer_hours"
LADDER = "members.notice_ladder"


@pytest.fixture
def board_admin(client: Client, time_machine):
    time_machine.move_to("2026-05-01 12:00:00+00:00", tick=False)
    who = person("A board admin")
    term(seat("President", "Board admin"), who, "2026-01-01", "2027-01-01")
    client.force_login(who.user)
    return who


def typed(client, key, value):
    return client.post(reverse("admin:kit_setting_add"), {"key": key, "value": value})


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [(HOURS, "5", 5), (LADDER, "-30, 0,7", [-30, 0, 7]), ("members.signer", " Ada ", "Ada")],
)
def test_a_board_admin_turns_a_knob(client, board_admin, key, text, kept):
    response = typed(client, key, text)

    assert (response.status_code, queries.value(KNOBS[key])) == (302, kept)


@pytest.mark.parametrize(
    ("key", "text"),
    [(HOURS, "soon"), (HOURS, "-1"), (HOURS, ""), (LADDER, "1,x"), ("no.such", "1")],
)
def test_a_value_of_the_wrong_kind_is_refused(client, board_admin, key, text):
    response = typed(client, key, text)

    assert (response.status_code, Setting.objects.count()) == (200, 0)


def test_a_line_taken_away_returns_to_the_default(client, board_admin):
    row = actions.turn(knob=KNOBS[HOURS], value=9)

    client.post(reverse("admin:kit_setting_delete", args=[row.pk]), {"post": "yes"})

    assert queries.value(KNOBS[HOURS]) == KNOBS[HOURS].default


@pytest.mark.parametrize("page", ["kit_setting_changelist", "kit_export_changelist"])
def test_the_lists_open(client, board_admin, page):
    actions.turn(knob=KNOBS[LADDER], value=[0])
    exports.note_export(what="a file", via="page", by=board_admin.user, at=board_admin.created_at)

    assert client.get(reverse(f"admin:{page}")).status_code == 200


def test_an_export_can_be_read_but_not_typed(client, board_admin):
    row = exports.note_export(what="a file", via="page", by=None, at=board_admin.created_at)
    page = reverse("admin:kit_export_change", args=[row.pk])

    assert (client.get(page).status_code, client.post(page, {"what": "x"}).status_code) == (
        200,
        403,
    )


def test_history_tells_who_changed_what(client, board_admin):
    with pghistory.context(by="system", via="import"):
        plan = Plan.objects.create(name="A plan", dues_cents=100)
    with pghistory.context(by=f"user:{board_admin.user.pk}", via="/admin/"):
        Plan.objects.filter(pk=plan.pk).update(dues_cents=200)

    newest, oldest = queries.changes(plan)

    assert (newest.by, newest.via, newest.fields) == (
        board_admin.user.email, "/admin/", [("dues in cents", 100, 200)],
    )  # fmt: skip
    assert (oldest.label, oldest.by) == ("insert", "system")


def test_the_history_page_shows_old_and_new(client, board_admin):
    plan = Plan.objects.create(name="A plan", dues_cents=100)
    Plan.objects.filter(pk=plan.pk).update(dues_cents=200)

    page = client.get(reverse("admin:members_plan_history", args=[plan.pk])).content.decode()

    assert "dues in cents: 100 → 200" in page


def test_history_is_for_those_who_may_see_the_object(client, board_admin):
    plan = Plan.objects.create(name="A plan")
    role = Role.objects.get(title="President")
    rights = Permission.objects.filter(codename__in=["view_plan", "change_plan"])
    role.groups.get().permissions.remove(*rights)

    assert client.get(reverse("admin:members_plan_history", args=[plan.pk])).status_code == 403


def test_history_of_nothing_is_not_found(client, board_admin):
    assert client.get(reverse("admin:members_plan_history", args=[1])).status_code == 404


def test_history_keeps_an_export_too():
    exports.note_export(what="x" * 300, via="page", by=None, at="2026-05-01T12:00:00Z")

    kept = Export.pgh_event_model.objects.values_list("pgh_label", "what")
    assert json.dumps(list(kept)) == json.dumps([["insert", "x" * 200]])


@pytest.mark.parametrize("page", ["change", "history"])
def test_history_leaves_out_what_the_form_leaves_out(client, board_admin, page):
    statement = Statement.objects.create(
        filename="june.csv", text="a secret line", uploaded_at=timezone.now()
    )

    address = reverse(f"admin:members_statement_{page}", args=[statement.pk])
    shown = client.get(address).content.decode()

    assert "june.csv" in shown
    assert "a secret line" not in shown
