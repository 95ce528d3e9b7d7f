"""A file of people written all or nothing; the same file again changes nothing."""

from members.actions.imports.accept import import_members
from members.actions.imports.answers import Answers, Result

__all__ = ["Answers", "Result", "import_members"]
