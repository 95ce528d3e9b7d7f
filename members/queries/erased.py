"""Whether an address is one of somebody who was erased here."""

from collections.abc import Iterable

from members.models import Erased
from members.rules import erased_mark


def erased(addresses: Iterable[str]) -> set[str]:
    """Those of the given addresses that belonged to somebody erased. One query."""
    marks = {erased_mark(address): address for address in addresses if address}
    known = Erased.objects.filter(mark__in=list(marks)).values_list("mark", flat=True)
    return {marks[mark] for mark in known}
