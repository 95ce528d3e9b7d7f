"""Statements over whole tables never compare row with row."""

from datetime import date

import pytest
from django.db import connection

from kit.statements import put, whole_tables
from network.actions import ties

pytestmark = pytest.mark.django_db


def nested_loops() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        return cursor.fetchone()[0]


def test_pieces_come_to_their_places_and_what_is_asked_stays():
    sql = put("SELECT {what} FROM ({rows}) r WHERE id = %(id)s", what="{more}", more="1", rows="x")

    assert sql == "SELECT 1 FROM (x) r WHERE id = %(id)s"


def test_row_by_row_is_off_within_and_on_again_after():
    with connection.cursor() as cursor, whole_tables(cursor):
        within = nested_loops()

    assert (within, nested_loops()) == ("off", "on")


def test_ties_are_worked_out_without_comparing_everybody_with_everybody():
    seen = []

    def note(execute, sql, params, many, context):
        if "INSERT INTO network_tie" in sql:
            seen.append(nested_loops())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ties.recompute(today=date(2026, 6, 15))

    assert (seen, nested_loops()) == (["off"], "on")
