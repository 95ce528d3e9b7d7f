"""The organizers' desk: series, meetings, answers, seats, attendance."""

from events.admin import answers, duties, meetings, series

__all__ = ["answers", "duties", "meetings", "series"]
