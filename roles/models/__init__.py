"""Posts, their seats and terms."""

from roles.models.posts import Role, Seat, Term

__all__ = ["Role", "Seat", "Term"]
