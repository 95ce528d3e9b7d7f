"""The figures of `/metrics`, in Prometheus' text format; counts and ages, nobody's data."""

from datetime import datetime

from association.queries import health
from events.models import Meeting
from outbox import queries
from outbox.models import Message

# Worker and beat say every minute that they are alive.
SILENT_SECONDS = 180
TYPE = "text/plain; version=0.0.4; charset=utf-8"

type Sample = tuple[str, float]
type Metric = tuple[str, str, list[Sample]]


def text(at: datetime) -> tuple[str, bool]:
    """All figures at that instant, and whether the database could be asked."""
    facts, is_well = health.report(at)
    metrics: list[Metric] = [
        ("database_up", "1 while the database answers", [("", facts["database"] == "ok")]),
        ("broker_up", "1 while the broker answers", [("", facts["broker"] == "ok")]),
        ("healthy", "1 while /healthz answers 200", [("", is_well)]),
    ]
    if facts["database"] != "ok":
        return _written(metrics), False
    return _written([*metrics, *_outbox(facts), *_rest(at)]), True


def _outbox(facts: dict) -> list[Metric]:
    beats = {name: facts[f"{name}_seconds"] for name in ("worker", "beat")}
    ages = [(f'{{name="{name}"}}', age) for name, age in beats.items() if age is not None]
    alive = [
        (f'{{name="{name}"}}', age is not None and age < SILENT_SECONDS)
        for name, age in beats.items()
    ]
    oldest = facts["oldest_due_seconds"] or 0
    return [
        ("letters_due", "letters that should have left by now", [("", facts["letters_due"])]),
        ("oldest_due_letter_seconds", "age of the oldest of them; 0 = none", [("", oldest)]),
        ("heartbeat_age_seconds", "since worker or beat was last heard of", ages),
        ("heartbeat_alive", f"1 where that is under {SILENT_SECONDS} seconds", alive),
    ]


def _rest(at: datetime) -> list[Metric]:
    states = queries.states()
    letters: list[Sample] = [
        (f'{{state="{name}"}}', states.get(name, 0)) for name in Message.State.values
    ]
    coming = Meeting.objects.filter(state=Meeting.State.PUBLISHED, ends_at__gt=at).count()
    return [
        ("letters", "letters by state", letters),
        (
            "letters_quiet",
            "1 until an officer releases the letters",
            [("", queries.is_quiet())],
        ),
        ("meetings_open", "published meetings that are not over", [("", coming)]),
    ]


def _written(metrics: list[Metric]) -> str:
    lines = []
    for name, meaning, samples in metrics:
        lines += [f"# HELP association_{name} {meaning}", f"# TYPE association_{name} gauge"]
        lines += [f"association_{name}{labels} {float(value):g}" for labels, value in samples]
    return "\n".join(lines) + "\n"
