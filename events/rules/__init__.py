"""What may be: pure functions of values and dates, no database, no clock."""
