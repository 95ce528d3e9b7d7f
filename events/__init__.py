"""Series, meetings, talks and speakers, answers, door, attendance."""
