"""Typed defaults: a package declares here-typed knobs, a board may turn them."""

from dataclasses import dataclass

from django.utils.functional import Promise

KNOBS: dict[str, "Knob"] = {}


@dataclass(frozen=True)
class Knob[T]:
    """A number or text a board may change: its key, its default, and what it is for."""

    key: str
    default: T
    help: str | Promise


def knob[T](key: str, default: T, help: str | Promise) -> Knob[T]:
    """Declare a knob once, at import of the owning package's rules; a second time is an error."""
    if key in KNOBS:
        raise ValueError(f"The setting {key} is declared twice.")
    declared = Knob(key, default, help)
    KNOBS[key] = declared
    return declared
