"""The organizers' desk: series, meetings, answers, seats, attendance."""

from events.admin import answers, meetings, series

__all__ = ["answers", "meetings", "series"]
