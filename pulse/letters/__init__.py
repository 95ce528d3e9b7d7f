"""What the pulse writes."""

from pulse.letters.calls import call, silence
from pulse.letters.closing import announced, books, taken_back

__all__ = ["announced", "books", "call", "silence", "taken_back"]
