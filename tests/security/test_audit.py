"""Every tracked table, changed in any way, gives one row of history that names who acted."""

import os
import subprocess
import sys
from pathlib import Path

import pghistory
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.urls import reverse

from association.celery import app
from kit.models import Export, Setting
from members.models import Email, Person, Plan, User
from tests.members.factories import a_person
from tests.security.scene import browser, build

ROOT = Path(__file__).parents[2]
TRACKED = [model for model in apps.get_models() if hasattr(model, "pgh_event_model")]


def events(row: Model) -> list[tuple[str, dict]]:
    """(what, context) of each line of a row's history, oldest first."""
    found = row.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    return [
        (one.pgh_label, one.pgh_context.metadata if one.pgh_context else {})
        for one in found.select_related("pgh_context")
    ]


def triggers(table: str) -> set[str]:
    """What the triggers of a table watch."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT event_manipulation FROM information_schema.triggers
               WHERE event_object_table = %s AND action_timing = 'AFTER'
                 AND action_statement LIKE '%%pgtrigger%%'""",
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


def touched(row: Model) -> dict[str, object]:
    """A column of the row with another value than it has: what an UPDATE may set."""
    event = {field.name for field in row.pgh_event_model._meta.fields}
    for field in row._meta.concrete_fields:
        plain = field.get_internal_type() in ("TextField", "CharField") and field.name in event
        if plain and not field.unique and not field.choices and (field.max_length or 99) > 20:
            return {field.name: "touched"}
    return {}


@pytest.mark.django_db
def test_the_database_itself_watches_every_tracked_table():
    whole = {"INSERT", "UPDATE", "DELETE"}
    watched = {model._meta.label: triggers(model._meta.db_table) for model in TRACKED}

    assert {label: seen for label, seen in watched.items() if seen != whole} == {}


@pytest.mark.django_db
def test_every_model_is_tracked_or_said_not_to_be():
    """A new model is tracked, or stands below with its reason."""
    ours = {"association", "pulse", "network", "events", "roles", "members", "outbox", "kit"}
    bare = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ours and model not in TRACKED
        if not any(field.name == "pgh_id" for field in model._meta.fields)
    }

    assert bare == UNTRACKED
    assert {"members.Membership", "members.Payment", "roles.Term", "events.Rsvp",
            "events.Attendance", "members.Email"} <= {m._meta.label for m in TRACKED}  # fmt: skip


UNTRACKED = {
    # A record itself, which nobody may change: who voted and what, what was emptied, who is in it.
    "roles.Ballot", "roles.Voter", "kit.Redaction", "members.Erased", "members.ExportedPerson",
    "members.ImportedPerson",
    # Private to their writers: history would be a second copy of what one may take back unseen.
    "events.Feedback", "events.Met", "events.Needs", "members.Portrait", "members.Relay",
    "network.Avoidance", "network.Cadence", "network.CoffeeWish", "network.Exchange",
    "network.FriendNote", "network.Introducer", "network.Introduction", "network.Invitation",
    "network.Opening", "network.Proposal", "network.Signal", "network.Touch", "pulse.Farewell",
    "pulse.FarewellFriend",
    # Worked out from other rows, or work in hand.
    "network.CoffeeRound", "network.FoldedMeeting", "network.Pairing", "network.PairingSeat",
    "network.Tie", "members.StatementJob", "outbox.Heartbeat", "outbox.Message",
}  # fmt: skip


@pytest.mark.broad
@pytest.mark.django_db
def test_orm_bulk_update_and_sql_give_one_row_each():
    scene = build()
    assert scene
    tried = 0
    for model in TRACKED:
        row = model._base_manager.order_by("pk").first()
        change = touched(row) if row is not None else {}
        if not change:
            continue
        before = len(events(row))
        try:
            with transaction.atomic(), pghistory.context(by="user:1", via="/orm/"):
                model._base_manager.filter(pk=row.pk).update(**change)
        except IntegrityError:
            continue
        (name,) = change
        with connection.cursor() as cursor:
            column = connection.ops.quote_name(model._meta.get_field(name).column)
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"UPDATE {table} SET {column} = 'by hand' WHERE id = %s", [row.pk])
        after = events(row)
        assert len(after) == before + 2, model._meta.label
        assert after[before] == ("update", {"by": "user:1", "via": "/orm/"}), model._meta.label
        tried += 1
    assert tried > 35


@pytest.mark.django_db
def test_every_way_of_the_orm_is_seen():
    with pghistory.context(by="user:1"):
        one = Plan.objects.create(name="One")
        two, three = Plan.objects.bulk_create([Plan(name="Two"), Plan(name="Three")])
        one.dues_cents = 1
        one.save()
        two.dues_cents = 2
        Plan.objects.bulk_update([two], ["dues_cents"])
        Plan.objects.filter(pk=three.pk).update(dues_cents=3)
        pk, three_pk = one.pk, three.pk
        one.delete()
        Plan.objects.filter(pk=three.pk).delete()
    one.pk, three.pk = pk, three_pk

    by = {"by": "user:1"}
    assert events(one) == [("insert", by), ("update", by), ("delete", by)]
    assert events(two) == [("insert", by), ("update", by)]
    assert events(three) == [("insert", by), ("update", by), ("delete", by)]


@pytest.mark.django_db
def test_a_page_names_the_log_in_and_the_address():
    user = User.objects.create_superuser("operator@example.org", "a long password")
    person = a_person("An Operator")
    Person.objects.filter(pk=person.pk).update(user=user)
    person.refresh_from_db()
    path = reverse("admin:kit_setting_add")

    browser(person).post(path, {"key": "roles.second_factor_days", "value": "7"})

    row = Setting.objects.get()
    assert events(row) == [("insert", {"by": f"user:{user.pk}", "via": path})]


@pytest.mark.django_db
def test_a_task_names_itself():
    @app.task(name="tests.rename")
    def rename() -> None:
        Plan.objects.update(name="Renamed")

    plan = Plan.objects.create(name="A plan")

    rename()

    assert events(plan)[-1] == ("update", {"by": "system", "via": "tests.rename"})


@pytest.mark.django_db(transaction=True)
def test_a_command_names_itself(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("name,email\nA Newcomer,newcomer@example.org\n")
    database = connection.settings_dict
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    environment = os.environ | {"DATABASE_URL": url, "SECRET_KEY": "only here"}

    subprocess.run(
        [sys.executable, "manage.py", "import_members", str(file)],
        cwd=ROOT, env=environment, check=True, capture_output=True,
    )  # fmt: skip

    address = Email.objects.get(address="newcomer@example.org")
    (line,) = events(address)
    assert (line[0], line[1]["by"]) == ("insert", "system")
    assert line[1]["via"].startswith("import_members")


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_into_psql_has_an_author():
    plan = Plan.objects.create(name="A plan")
    with connection.cursor() as cursor:
        cursor.execute("SET application_name = 'psql'")
        cursor.execute("UPDATE members_plan SET name = 'Typed' WHERE id = %s", [plan.pk])
        cursor.execute("SELECT session_user")
        [(user,)] = cursor.fetchall()
        cursor.execute("RESET application_name")

    assert events(plan)[-1] == ("update", {"by": f"database:{user}", "via": "psql"})


@pytest.mark.django_db
def test_a_context_said_later_in_a_transaction_takes_over():
    Plan.objects.create(name="First")

    with pghistory.context(by="user:9"):
        later = Plan.objects.create(name="Later")

    assert events(later) == [("insert", {"by": "user:9"})]


@pytest.mark.django_db
def test_exports_are_tracked_too():
    assert Export in TRACKED
