"""The letter block socket: upper packages add what only they know to letters of this package.

A block is a function of what the slot is about (the reader; in a letter about a meeting the
reader's answer to it) and the instant; it gives (title, text) pairs, or nothing.
Upper packages register theirs in their own `sockets.py`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

Block = Callable[[Any, datetime], list[tuple[str, str]]]

_blocks: dict[tuple[str, str], list[Block]] = {}


def register(kind: str, slot: str, block: Block) -> None:
    """Add a block to a slot of a kind of letter ("membership.notice", "value")."""
    _blocks.setdefault((kind, slot), []).append(block)


def blocks(kind: str, slot: str, about: Any, at: datetime) -> list[tuple[str, str]]:
    """Everything the slot holds about this, in the order of registration."""
    return [pair for block in _blocks.get((kind, slot), []) for pair in block(about, at)]
