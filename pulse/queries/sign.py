"""One vital sign: a number with its rule in words and the people it counts."""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pulse.rules import SMALL


@dataclass(frozen=True)
class Sign:
    """One vital sign: `part` of `whole`, or a bare number in words.

    `people` are the ids behind it, `missing` those one would rather have in it. A `whole` below
    `small` is too small for a share.
    """

    key: str
    label: str | Promise
    rule: str
    part: int | None = None
    whole: int | None = None
    words: str = ""
    tone: str = ""
    people: frozenset[int] = field(default_factory=frozenset)
    missing: frozenset[int] = field(default_factory=frozenset)
    small: int = SMALL.default

    @property
    def percent(self) -> str:
        """The share in words; empty where there are too few people for one."""
        if self.part is None or not self.whole or self.whole < self.small:
            return ""
        return f"{number_format(100 * self.part / self.whole, 0)} %"

    @property
    def value(self) -> str:
        """What stands in large type."""
        if self.words or self.part is None:
            return self.words
        if self.percent:
            return self.percent
        return _("{part} of {whole}").format(part=self.part, whole=self.whole)
