"""What a local server's failure is called."""


class ServiceError(Exception):
    """A local server cannot be used; the text says why and what to do."""
