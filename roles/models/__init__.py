"""Posts, their seats and terms; what goes from holder to holder; special projects."""

from roles.models.handover import HandoverLine
from roles.models.posts import Role, Seat, Term
from roles.models.projects import Project, ProjectHelper, ProjectTask

__all__ = [
    "HandoverLine",
    "Project",
    "ProjectHelper",
    "ProjectTask",
    "Role",
    "Seat",
    "Term",
]
