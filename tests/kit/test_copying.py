"""Rows that come by COPY are as those that come by INSERT: ids, defaults, history, constraints."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from kit.copying import copy_in
from members.models import Email, Membership, Person, Plan

pytestmark = pytest.mark.django_db


def test_rows_get_ids_and_lead_to_those_copied_before():
    person = Person(name="Ada Nova", sort_name="nova ada", extra={"a": "ü\t\\N\n"})
    email = Email(person=person, address="ada@example.org", canonical="ada@example.org")

    copy_in([person])
    copy_in([email])

    kept = Email.objects.select_related("person").get()
    assert (kept.pk, kept.person_id, kept.person.extra) == (email.pk, person.pk, person.extra)
    person.phone = "1"
    person.save()
    assert Person.objects.get().phone == "1"


def test_defaults_of_the_database_and_history_hold():
    person = Person.objects.create(name="Ada Nova", sort_name="nova ada")
    plan = Plan.objects.create(name="Regular", dues_cents=1200, months=12)
    made = Membership(
        person=person, plan=plan, period=DateRange(date(2026, 1, 1), None), dues_cents=1200,
        currency="EUR", grace_days=30, recorded_on=date(2026, 1, 1),
    )  # fmt: skip

    copy_in([made])

    kept = Membership.objects.get()
    assert (kept.basis, kept.basis_reason, kept.period.upper) == ("dues", "", None)
    assert Membership.pgh_event_model.objects.get().pgh_obj_id == made.pk


def test_a_constraint_refuses_all_of_them():
    when = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [Person(name="Ada Nova", created_at=when), Person(name="", created_at=when)]

    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in(rows)

    assert Person.objects.count() == 0


def test_nothing_is_nothing():
    copy_in([])

    assert Person.objects.count() == 0
