"""The board's desk for people, memberships and dues."""

from members.admin import logins, money, people

__all__ = ["logins", "money", "people"]
