"""Worker and timetable say that they are alive."""

from datetime import datetime

from outbox.models import Heartbeat


def beat(*, name: str, at: datetime) -> None:
    """Write down that `worker` or `beat` was alive at `at`."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=at)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )
