"""The page panel socket: upper packages add sections to pages of this package.

A panel is a function of what the page shows and the log-in looking; it gives a template and its
context, or None for nothing. Upper packages register theirs in their own `sockets.py`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

Panel = Callable[[Any, Any, datetime], tuple[str, dict[str, Any]] | None]

_panels: dict[str, list[Panel]] = {}


def register(page: str, panel: Panel) -> None:
    """Add a panel to a page: "person" (as others see somebody) or "me" (one's own page), of that
    person; "seat", of a seat of theirs; "terms", of a day; "meeting", of a meeting."""
    _panels.setdefault(page, []).append(panel)


def panels(page: str, about: Any, user: Any, at: datetime) -> list[tuple[str, dict[str, Any]]]:
    """The panels that have something to show, in the order of registration."""
    found = (panel(about, user, at) for panel in _panels.get(page, []))
    return [panel for panel in found if panel is not None]
