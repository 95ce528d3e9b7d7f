"""What comes in through the web door, cleaned."""

from typing import Any

from django.http import QueryDict

LONGEST = 200


def read_answer(posted: QueryDict) -> dict[str, Any]:
    """Answer, mode and guests of the form; guests are None where the form has no field for them."""
    guests = posted.getlist("guest") if "guest" in posted else None
    return {
        "answer": posted.get("answer", "")[:LONGEST],
        "mode": posted.get("mode", "")[:LONGEST],
        "guests": guests if guests is None else [name[:LONGEST] for name in guests[:50]],
    }
