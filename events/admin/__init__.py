"""The organizers' desk: series, meetings, answers, seats, attendance."""

from events.admin import answers, door, duties, meetings, records, series

__all__ = ["answers", "door", "duties", "meetings", "records", "series"]
