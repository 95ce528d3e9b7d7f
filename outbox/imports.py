"""What a mail service says became of letters, as plain rows."""

import json
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kit.text import canonical_email

MOST_REPORTS = 500


class Outcome(StrEnum):
    """What happened to a letter after the mail server had taken it."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"


class BadReports(ValueError):
    """The body is not what the contract says; the text tells what is wrong."""


@dataclass(frozen=True)
class Report:
    """One address and what came back; a bounce that is not permanent says nothing for long."""

    outcome: Outcome
    address: str
    permanent: bool


def read_reports(body: bytes) -> list[Report]:
    """The rows of `{"events": [{"type", "address", "permanent"}, ...]}`. Raises BadReports.

    `type` is bounce or complaint, `permanent` true where it is left out.
    """
    try:
        events = json.loads(body)["events"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadReports('the body is not {"events": [...]} in JSON') from None
    if not isinstance(events, list) or len(events) > MOST_REPORTS:
        raise BadReports(f"events is not a list of at most {MOST_REPORTS}")
    return [_report(number, event) for number, event in enumerate(events, start=1)]


def _report(number: int, event: object) -> Report:
    if not isinstance(event, dict):
        raise BadReports(f"event {number} is not an object")
    kind, address = event.get("type"), event.get("address")
    if kind not in list(Outcome) or not isinstance(address, str):
        raise BadReports(f"event {number} needs a type, bounce or complaint, and an address")
    permanent = event.get("permanent", True)
    if not isinstance(permanent, bool):
        raise BadReports(f"event {number}: permanent is neither true nor false")
    try:
        validate_email(address)
    except ValidationError:
        raise BadReports(f"event {number} has no address that could exist") from None
    return Report(Outcome(kind), canonical_email(address), permanent)
