"""The numbers and words of joining that a board may change."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

APPROVAL = knob(
    "members.applications_need_approval",
    1,
    _("Whether somebody approves applications (1), or proving the address is enough (0)"),
)
CONSENT = knob(
    "members.consent_text",
    "",
    _("What applicants agree to; empty = our own sentence about what we keep and why."),
)
PROMISE_DAYS = knob(
    "members.promise_days",
    [7, 14, 45, 90],
    _("Days after joining by which a newcomer has: the call, the host, the first meeting, the job"),
)
# So long a decision can be undone, for its letter waits as long.
UNDO = timedelta(minutes=10)
# How long the mailed link works, and what was typed is kept unproven.
LINK_DAYS = 7
# A newcomer is looked after for so long.
PATH_DAYS = 90
