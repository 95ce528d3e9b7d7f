"""Object tools of the organizers' desk."""

from functools import partial

from events.actions.refusals import Refused
from events.rules.recurrence import RuleInvalid
from kit.admin import tools
from members.admin.tools import ToolAdmin as PeoplesToolAdmin

Tool = partial(tools.Tool, permission="events.manage_meetings")


class ToolAdmin(PeoplesToolAdmin):
    """Object tools whose form says why an action was refused."""

    refusals = (Refused, RuleInvalid)
