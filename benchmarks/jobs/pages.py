"""Pages a member opens: the directory, a search, a meeting; and what a web process weighs."""

from benchmarks import client
from benchmarks.figures import Rounds, Row, at_most, under
from benchmarks.filling import PAGE, SURNAME
from benchmarks.scene import LARGE, SMALL, Scene

DIRECTORY, SEARCH, MEETING = "/members/", f"/members/?q={SURNAME}", f"/meetings/{PAGE}/"
WARM_UP = 15


def directory(scene: Scene) -> list[Row]:
    """The directory and a search at 10,000 members beside a bare page of 50 rows."""
    ours, bare = scene.web(SMALL), scene.bare(SMALL)
    cookies = scene.member(SMALL)
    pages = {
        "bare": (bare, client.get("/fifty/")),
        "page": (ours, client.get(DIRECTORY, cookies)),
        "search": (ours, client.get(SEARCH, cookies)),
    }
    p50 = _interleaved(scene, pages)
    queries = [scene.queries(SMALL, path) for path in (DIRECTORY, SEARCH)]
    return [
        at_most("directory page, 50 rows, 10,000 members (p50)", p50["page"], p50["bare"], 3),
        at_most("name search, 50 rows, 10,000 members (p50)", p50["search"], p50["bare"], 3),
        under("directory and search: queries", Rounds.of([max(queries)], "queries"), 15),
    ]


def growth(scene: Scene) -> list[Row]:
    """The same pages at 100,000 members beside 10,000."""
    small, large = scene.web(SMALL), scene.web(LARGE)
    mine, theirs = scene.member(SMALL), scene.member(LARGE)
    pages = {
        "page": (small, client.get(DIRECTORY, mine)),
        "page large": (large, client.get(DIRECTORY, theirs)),
        "search": (small, client.get(SEARCH, mine)),
        "search large": (large, client.get(SEARCH, theirs)),
    }
    p50 = _interleaved(scene, pages)
    size = scene.size_of(LARGE)
    return [
        at_most(f"directory page at {size} members", p50["page large"], p50["page"], 1.3),
        at_most(f"search at {size}, equal hits", p50["search large"], p50["search"], 1.5),
    ]


def dues(scene: Scene) -> list[Row]:
    """The treasurer's board at the large size: all drawers counted, one of them shown."""
    scene.web(LARGE)
    cookies = scene.officer(LARGE)
    pages = {
        "due": (scene.web(LARGE), client.get("/dues/", cookies)),
        "lapsed": (scene.web(LARGE), client.get("/dues/?state=lapsed", cookies)),
    }
    p50 = _interleaved(scene, pages)
    session = cookies["session"]
    asked = scene.inside("count_queries", LARGE, session=session, path="/dues/")
    queries = Rounds.of([int(asked)], "queries")
    size = scene.size_of(LARGE)
    return [
        under(f"dues board at {size} members (p50)", p50["due"], 1000),
        under(f"dues board, the lapsed, at {size} (p50)", p50["lapsed"], 1000),
        under("dues board: queries", queries, 15),
    ]


def meeting(scene: Scene) -> list[Row]:
    """A meeting's page for somebody signed in, beside a bare view of one query."""
    pages = {
        "bare": (scene.bare(SMALL), client.get("/one/")),
        "page": (scene.web(SMALL), client.get(MEETING, scene.member(SMALL))),
    }
    p50 = _interleaved(scene, pages)
    queries = Rounds.of([scene.queries(SMALL, MEETING)], "queries")
    home = Rounds.of([scene.queries(SMALL, "/")], "queries")
    return [
        at_most("meeting page, signed in (p50)", p50["page"], p50["bare"], 10),
        under("meeting page: queries", queries, 12),
        under("home, an officer's: queries", home, 15),
    ]


def _interleaved(scene: Scene, pages: dict[str, tuple[int, bytes]]) -> dict[str, Rounds]:
    """The p50 in milliseconds of each page, round after round all of them in turn."""
    for port, request in pages.values():
        client.at_once(port, [request] * WARM_UP, clients=3).demand(200)
    found: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(scene.rounds):
        for name, (port, request) in pages.items():
            load = client.one_after_another(port, request, scene.requests).demand(200)
            found[name].append(load.p50)
            scene.note(name, load)
    return {name: Rounds.of(values, "ms") for name, values in found.items()}
