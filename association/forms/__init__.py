"""The forms of pages that join several packages."""

from association.forms.setup import SetupForm

__all__ = ["SetupForm"]
