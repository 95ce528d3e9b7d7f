"""Those who were there say how it was and whom they met."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.refusals import NotPossible
from events.models import Feedback, Meeting, Met
from events.queries.after import faces, is_open, was_there
from kit.prose import tidy
from members.models import Person

WORDS = 2000


def tell(*, meeting: Meeting, person: Person, score: int, words: str, at: datetime) -> Feedback:
    """How it was; said again it replaces what was said before. Changes feedback.

    Raises NotPossible where the person was not there, or it is too early or too late.
    """
    _check(meeting, person, at)
    if score not in Feedback.Score.values:
        raise NotPossible(_("Choose how it was."))
    values = {"score": score, "words": tidy(words)[:WORDS], "given_at": at}
    return Feedback.objects.update_or_create(meeting=meeting, person=person, defaults=values)[0]


@transaction.atomic
def say_met(
    *, meeting: Meeting, person: Person, shown: Iterable[str], ticked: Iterable[str], at: datetime
) -> int:
    """Of the people `shown` (uids) those `ticked` were met, the others not (any more).

    Only who was there and shows their name can be named. Gives how many are met here now.
    Raises NotPossible as `tell` does. Changes who met whom.
    """
    _check(meeting, person, at)
    asked, wanted = set(shown), set(ticked)
    known = {str(one.uid): one for one in faces(meeting, person) if str(one.uid) in asked | wanted}
    mine = Met.objects.filter(meeting=meeting, person=person)
    mine.filter(other__uid__in=[uid for uid in known if uid not in wanted]).delete()
    rows = [
        Met(meeting=meeting, person=person, other=known[uid], said_at=at)
        for uid in sorted(wanted & set(known))
    ]
    Met.objects.bulk_create(rows, ignore_conflicts=True)
    return mine.count()


def _check(meeting: Meeting, person: Person, at: datetime) -> None:
    if not is_open(meeting, at):
        raise NotPossible(_("It is too early or too late to tell us about this meeting."))
    if not was_there(meeting, person):
        raise NotPossible(_("Only those who were there can tell us about it."))
