"""Why an answer or a change of a meeting is refused, in words for the person in front of it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Refused(Exception):
    """The base: `str()` is a sentence a person understands and can act on; `help_url_name` names
    the page that helps, if one does."""

    help_url_name = ""

    def __str__(self) -> str:
        return _("That is not possible.")


class MeetingNotOpen(Refused):
    """The meeting is a draft, cancelled or closed."""

    def __str__(self) -> str:
        return _("This meeting takes no answers: it is cancelled, over, or not announced yet.")


class AnswersClosed(Refused):
    """It is too late for a yes, or for any answer once the meeting has begun."""

    def __init__(self, closed_at: datetime) -> None:
        super().__init__(closed_at)
        self.closed_at = closed_at

    def __str__(self) -> str:
        return _(
            "Answers for this meeting are closed. Your answer was not changed;"
            " if something came up, please write to us."
        )


class NotAMember(Refused):
    """Seats are for current members and the guests they bring."""

    help_url_name = "me-membership"

    def __str__(self) -> str:
        return _(
            "Seats are for current members and their guests, and your membership is not"
            " running. Renew it under “My membership”, then answer again."
        )


class GuestLimit(Refused):
    """More guests than a member may bring."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def __str__(self) -> str:
        if not self.limit:
            return _("This meeting is for members only: please come without guests.")
        return ngettext(
            "You can bring one guest to this meeting. Please name one at most.",
            "You can bring %(limit)d guests to this meeting. Please name that many at most.",
            self.limit,
        ) % {"limit": self.limit}


class GuestsNotTaken(Refused):
    """No guests here: for members only, not announced, or too late."""

    def __str__(self) -> str:
        return _("This meeting takes no guests any more. Please look at the next one.")


class GuestAlone(Refused):
    """A guest has one seat; further guests come with a member."""

    def __str__(self) -> str:
        return _("As a guest you have one seat. Your friends can ask for theirs on the same page.")


class Busy(Refused):
    """Others changed the same party again and again; nothing was written."""

    def __str__(self) -> str:
        return _("Somebody else is changing this answer right now. Please try again.")


class NoRoom(Refused):
    """A party that has its seats asked for more, or for other ones, than are free."""

    def __init__(self, free: int) -> None:
        super().__init__(free)
        self.free = free

    def __str__(self) -> str:
        return ngettext(
            "There is only %(free)d free seat, so nothing was changed: you keep what you have.",
            "There are only %(free)d free seats, so nothing was changed: you keep what you have.",
            self.free,
        ) % {"free": self.free}


class ModeNotOffered(Refused):
    """The meeting has no seats of that kind."""

    def __str__(self) -> str:
        return _("This meeting does not take place that way. Please choose another way to come.")


class UnknownAnswer(Refused):
    """A word that is no answer."""

    def __str__(self) -> str:
        return _("Please choose one of the buttons: coming, or not coming.")


class CapacityTooSmall(Refused):
    """Fewer seats than are given away."""

    def __init__(self, minimum: int) -> None:
        super().__init__(minimum)
        self.minimum = minimum

    def __str__(self) -> str:
        return ngettext(
            "%(minimum)d seat is given away already. Choose at least that number.",
            "%(minimum)d seats are given away already. Choose at least that number.",
            self.minimum,
        ) % {"minimum": self.minimum}


class NotPossible(Refused):
    """A change of a meeting that its state does not allow; carries its own sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence
