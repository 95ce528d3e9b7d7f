"""History is emptied through one function of the owner, which writes itself down."""

import psycopg
import pytest
from django.db import ProgrammingError

from kit.models import Redaction
from members.models import Plan
from tests.kit.test_history import application_role, as_role

__all__ = ["application_role"]
pytestmark = pytest.mark.django_db
CALL = "SELECT kit_redact_history('{}', ARRAY[{}]::bigint[], '{}', 'a test')"


def test_the_application_empties_a_column_of_one_object_only(application_role):
    plan, other = Plan.objects.create(name="Mine"), Plan.objects.create(name="Other")

    as_role(application_role, CALL.format("members_planevent", plan.pk, '{"name": ""}'))

    named = Plan.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_obj_id", "name")
    assert list(named) == [(plan.pk, ""), (other.pk, "Other")]
    assert list(Redaction.objects.values_list("table_name", "rows_changed", "reason")) == [
        ("members_planevent", 1, "a test")
    ]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("members_plan", '{"name": ""}'),
        ("members_planevent", '{"pgh_label": "x"}'),
        ("members_planevent", '{"id": 7}'),
        ("members_planevent; DROP TABLE kit_setting", '{"name": ""}'),
    ],
)
def test_it_touches_history_only_and_never_what_history_says_of_itself(
    application_role, table, values
):
    with pytest.raises(Exception, match=r"no history table|never changed"):
        as_role(application_role, CALL.format(table, 1, values))


@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET reason = ''", "TRUNCATE {}"])
def test_the_application_cannot_hide_that_it_was_used(application_role, verb):
    with pytest.raises(ProgrammingError) as refused:
        as_role(application_role, verb.format("kit_redaction"))

    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
