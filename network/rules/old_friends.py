"""When a member is asked to write to an old friend whose membership has ended."""

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

SHARED = knob(
    "network.old_friend_meetings", 3, _("Meetings two must have shared to be called old friends")
)
LAPSED_DAYS = knob(
    "network.old_friend_after_days", 60,
    _("Days after the end of a membership before an old friend is asked to write"),
)  # fmt: skip
# Between two such notes to one person, and between two drafts to one member.
QUARTER_DAYS = 92
# A draft waits so long; then somebody else may be asked.
OPEN_DAYS = 30
# The same two are not brought up again sooner.
SAME_PAIR_DAYS = 365
