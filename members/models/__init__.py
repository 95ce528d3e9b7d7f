"""People, log-ins, plans, memberships and dues."""

from members.models.dues import EndsAt, Membership, Payment, Plan
from members.models.imports import ImportBatch
from members.models.joining import Application, WelcomePromise
from members.models.people import NOBODY, Email, Person, User, UserManager, Visibility, person_url

__all__ = [
    "NOBODY",
    "Application",
    "Email",
    "EndsAt",
    "ImportBatch",
    "Membership",
    "Payment",
    "Person",
    "Plan",
    "User",
    "UserManager",
    "Visibility",
    "WelcomePromise",
    "person_url",
]
