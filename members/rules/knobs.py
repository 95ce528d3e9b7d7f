"""The numbers of membership that a board may change."""

from django.utils.translation import gettext_lazy as _

from kit.rules import knob

RENEWAL_WINDOW = knob(
    "members.renewal_window_days", 60, _("Days before the last paid day from which renewal is due.")
)
LADDER = knob(
    "members.notice_ladder",
    [-60, -30, -15, -3, 0, 7, 21, 30, 60, 120],
    _("Days, counted from the last paid day (0), on which a renewal letter is due."),
)
LAST_NOTICE_DAYS = knob(
    "members.last_notice_days",
    30,
    _("Days for which the last step of the ladder may still go out."),
)
KEEP_LAPSED_MONTHS = knob(
    "members.keep_lapsed_months", 60, _("Months that lapsed members stay on file.")
)
KEEP_GUESTS_MONTHS = knob(
    "members.keep_guests_months", 24, _("Months that guests who never joined stay on file.")
)
PHOTO_MB = knob("members.photo_megabytes", 12, _("Largest photo of a member, in megabytes."))
RELAYS_A_DAY = knob(
    "members.relays_a_day", 5, _("Letters a member may write to others through the site in a day.")
)
LETTER_HOUR = knob(
    "members.letter_hour", 9, _("Hour of the association's day from which renewal letters leave.")
)
SIGNER = knob(
    "members.signer", "", _("Who signs letters about membership; empty = the letterhead.")
)
PAYMENT_DETAILS = knob(
    "members.payment_details", "", _("How to pay: account, bank, payable to; shown when renewing.")
)
