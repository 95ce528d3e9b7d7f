"""What comes in through the web door, cleaned."""

from roles.forms.desk import AppointForm, EndEarlyForm, HoldOverForm, RightsForm, SeatForm
from roles.forms.seats import FillForm

__all__ = ["AppointForm", "EndEarlyForm", "FillForm", "HoldOverForm", "RightsForm", "SeatForm"]
