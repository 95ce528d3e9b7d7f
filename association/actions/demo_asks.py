"""Who should ask whom in the demo: one to be asked by the member, one under way, one yes."""

from datetime import datetime

from members.models import Person
from network.actions import asks
from network.models import Ask
from network.queries.candidates import candidates
from network.queries.posts import Post, open_posts


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """The president picks names for what is open. Writes asks."""
    chair = cast["president"]
    posts = open_posts(chair.user, at)
    askers = [cast["member"], cast["secretary"], cast["membership"]]
    picked = [_picked(post, asker, chair, at) for post, asker in zip(posts, askers, strict=False)]
    for row in picked[1:]:
        if row is not None:
            asks.accept(ask=row, by=row.asker, at=at)
    for row in picked[2:]:
        if row is not None:
            asks.answer(
                ask=row, answer="yes", note="From next month on.", by=row.asker, at=at
            )  # fmt: skip


def _picked(post: Post, asker: Person, chair: Person, at: datetime) -> Ask | None:
    """The first of the three who is not the asker; None where nobody suits."""
    for one in candidates(post, chair.user, at):
        if one.person != asker:
            return asks.pick(post=post, person=one.person, asker=asker, by=chair, at=at)
    return None
