"""What leaves the meetings as files: rows in, bytes out."""
