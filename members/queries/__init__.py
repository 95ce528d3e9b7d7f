"""What is shown: reads, and the gateways by which a view gets a person."""

from members.queries.addresses import address_for, letter_address, letter_address_of
from members.queries.lapses import falling_due
from members.queries.people import get_person, lookup, of_user, search
from members.queries.standing import covers_of, members_on, standing, with_standing

__all__ = [
    "address_for",
    "covers_of",
    "falling_due",
    "get_person",
    "letter_address",
    "letter_address_of",
    "lookup",
    "members_on",
    "of_user",
    "search",
    "standing",
    "with_standing",
]
