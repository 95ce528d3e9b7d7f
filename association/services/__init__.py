"""Embedded PostgreSQL and Valkey for `make demo` and `make test`: private servers on loopback.

Nothing here knows Django: it runs before the settings are read.
"""
