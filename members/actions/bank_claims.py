"""What a bank line may pay beside dues: proposed, posted and taken back with its statement."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members import claims
from members.actions.memberships import NotPossible
from members.models import BankClaim, BankLine, Person, Statement
from members.rules.bank import LIKELY, named_in, preferred


class NotPosted(NotPossible):
    """A line cannot be posted; nothing was."""


def offer(
    line: BankLine, people: list[Person], *, are_dues: bool, at: datetime, choose: bool = True
) -> bool:
    """Keep what these people owe in just this amount as choices; whether one of them was chosen.

    `are_dues`: the amount is what they owe in dues. Writes BankClaim, and says why on the line.
    """
    found = claims.owed([person.pk for person in people], line.cents, at)
    named = [named_in(line.purpose, claim.names) for _source, claim in found]
    best = preferred(named, are_dues=are_dues) if choose else None
    for place, (source, claim) in enumerate(found):
        BankClaim.objects.get_or_create(
            line=line, source=source, key=claim.key,
            defaults={
                "person_id": claim.person_id, "title": claim.title, "chosen": place == best,
            },
        )  # fmt: skip
    if best is not None:
        line.confidence = max(line.confidence, LIKELY)
        line.reason = _("Just this is open: {title}.").format(title=found[best][1].title)[:200]
        line.save(update_fields=["confidence", "reason"])
    return best is not None


def row_claims(statement: Statement) -> QuerySet[BankClaim]:
    """The claims of a statement's lines, in the order of the file."""
    rows = BankClaim.objects.filter(line__statement=statement)
    return rows.select_related("line", "person").order_by("line__row", "pk")


def settle_claims(wanted: list[BankClaim], by: Person | None, at: datetime) -> int:
    """Mark these as paid; gives their number. Raises NotPosted, naming the row."""
    for claim in wanted:
        try:
            claims.settle(claim, by=by, at=at)
        except NotPossible as problem:
            words = _("Row {row}, {name}: {problem} Nothing was posted.")
            told = words.format(row=claim.line.row, name=claim.person.name, problem=problem)
            raise NotPosted(told) from problem
    BankClaim.objects.filter(pk__in=[claim.pk for claim in wanted]).update(settled_at=at)
    return len(wanted)


def take_back_claims(statement: Statement, by: Person | None, at: datetime) -> int:
    """Void what this statement marked as paid; gives the number."""
    mine = list(row_claims(statement).filter(settled_at__isnull=False))
    for claim in mine:
        claims.take_back(claim, by=by, at=at)
    return len(mine)
