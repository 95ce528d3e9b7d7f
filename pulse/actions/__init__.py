"""The only writers of the pulse's one table."""
