"""The board's desk for people, memberships and dues."""

from members.admin import bank, imports, joining, logins, money, people, records

__all__ = ["bank", "imports", "joining", "logins", "money", "people", "records"]
