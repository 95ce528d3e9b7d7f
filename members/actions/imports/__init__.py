"""A file of people written all or nothing; the same file again changes nothing."""

from members.actions.imports.accept import Result, import_members

__all__ = ["Result", "import_members"]
