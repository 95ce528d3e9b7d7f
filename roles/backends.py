"""Access follows the seat: a role's rights while the term runs, and not a day longer."""


class SeatBackend:
    """Permission backend."""

    def authenticate(self, request: object, **credentials: object) -> None:
        return None
