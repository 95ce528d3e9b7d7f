"""People, log-ins, plans, memberships and dues."""

from members.models.bank import BankColumns, BankLine, BankShare, Payer, Statement
from members.models.cards import CardEvent, Checkout
from members.models.dues import Basis, EndsAt, FirstYear, Membership, Payment, Plan
from members.models.imports import ImportBatch
from members.models.joining import Application, WelcomePromise
from members.models.people import NOBODY, Email, Person, User, UserManager, Visibility, person_url

__all__ = [
    "NOBODY",
    "Application",
    "BankColumns",
    "BankLine",
    "BankShare",
    "Basis",
    "CardEvent",
    "Checkout",
    "Email",
    "EndsAt",
    "FirstYear",
    "ImportBatch",
    "Membership",
    "Payer",
    "Payment",
    "Person",
    "Plan",
    "Statement",
    "User",
    "UserManager",
    "Visibility",
    "WelcomePromise",
    "person_url",
]
