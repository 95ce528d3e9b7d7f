import pghistory.models
import pgtrigger
import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from kit import history
from members.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def application_role():
    """The application's role as the owner of this database makes it."""
    role = settings.APP_DATABASE_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            cursor.execute(f'CREATE ROLE "{role}"')
    history.protect(plan=["something"])
    return role


def as_role(role, statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        cursor.execute(statement)
        return cursor.rowcount


def test_every_history_table_is_found():
    tables = history.history_tables()

    assert {"members_membershipevent", "events_rsvpevent", "pghistory_context"} <= set(tables)


def test_the_application_writes_history_by_changing_a_plan(application_role):
    plan = Plan.objects.create(name="A plan")

    as_role(application_role, f"UPDATE members_plan SET dues_cents = 500 WHERE id = {plan.pk}")

    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, dues_cents FROM members_planevent ORDER BY pgh_id")
        assert cursor.fetchall() == [("insert", 0), ("update", 500)]


@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET pgh_label = 'x'", "TRUNCATE {}"])
def test_the_application_cannot_alter_history(application_role, verb):
    with pytest.raises(ProgrammingError) as refused:
        as_role(application_role, verb.format("members_planevent"))

    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_the_application_writes_down_who_acted_though_it_may_not_change_it(application_role):
    plan = Plan.objects.create(name="A plan")

    with pghistory.context(by="user:7"):
        as_role(application_role, f"UPDATE members_plan SET dues_cents = 1 WHERE id = {plan.pk}")

    told = pghistory.models.Context.objects.values_list("metadata", flat=True)
    assert {"by": "user:7"} in told


def test_a_trigger_asks_without_a_subtransaction():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'")
        [(source,)] = cursor.fetchall()

    assert "EXCEPTION" not in source


def test_a_trigger_is_still_left_out_where_that_is_asked_for():
    with pgtrigger.ignore("members.Plan:insert_insert"):
        plan = Plan.objects.create(name="A plan")

    assert not Plan.pgh_event_model.objects.filter(pgh_obj_id=plan.pk).exists()
