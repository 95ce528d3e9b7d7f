"""The tool shed: it knows no association and serves every package."""
