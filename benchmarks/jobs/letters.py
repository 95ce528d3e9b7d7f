"""Letters: queued for many, found due among many, composed and handed over."""

import sys

from association.services import files
from benchmarks.figures import Rounds, Row, at_least, at_most, over, under
from benchmarks.scene import LARGE, SMALL, Scene


def reminders(scene: Scene) -> list[Row]:
    """To those who have not answered, and to those who are coming."""
    return [
        _reminders(scene, base, going=going) for base in (SMALL, LARGE) for going in (False, True)
    ]


def invitations(scene: Scene) -> list[Row]:
    """To everyone who has not answered yet: 50,000 of 100,000 members."""
    found = scene.inside("queue_invitations", LARGE, rounds=scene.rounds)
    silent = scene.shapes[LARGE].silent
    if found["queued"] != silent:
        raise RuntimeError(f"{found['queued']} invitations queued instead of {silent}")
    ours = Rounds.of(found["ours"], "s")
    return [under(f"queue {silent:,} invitations", ours, 5.0, limit=found["limit"])]


def lapses(scene: Scene) -> list[Row]:
    """The nightly look at all memberships, every twentieth of which is due."""
    found = scene.inside("announce_lapses", LARGE, rounds=scene.rounds)
    size, due = scene.size_of(LARGE), scene.shapes[LARGE].due
    if found["queued"] != due:
        raise RuntimeError(f"{found['queued']} letters queued instead of {due}")
    name = f"lapse scan with queueing, {size} members, {due:,} due"
    again = str(Rounds.of(found["again"], "s"))
    row = under(name, Rounds.of(found["ours"], "s"), 1.0, again=again, limit=found["limit"])
    return [row]


def deliver(scene: Scene) -> list[Row]:
    """One process with a committed mark per letter, beside smtplib with a ready-made letter."""
    machine = scene.machine
    machine.mail_port = files.free_port(0)
    words = [sys.executable, "-m", "benchmarks.sink", str(machine.mail_port)]
    machine.start("sink", words, machine.environment("postgres"))
    machine.wait_for_port(machine.mail_port)
    found = scene.inside("deliver", SMALL, rounds=scene.rounds, count=scene.letters)
    expected = scene.rounds * scene.letters + 20
    if found["states"] != {"sent": expected}:
        raise RuntimeError(f"{found['states']} instead of {expected} sent")
    ours = Rounds.of(found["ours"], "/s")
    return [
        at_least("letters composed and sent, one process", ours, _per_second(found), 0.15),
        over("letters composed and sent, one process", ours, 70),
    ]


def _reminders(scene: Scene, base: str, *, going: bool) -> Row:
    found = scene.inside("queue_reminders", base, rounds=scene.rounds, going=going)
    shape = scene.shapes[base]
    expected = shape.members - shape.silent if going else shape.silent
    if found["queued"] != expected:
        raise RuntimeError(f"{found['queued']} reminders queued instead of {expected}")
    whom = "coming" if going else "silent"
    name = f"queue reminders to {expected:,} people ({whom})"
    return at_most(name, Rounds.of(found["ours"], "s"), Rounds.of(found["limit"], "s"), 5)


def _per_second(found: dict[str, list[float]]) -> Rounds:
    return Rounds.of(found["limit"], "/s")
