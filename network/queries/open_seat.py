"""What a seat's own page adds for the officer who may fill it."""

from datetime import datetime
from typing import Any

from django.http import Http404

from network.queries.asks import of_posts
from network.queries.posts import get_post
from roles.models import Seat


def on_its_page(seat: Seat, user: Any, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """The way to the three names, and who is being asked; nothing while the seat is not open."""
    try:
        post = get_post("seat", seat.pk, user, at)
    except Http404:
        return None
    return "network/ask_panel.html", {"post": post, "asks": of_posts([post]).get(post.key, [])}
