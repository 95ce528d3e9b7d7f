"""Whether an address is one of somebody who was erased here."""

from collections.abc import Iterable

from members.models import Erased
from members.rules import erased_marks


def erased(addresses: Iterable[str]) -> set[str]:
    """Those of the given addresses that belonged to somebody erased. One query."""
    marks = {mark: address for address in addresses if address for mark in erased_marks(address)}
    known = Erased.objects.filter(mark__in=list(marks)).values_list("mark", flat=True)
    return {marks[mark] for mark in known}
