"""Roles, seats, terms, hand-overs, projects and elections at the board's desk."""

from roles.admin import elections, projects, seats

__all__ = ["elections", "projects", "seats"]
