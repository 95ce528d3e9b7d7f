"""What is left of the demo's last evening: minutes, a link, what people said; a report kept."""

from datetime import datetime, timedelta

from events.actions import after, papers, saved_reports
from events.models import Attendance, Meeting
from members.models import Person

MINUTES = """# Present

Twenty-four members and two guests.

# Said

- The talk, and **long** questions.
- The roof: two offers are in, a third is asked for.

# Next

Maple asks for the third offer by the end of the month."""
WORDS = ["The questions were the best part.", "", "Please, a longer break."]


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """Minutes approved, a link, and three who tell how the last meeting was. Changes events."""
    saved_reports.save(
        report="first-timers", name="New faces of the last month", kind="talk", span="month", q="",
        readers=[cast["organizer"]], by=cast["organizer"], at=at,
    )  # fmt: skip
    last = Meeting.objects.filter(state=Meeting.State.CLOSED, ends_at__lt=at).first()
    if last is None:
        return
    paper = papers.write(
        meeting=last, kind="minutes", text=MINUTES, audience="members", by=cast["secretary"],
        at=last.ends_at,
    )  # fmt: skip
    when = last.ends_at + timedelta(days=7)
    papers.approve(paper=paper, where="the board", by=cast["president"], at=min(when, at))
    papers.add_link(
        meeting=last, label="Pictures of the evening", url="https://demo.example/pictures",
        by=cast["organizer"], at=at,
    )  # fmt: skip
    seen = Attendance.objects.filter(meeting=last, state="present").select_related("person")
    said_at = min(at, last.ends_at + timedelta(hours=18))
    for row, words in zip(seen.order_by("id"), WORDS, strict=False):
        after.tell(meeting=last, person=row.person, score=4, words=words, at=said_at)
