"""How often members may write to people outside, and how long it is followed."""

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

INVITATIONS_A_DAY = knob(
    "network.invitations_a_day", 5, _("Colleagues a member may invite by letter in one day")
)
# One mailbox gets no second invitation within so many days, whoever writes.
LETTER_EVERY_DAYS = 14
# A name and an address of whom nothing came are dropped so long after the meeting.
FORGET_DAYS = 30
# Visits are followed for so long.
FOLLOWED_DAYS = 400
VISITS = 2
