"""What a web process weighs, and how long it takes to be ready."""

from benchmarks import client
from benchmarks.figures import Rounds, Row, at_most, under
from benchmarks.jobs.pages import DIRECTORY, MEETING, SEARCH
from benchmarks.scene import SMALL, Scene

READY = (
    "import time; start = time.perf_counter(); import django; django.setup();"
    " from django.urls import get_resolver; get_resolver().url_patterns;"
    " print(time.perf_counter() - start)"
)


def memory(scene: Scene) -> list[Row]:
    """A worker after some hundred requests of every kind of page."""
    port, cookies = scene.web(SMALL), scene.member(SMALL)
    paths = ("/", DIRECTORY, SEARCH, MEETING, "/meetings/")
    requests = [client.get(path, cookies) for path in paths]
    client.at_once(port, requests * 40, clients=4)
    resident, proportional = scene.servers[port].memory()
    row = under(
        "web process: resident memory", Rounds.of([resident], "MB"), 130, proportional=proportional
    )
    return [row]


def setup(scene: Scene) -> list[Row]:
    """`django.setup()` with the URLconf, beside a project with the same third-party apps."""
    ours, bare = [], []
    for _round in range(scene.rounds + 1):
        ours.append(float(scene.machine.python(READY, "association.settings")))
        bare.append(float(scene.machine.python(READY, "benchmarks.bare.dressed")))
    # The first round fills the machine's file cache.
    mine, theirs = Rounds.of(ours[1:], "s"), Rounds.of(bare[1:], "s")
    return [at_most("django.setup() with URLconf", mine, theirs, 1.5)]
