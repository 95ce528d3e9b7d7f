"""Agendas and minutes are written, approved and opened again; links are kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.refusals import NotPossible
from events.models import Link, Meeting, Paper
from kit.prose import tidy
from kit.text import clean
from members.models import Person

State = Paper.State


@transaction.atomic
def write(
    *, meeting: Meeting, kind: str, text: str, audience: str, by: Person | None, at: datetime
) -> Paper:
    """The draft of the agenda or minutes in these words. Raises NotPossible where it is approved:
    it must be opened again first. Changes papers."""
    values = {"text": tidy(text), "audience": audience, "written_at": at, "written_by": by}
    paper, new = Paper.objects.get_or_create(meeting=meeting, kind=kind, defaults=values)
    if new:
        return paper
    if not Paper.objects.filter(pk=paper.pk, state=State.DRAFT).update(**values):
        raise NotPossible(_("This is approved. Open it again to change it."))
    paper.refresh_from_db()
    return paper


def approve(*, paper: Paper, where: str, by: Person | None, at: datetime) -> bool:
    """The paper stands as it is, approved `where` (a body, a meeting); False where it did before.

    Changes the paper.
    """
    drafts = Paper.objects.filter(pk=paper.pk, state=State.DRAFT)
    return bool(
        drafts.update(
            state=State.APPROVED, approved_at=at, approved_by=by, approved_in=clean(where)[:200]
        )
    )


def reopen(*, paper: Paper, by: Person | None, at: datetime) -> bool:
    """The paper is a draft again; history keeps what was approved. Changes the paper."""
    approved = Paper.objects.filter(pk=paper.pk, state=State.APPROVED)
    return bool(
        approved.update(state=State.DRAFT, approved_at=None, approved_by=None, approved_in="")
    )


def add_link(*, meeting: Meeting, label: str, url: str, by: Person | None, at: datetime) -> Link:
    """A link beside the slides; the same address again only changes its words. Changes links."""
    values = {"label": clean(label), "added_at": at, "added_by": by}
    return Link.objects.update_or_create(meeting=meeting, url=url, defaults=values)[0]


def remove_link(*, link: Link, by: Person | None, at: datetime) -> None:
    """The link goes; history keeps it. Changes links."""
    link.delete()
