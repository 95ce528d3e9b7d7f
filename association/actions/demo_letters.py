"""The demo's letters from officers: drafts, for nothing in it was meant to be sent."""

from datetime import datetime

from members.actions import announcements
from members.models import Person

NEWS = """We painted the hall at last. **Thank you** to the eight who came with brushes.

- The workshop opens again on Saturday at ten.
- The kettle is new, the cups are not.

Write back if you can lend us a long ladder."""
NOTICE = """The board invites you to the annual general meeting.

# Agenda

1. Report of the board
2. Accounts, and the auditors' word
3. Elections
4. Anything else

Motions reach the secretary two weeks before."""


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """A letter to all members and the notice of a general meeting. Changes announcements."""
    members = {"standings": ["active", "due", "grace", "honorary"]}
    announcements.write(
        subject="The hall is painted", text=NEWS, audience={"standings": ["active", "due"]},
        sort="news", by=cast["organizer"], at=at,
    )  # fmt: skip
    announcements.write(
        subject="Notice of the annual general meeting", text=NOTICE, audience=members,
        sort="notice", by=cast["secretary"], at=at,
    )  # fmt: skip
