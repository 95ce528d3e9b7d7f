"""Migrations make few classes anew, and what comes out is what Django's own way gives."""

import os
import subprocess
import sys

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from association.services.binaries import postgres_program
from association.services.roles import OWNER
from kit import migrating
from tests import plugin
from tests.template import TREE, an_empty_database

DJANGOS_WAY = """
import django; django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""


def a_table(name: str, *, pointing_at: str = "") -> ModelState:
    fields = [("id", models.BigAutoField(primary_key=True))]
    if pointing_at:
        link = models.ForeignKey(f"tried.{pointing_at}", models.CASCADE, related_name="+")
        fields.append(("link", link))
    return ModelState("tried", name, fields, {"indexes": [], "constraints": []})


@pytest.fixture
def chain():
    """Three tables, each pointing at the one before, their classes made."""
    state = ProjectState()
    state.add_model(a_table("First"))
    state.add_model(a_table("Second", pointing_at="First"))
    state.add_model(a_table("Third", pointing_at="Second"))
    assert len(state.apps.get_models()) == 3
    with migrating.quickly():
        yield state


def classes(state: ProjectState) -> list[type]:
    return [state.apps.get_model("tried", name) for name in ("First", "Second", "Third")]


def pointed_at(state: ProjectState, name: str) -> type:
    return state.apps.get_model("tried", name)._meta.get_field("link").remote_field.model


def test_what_adds_something_makes_its_own_class_anew_and_those_that_point_at_it(chain):
    before = classes(chain)

    chain.add_field("tried", "first", "note", models.TextField(default=""), True)

    kept = [old is new for old, new in zip(before, classes(chain), strict=True)]
    assert kept == [False, False, True]
    assert pointed_at(chain, "Second") is classes(chain)[0]


def test_a_new_link_knows_the_class_of_today(chain):
    chain.add_field("tried", "first", "note", models.TextField(default=""), True)

    chain.add_model(a_table("Fourth", pointing_at="First"))

    assert pointed_at(chain, "Fourth") is classes(chain)[0]


@pytest.mark.parametrize("change", ["alter", "remove", "rename"])
def test_after_any_other_change_no_class_is_outdated(chain, change):
    chain.add_field("tried", "first", "note", models.TextField(default=""), True)
    before = classes(chain)

    if change == "alter":
        chain.alter_field("tried", "second", "id", models.UUIDField(primary_key=True), True)
    elif change == "remove":
        chain.remove_field("tried", "first", "note")
    else:
        chain.rename_field("tried", "second", "id", "key")

    assert [old is new for old, new in zip(before, classes(chain), strict=True)] == [False] * 3
    found = [pointed_at(chain, name) for name in ("Second", "Third")]
    assert found == classes(chain)[:2]


def test_code_in_a_migration_sees_classes_that_are_all_made_anew(chain):
    chain.add_field("tried", "first", "note", models.TextField(default=""), True)

    chain.clear_delayed_apps_cache()

    assert pointed_at(chain, "Third") is classes(chain)[1]


def schema(name: str, words: list[str]) -> str:
    """All tables, constraints, indexes, functions and triggers of a database migrated so."""
    url = plugin.cluster.url(OWNER, name)
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "association.settings"}
    environment = os.environ | settings
    subprocess.run(words, cwd=TREE, env=environment, check=True)
    dump = [str(postgres_program("pg_dump")), "--schema-only", "--restrict-key", "none", url]
    return subprocess.run(dump, check=True, capture_output=True, text=True).stdout


@pytest.mark.long
def test_the_tables_are_those_that_djangos_own_way_makes():
    if not plugin.is_local():
        pytest.skip("Needs the PostgreSQL of this folder, to make two databases on.")
    ways = {
        "quick": [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        "django": [sys.executable, "-c", DJANGOS_WAY],
    }
    found = {}
    for name, words in ways.items():
        with an_empty_database(plugin.cluster, f"{plugin.DATABASE}_{name}") as made:
            found[name] = schema(made, words)

    assert found["quick"].count("CREATE TABLE") > 100
    assert found["quick"] == found["django"]
