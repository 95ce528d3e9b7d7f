"""Reads that join several packages."""
