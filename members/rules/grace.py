"""What somebody in grace keeps: the board chooses, right by right."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kit.rules import Knob, knob


class Right(StrEnum):
    """What a member may do that the board may withhold in grace."""

    DIRECTORY = "directory"
    MEETINGS = "meetings"
    VOTING = "voting"


KEPT: dict[Right, Knob[int]] = {
    Right.DIRECTORY: knob(
        "members.grace_keeps_directory", 1, _("In grace: still sees the directory (1), or not (0)")
    ),
    Right.MEETINGS: knob(
        "members.grace_keeps_meetings",
        1,
        _("In grace: still comes to meetings as a member, with guests (1), or not (0)"),
    ),
    Right.VOTING: knob(
        "members.grace_keeps_voting",
        1,
        _("In grace: still counts for the quorum and may vote (1), or not (0)"),
    ),
}
