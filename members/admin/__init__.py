"""The board's desk for people, memberships and dues."""

from members.admin import bank, joining, logins, money, people

__all__ = ["bank", "joining", "logins", "money", "people"]
