"""How long an opening stands."""

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

OPENING_DAYS = knob("network.opening_days", 60, _("Days after which an opening runs out"))
# So long after its end an opening of which no introduction came is kept.
KEPT_DAYS = 90
A_DAY = 5
SIGNAL_DAYS = knob(
    "network.signal_days", 60, _("Days after which what a member is open to runs out")
)
