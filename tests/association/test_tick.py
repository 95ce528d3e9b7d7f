import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from association.actions import demo
from outbox.models import Message

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 20, 15, tzinfo=UTC)


def tick(at: str) -> dict:
    out = StringIO()
    call_command("tick", "--at", at, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.broad
def test_everything_due_is_queued_once() -> None:
    demo.create(members=30, at=AT)

    first, second = tick("2026-05-21T12:00"), tick("2026-05-21T12:00")

    assert first["at"] == "2026-05-21T12:00:00+02:00"
    assert sum(first["queued"].values()) == Message.objects.count()
    assert (first["queued"]["term.ending"] > 0, second["queued"]) == (True, {})


def test_a_time_nobody_can_read_is_explained() -> None:
    with pytest.raises(CommandError, match="is no ISO 8601 time"):
        tick("tomorrow")
