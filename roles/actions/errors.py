"""Why an appointment or its end is refused; the text is a sentence for a person."""


class TermRefused(Exception):
    """What was asked for is not possible; `str(error)` says why and what to do."""


class SeatTaken(TermRefused):
    """Somebody else fills the seat in part of that time."""


class LastAppointer(TermRefused):
    """Without this person nobody could appoint anybody any more."""


class TermLimit(TermRefused):
    """One term more in a row than the role allows; whoever appoints may say so and go on."""


class ElectionRefused(Exception):
    """A step of an election is not possible; `str(error)` says why and what to do."""


class NoVote(ElectionRefused):
    """This vote does not count: not a voter, voted already, not open, or too many crosses."""
