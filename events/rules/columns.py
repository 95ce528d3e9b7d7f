"""The columns of a file of meetings, as it is brought in and as it is given away."""

COLUMNS = (
    "series", "rule", "starts_at_local", "timezone", "number", "topic", "venue", "address", "city",
    "talk", "speakers",
)  # fmt: skip
