"""Roles, seats, terms, hand-overs and projects at the board's desk."""

from roles.admin import projects, seats

__all__ = ["projects", "seats"]
