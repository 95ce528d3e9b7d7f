"""The board's desk for people, memberships and dues."""

from members.admin import joining, logins, money, people

__all__ = ["joining", "logins", "money", "people"]
