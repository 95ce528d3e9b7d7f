"""What may be: pure functions of values and dates, and the numbers a board may change."""

from members.rules.knobs import (
    KEEP_GUESTS_MONTHS,
    KEEP_LAPSED_MONTHS,
    LADDER,
    LAST_NOTICE_DAYS,
    LETTER_HOUR,
    PAYMENT_DETAILS,
    PHOTO_MB,
    RELAYS_A_DAY,
    RENEWAL_WINDOW,
    SIGNER,
)
from members.rules.ladder import Notice, Tone, notice_stage, stage_days, tone
from members.rules.money import money
from members.rules.offers import MOST_MONTHS_BETWEEN, NotPossible, Offer, Terms, offer
from members.rules.people import (
    FIELDS,
    erased_mark,
    erased_marks,
    folded_name,
    folded_words,
    is_visible,
    search_text,
)
from members.rules.periods import Run, add_months, current_run, next_period
from members.rules.standing import CURRENT, Cover, Passing, Standing, standing

__all__ = [
    "CURRENT",
    "FIELDS",
    "KEEP_GUESTS_MONTHS",
    "KEEP_LAPSED_MONTHS",
    "LADDER",
    "LAST_NOTICE_DAYS",
    "LETTER_HOUR",
    "MOST_MONTHS_BETWEEN",
    "PAYMENT_DETAILS",
    "PHOTO_MB",
    "RELAYS_A_DAY",
    "RENEWAL_WINDOW",
    "SIGNER",
    "Cover",
    "NotPossible",
    "Notice",
    "Offer",
    "Passing",
    "Run",
    "Standing",
    "Terms",
    "Tone",
    "add_months",
    "current_run",
    "erased_mark",
    "erased_marks",
    "folded_name",
    "folded_words",
    "is_visible",
    "money",
    "next_period",
    "notice_stage",
    "offer",
    "search_text",
    "stage_days",
    "standing",
    "tone",
]
