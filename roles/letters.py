"""What is said about seats and elections.

`term.ending` goes to the holder and the board, `election.nomination` to who is asked to stand,
`election.ballot` and `election.result` to everybody with a vote.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Person
from outbox.kinds import Letter, Superseded
from outbox.models import Message
from outbox.queries import local_day, zone
from roles import rules
from roles.models import Election, Nomination, Term, Voter
from roles.queries.elections import contests, may_be_nominated_in, turnout
from roles.queries.endings import is_followed
from roles.queries.year import served


def term_ending(message: Message, at: datetime) -> Letter:
    """The letter that a term ends in 180, 90, 60 or 30 days and has no successor yet."""
    term = (
        Term.objects.select_related("seat__role", "person").filter(pk=message.about["term"]).first()
    )
    if term is None:
        raise Superseded(_("The term no longer exists."))
    if rules.notice_stage(term.period.upper, local_day(at)) != message.about["stage"]:
        raise Superseded(_("It is no longer the latest notice of this term."))
    if is_followed(term):
        raise Superseded(_("A successor stands."))
    reader = Person.objects.get(pk=message.about["person"])
    role = term.seat.role.title
    own = reader.pk == term.person_id
    day = date_format(term.period.upper - timedelta(days=1))
    subject = _("Your term as {role} ends on {day}") if own else _("{role}: the term ends on {day}")
    return Letter(
        to=message.to, to_name=reader.name, subject=subject.format(role=role, day=day),
        template="roles/term_ending",
        context={
            "reader": reader, "term": term, "role": role, "day": day, "own": own,
            "action_url": f"{settings.SITE_URL}{reverse('board')}",
            "action_label": _("See the board"),
            "why": _("You get this because you hold a seat of the association."),
        },
    )  # fmt: skip


def year_block(person: Person, at: datetime) -> list[tuple[str, str]]:
    """What the renewal letter says of a year in office; nothing for who held no seat."""
    titles = served(person, local_day(at))
    words = _("Thank you for serving as {roles}.")
    return [(_("Your part"), words.format(roles=", ".join(titles)))] if titles else []


def election_nomination(message: Message, at: datetime) -> Letter:
    """Somebody else has nominated the reader: do they stand?"""
    rows = Nomination.objects.select_related("election", "role", "person", "nominated_by")
    row = rows.filter(pk=message.about["nomination"]).first()
    if row is None or not may_be_nominated_in(row.election, local_day(at)):
        raise Superseded(_("Nominations are over."))
    if row.state != Nomination.State.ASKED:
        raise Superseded(_("The nomination is answered."))
    subject = _("You are nominated as {role}: do you stand?")
    return Letter(
        to=message.to, to_name=row.person.name, subject=subject.format(role=row.role.title),
        template="roles/election_nomination",
        context={
            "reader": row.person, "row": row, "election": row.election,
            "by": row.nominated_by, "day": date_format(row.election.nominations_until),
            "action_url": f"{settings.SITE_URL}{reverse('nomination', args=[row.pk])}",
            "action_label": _("Say yes or no"),
            "why": _("You get this because you were nominated. Without your yes you do not stand."),
        },
    )  # fmt: skip


def election_ballot(message: Message, at: datetime) -> Letter:
    """The ballot is open, to everybody who may vote and has not."""
    row = _voter(message)
    election = row.election
    closes = election.closes_at
    if closes is None or closes <= at or election.state != Election.State.OPEN:
        raise Superseded(_("This ballot is not open."))
    if row.has_voted:
        raise Superseded(_("The vote is in the box."))
    ends = date_format(closes.astimezone(zone()), "DATETIME_FORMAT")
    return Letter(
        to=message.to, to_name=row.person.name,
        subject=_("Your vote: {title}").format(title=election.title),
        template="roles/election_ballot",
        context={
            "reader": row.person, "election": election, "ends": ends,
            "contests": contests(election),
            "action_url": f"{settings.SITE_URL}{reverse('election-vote', args=[election.uid])}",
            "action_label": _("To your ballot"),
            "why": _("You get this because you have a vote in this election."),
        },
    )  # fmt: skip


def election_result(message: Message, at: datetime) -> Letter:
    """How it ended, to everybody who could vote."""
    row = _voter(message)
    election = row.election
    if election.state != Election.State.CLOSED:
        raise Superseded(_("The ballots are not counted."))
    voters, voted = turnout(election)
    return Letter(
        to=message.to, to_name=row.person.name,
        subject=_("The result: {title}").format(title=election.title),
        template="roles/election_result",
        context={
            "reader": row.person, "election": election, "contests": contests(election),
            "voters": voters, "voted": voted,
            "action_url": f"{settings.SITE_URL}{election.get_absolute_url()}",
            "action_label": _("See the result"),
            "why": _("You get this because you had a vote in this election."),
        },
    )  # fmt: skip


def _voter(message: Message) -> Voter:
    about = message.about
    rows = Voter.objects.select_related("election", "person")
    row = rows.filter(election=about["election"], person=about["person"]).first()
    if row is None:
        raise Superseded(_("You had no vote on the record date."))
    return row
