"""People, log-ins, plans, memberships and dues."""

from members.models.announcements import Announcement
from members.models.bank import BankColumns, BankLine, BankShare, Payer, Statement
from members.models.cards import CardEvent, Checkout
from members.models.dues import Basis, EndsAt, FirstYear, Membership, Payment, Plan
from members.models.imports import ImportBatch
from members.models.joining import Application, WelcomePromise
from members.models.ladder import Death, LadderStep, LetterHold, LetterSkip
from members.models.people import NOBODY, Email, Person, User, UserManager, Visibility, person_url
from members.models.sponsors import Sponsor

__all__ = [
    "NOBODY",
    "Announcement",
    "Application",
    "BankColumns",
    "BankLine",
    "BankShare",
    "Basis",
    "CardEvent",
    "Checkout",
    "Death",
    "Email",
    "EndsAt",
    "FirstYear",
    "ImportBatch",
    "LadderStep",
    "LetterHold",
    "LetterSkip",
    "Membership",
    "Payer",
    "Payment",
    "Person",
    "Plan",
    "Sponsor",
    "Statement",
    "User",
    "UserManager",
    "Visibility",
    "WelcomePromise",
    "person_url",
]
