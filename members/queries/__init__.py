"""What is shown: reads, and the gateways by which a view gets a person."""

from members.queries.addresses import address_for, letter_address, letter_address_of
from members.queries.applications import open_of, open_plans, plan_asked_for
from members.queries.directory import directory_page
from members.queries.languages import language_of, language_of_address, readers_languages
from members.queries.lapses import falling_due
from members.queries.own import audiences, payments_of, periods_of, summary, wanted_letters
from members.queries.people import get_person, lookup, may_see_directory, of_user, payers, search
from members.queries.profiles import profile
from members.queries.rights import has_right, holders
from members.queries.rolls import rolls
from members.queries.standing import covers_of, is_member_on, members_on, standing, with_standing

__all__ = [
    "address_for",
    "audiences",
    "covers_of",
    "directory_page",
    "falling_due",
    "get_person",
    "has_right",
    "holders",
    "is_member_on",
    "language_of",
    "language_of_address",
    "letter_address",
    "letter_address_of",
    "lookup",
    "may_see_directory",
    "members_on",
    "of_user",
    "open_of",
    "open_plans",
    "payers",
    "payments_of",
    "periods_of",
    "plan_asked_for",
    "profile",
    "readers_languages",
    "rolls",
    "search",
    "standing",
    "summary",
    "wanted_letters",
    "with_standing",
]
