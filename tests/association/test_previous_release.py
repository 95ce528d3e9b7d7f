"""A database of the release before this one, with rows in it, comes along.

`tests/fixtures/previous_release.json` names that release's commit and the last migration of each
package; whoever releases writes the new ones there.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from association.queries import fingerprints
from association.services.roles import OWNER
from kit.migrating import quickly
from outbox.models import Letterhead
from tests import plugin, template

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "previous_release.json"
PREVIOUS = json.loads(FILE.read_text())["leaves"]


def test_the_previous_release_is_known_to_this_one() -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations

    assert [leaf for leaf in PREVIOUS.items() if leaf not in known] == []


def fill(apps) -> None:
    now = timezone.now()
    apps.get_model("outbox", "Letterhead").objects.create(
        name="An association", sender="a@b.example", signer_name="A", reply_to="a@b.example",
        founded_at=now,
    )  # fmt: skip
    apps.get_model("outbox", "Message").objects.create(
        kind="meeting.moved", dedupe_key="one", not_before=now, created_at=now, to="a@b.example"
    )
    apps.get_model("members", "Plan").objects.create(
        name="Member", dues_cents=5000, currency="EUR", months=12
    )
    people = apps.get_model("members", "Person").objects
    for name in ("First", "Second", "Third"):
        people.create(name=name)


@pytest.fixture
def database(django_db_blocker):
    """An empty database of its own, to which Django's default connection leads meanwhile."""
    if not plugin.is_local():
        pytest.skip("makes databases of its own")
    name, kept = f"{plugin.DATABASE}_previous", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        with template.an_empty_database(plugin.cluster, name):
            connection.settings_dict["NAME"] = name
            yield name
            connection.close()
            connection.settings_dict["NAME"] = kept


@pytest.mark.broad
def test_a_database_of_the_previous_release_is_migrated_with_its_rows(database) -> None:
    assert OWNER in connection.settings_dict["USER"]
    executor = MigrationExecutor(connection)
    others = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in PREVIOUS]
    before = list(PREVIOUS.items())
    with quickly():
        fill(executor.migrate([*before, *others]).apps)

    executor = MigrationExecutor(connection)
    with quickly():
        executor.migrate(executor.loader.graph.leaf_nodes())

    with connection.cursor() as cursor:
        found = fingerprints.sums(cursor.cursor)
        assert fingerprints.unfit(cursor.cursor) == []
    names = ("outbox_letterhead", "outbox_message", "members_plan", "members_person")
    assert [found[name][0] for name in names] == [1, 1, 1, 3]
    assert Letterhead.objects.get().name == "An association"
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
