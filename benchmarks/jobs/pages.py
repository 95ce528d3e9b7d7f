"""Pages a member opens: the directory, a search, a meeting; and what a web process weighs."""

from benchmarks import client
from benchmarks.figures import Rounds, Row, at_most, under
from benchmarks.filling import PAGE, SURNAME
from benchmarks.scene import LARGE, SMALL, Scene

DIRECTORY, SEARCH, MEETING = "/members/", f"/members/?q={SURNAME}", f"/meetings/{PAGE}/"
WARM_UP = 15
WAYS = {
    "directory": DIRECTORY,
    "name search": SEARCH,
    "search with a typing mistake": f"/members/?q={SURNAME.replace('u', '', 1)}",
    "members of a city": "/members/?city=Bern",
    "members of an employer": "/members/?employer=Company%207",
}


def directory(scene: Scene) -> list[Row]:
    """The directory and a search at 10,000 members beside a bare page of 50 rows."""
    ours, bare = scene.web(SMALL), scene.bare(SMALL)
    cookies = scene.member(SMALL)
    pages = {
        "bare": (bare, client.get("/fifty/")),
        "page": (ours, client.get(DIRECTORY, cookies)),
        "search": (ours, client.get(SEARCH, cookies)),
    }
    p50 = interleaved(scene, pages)
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
    p50 = interleaved(scene, pages)
    size = scene.size_of(LARGE)
    return [
        at_most(f"directory page at {size} members", p50["page large"], p50["page"], 1.3),
        at_most(f"search at {size}, equal hits", p50["search large"], p50["search"], 1.5),
    ]


def finding(scene: Scene) -> list[Row]:
    """Finding somebody among 100,000, however one asks: 95 of 100 answers within 100 ms."""
    port, cookies, size = scene.web(LARGE), scene.member(LARGE), scene.size_of(LARGE)
    found: dict[str, list[float]] = {name: [] for name in WAYS}
    for _round in range(scene.rounds):
        for name, path in WAYS.items():
            request = client.get(path, cookies)
            client.one_after_another(port, request, WARM_UP).demand(200)
            load = client.one_after_another(port, request, scene.requests).demand(200)
            found[name].append(load.p95)
    return [
        under(f"{name} at {size} members (p95)", Rounds.of(values, "ms"), 100)
        for name, values in found.items()
    ]


OFFICERS_PAGES = {
    "dues board": "/dues/",
    "dues board, the lapsed": "/dues/?state=lapsed",
    "lapse queue, the week": "/dues/queue/",
    "lapse queue, everybody": "/dues/queue/?in=all",
    "letters on paper": "/dues/queue/print/",
    "today": "/today/",
    "call list": "/today/calls/",
    "newcomers": "/newcomers/",
    "imports": "/members/import/",
    "desk: people": "/admin/members/person/",
    "desk: memberships": "/admin/members/membership/",
    "desk: payments": "/admin/members/payment/",
}


def dues(scene: Scene) -> list[Row]:
    """The treasurer's and chair's pages at the large size, each within half a second."""
    port, cookies = scene.web(LARGE), scene.officer(LARGE)
    asked = {name: (port, client.get(path, cookies)) for name, path in OFFICERS_PAGES.items()}
    p50 = interleaved(scene, asked, requests=scene.requests // 4)
    session, size = cookies["session"], scene.size_of(LARGE)
    counted = {
        name: int(scene.inside("count_queries", LARGE, session=session, path=path))
        for name, path in OFFICERS_PAGES.items()
    }
    most = max(counted, key=lambda name: counted[name])
    pages = [under(f"{name} at {size} members (p50)", p50[name], 500) for name in asked]
    return [*pages, under(f"{most}: queries", Rounds.of([counted[most]], "queries"), 20)]


def census(scene: Scene) -> list[Row]:
    """Everybody's standing on a day, today and a year ago, by one statement."""
    found = scene.inside("census", LARGE, rounds=scene.rounds)
    size = scene.size_of(LARGE)
    return [
        under(f"standing of {size} people, {when}", Rounds.of(seconds, "s"), 0.5)
        for when, seconds in found.items()
    ]


def meeting(scene: Scene) -> list[Row]:
    """A meeting's page for somebody signed in, beside a bare view of one query."""
    pages = {
        "bare": (scene.bare(SMALL), client.get("/one/")),
        "page": (scene.web(SMALL), client.get(MEETING, scene.member(SMALL))),
    }
    p50 = interleaved(scene, pages)
    queries = Rounds.of([scene.queries(SMALL, MEETING)], "queries")
    home = Rounds.of([scene.queries(SMALL, "/")], "queries")
    return [
        at_most("meeting page, signed in (p50)", p50["page"], p50["bare"], 10),
        under("meeting page: queries", queries, 12),
        under("home, an officer's: queries", home, 15),
    ]


def interleaved(
    scene: Scene, pages: dict[str, tuple[int, bytes]], *, requests: int = 0
) -> dict[str, Rounds]:
    """The p50 in milliseconds of each page, round after round all of them in turn."""
    for port, request in pages.values():
        client.at_once(port, [request] * WARM_UP, clients=3).demand(200)
    found: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(scene.rounds):
        for name, (port, request) in pages.items():
            load = client.one_after_another(port, request, requests or scene.requests)
            found[name].append(load.demand(200).p50)
            scene.note(name, load)
    return {name: Rounds.of(values, "ms") for name, values in found.items()}
