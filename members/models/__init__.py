"""People, log-ins, plans, memberships and dues."""

from members.models.announcements import Announcement
from members.models.bank import BankColumns, BankLine, BankShare, Payer, Statement, StatementJob
from members.models.bank_claims import BankClaim
from members.models.calls import CallNote
from members.models.cards import CardEvent, Checkout
from members.models.dues import Basis, EndsAt, FirstYear, Membership, Payment, Plan
from members.models.erased import Erased
from members.models.erasures import ErasedPerson
from members.models.exports import ExportedPerson
from members.models.imports import ImportBatch, ImportColumns, ImportedPerson, Upload
from members.models.joining import Application, WelcomePromise
from members.models.ladder import Death, LadderStep, LetterHold, LetterSkip
from members.models.merges import Merge, NotTheSame
from members.models.people import NOBODY, Email, Person, User, UserManager, Visibility, person_url
from members.models.profiles import Link, Portrait, Relay, photo_url
from members.models.retention import Retention
from members.models.sponsors import Sponsor

__all__ = [
    "NOBODY",
    "Announcement",
    "Application",
    "BankClaim",
    "BankColumns",
    "BankLine",
    "BankShare",
    "Basis",
    "CallNote",
    "CardEvent",
    "Checkout",
    "Death",
    "Email",
    "EndsAt",
    "Erased",
    "ErasedPerson",
    "ExportedPerson",
    "FirstYear",
    "ImportBatch",
    "ImportColumns",
    "ImportedPerson",
    "LadderStep",
    "LetterHold",
    "LetterSkip",
    "Link",
    "Membership",
    "Merge",
    "NotTheSame",
    "Payer",
    "Payment",
    "Person",
    "Plan",
    "Portrait",
    "Relay",
    "Retention",
    "Sponsor",
    "Statement",
    "StatementJob",
    "Upload",
    "User",
    "UserManager",
    "Visibility",
    "WelcomePromise",
    "person_url",
    "photo_url",
]
