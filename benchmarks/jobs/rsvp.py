"""Answers over HTTP: eight clients, one meeting that fills up, and the seats counted afterwards."""

from benchmarks import client
from benchmarks.figures import Rounds, Row, at_least
from benchmarks.filling import HOT, HOT_SEATS
from benchmarks.scene import SMALL, Scene

COUNTS = """
SELECT count(*) FILTER (WHERE rsvp.state = 'going'),
    count(*) FILTER (WHERE rsvp.state = 'waitlisted'),
    coalesce(max(wait_number), 0), count(DISTINCT wait_number),
    (SELECT taken FROM events_seating AS seat WHERE seat.meeting_id = meeting.id)
FROM events_meeting AS meeting JOIN events_rsvp AS rsvp ON rsvp.meeting_id = meeting.id
WHERE meeting.slug = %s GROUP BY meeting.id
"""


def rsvp(scene: Scene) -> list[Row]:
    """Each request is another member's first yes."""
    ours, bare = scene.web(SMALL), scene.bare(SMALL)
    waiting = iter(scene.members(SMALL, scene.rounds * scene.answers))
    mine, theirs = [], []
    client.at_once(bare, [client.get("/one/")] * 50).demand(200)
    client.at_once(ours, [client.get("/healthz")] * 50).demand(200)
    for _round in range(scene.rounds):
        yes = [_yes(next(waiting)) for _number in range(scene.answers)]
        load = client.at_once(ours, yes).demand(303)
        scene.note("rsvp", load)
        mine.append(load.per_second)
        one = [client.get("/one/")] * (scene.answers * 4)
        theirs.append(client.at_once(bare, one).demand(200).per_second)
    row = at_least(
        "RSVP over HTTP, 8 clients, one hot meeting",
        Rounds.of(mine, "/s"), Rounds.of(theirs, "/s"), 0.08,
    )  # fmt: skip
    return [row, _seats(scene, scene.rounds * scene.answers)]


def _yes(cookies: dict[str, str]) -> bytes:
    form = {"answer": "going", "csrfmiddlewaretoken": cookies["csrf"]}
    return client.post(f"/meetings/{HOT}/rsvp/", form, cookies)


def _seats(scene: Scene, answers: int) -> Row:
    counted = scene.ask(SMALL, COUNTS, [HOT])
    seated = min(HOT_SEATS, answers)
    waiting = answers - seated
    expected = (seated, waiting, waiting, waiting, seated)
    text = f"{counted[0]} going, {counted[1]} waiting"
    target = f"{seated} going, waiting 1..{waiting}"
    return Row("RSVP: exact seats afterwards", text, target=target, met=counted == expected)
