"""An officer's pages of the pulse, with 50,000 people and ten years behind them."""

from datetime import date, timedelta

from benchmarks import client
from benchmarks.figures import Rounds, Row, under
from benchmarks.jobs.pages import interleaved
from benchmarks.scene import DECADE, Scene

BEFORE = date.today() - timedelta(days=730)  # noqa: DTZ011
PAGES = {
    "the pulse": "/pulse/",
    "the pulse, as at two years ago": f"/pulse/?on={BEFORE}",
    "who came back, by name": "/pulse/names/retention/",
    "who should be called": "/pulse/calls/",
}


def pulse(scene: Scene) -> list[Row]:
    """Each within half a second, from rows alone."""
    port, cookies = scene.web(DECADE), scene.officer(DECADE)
    asked = {name: (port, client.get(path, cookies)) for name, path in PAGES.items()}
    p50 = interleaved(scene, asked, requests=max(5, scene.requests // 6))
    session, size = cookies["session"], scene.size_of(DECADE)
    queries = [
        int(scene.inside("count_queries", DECADE, session=session, path=path))
        for path in PAGES.values()
    ]
    pages = [under(f"{name}, {size} people, ten years (p50)", p50[name], 500) for name in asked]
    return [*pages, under("pages of the pulse: queries", Rounds.of(queries, "queries"), 40)]
