"""Posts, their seats and terms; what goes from holder to holder; projects; elections."""

from roles.models.elections import Ballot, Election, Nomination, Voter
from roles.models.handover import HandoverLine
from roles.models.posts import Role, Seat, Term
from roles.models.projects import Project, ProjectHelper, ProjectTask

__all__ = [
    "Ballot",
    "Election",
    "HandoverLine",
    "Nomination",
    "Project",
    "ProjectHelper",
    "ProjectTask",
    "Role",
    "Seat",
    "Term",
    "Voter",
]
