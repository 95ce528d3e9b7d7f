"""What is said about people and memberships; each letter tells the truth of when it leaves."""

from members.letters.memberships import notice, told, welcome

__all__ = ["notice", "told", "welcome"]
