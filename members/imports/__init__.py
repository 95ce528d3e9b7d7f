"""A file of people read into plain rows; it never touches the database."""

from members.imports.columns import Field
from members.imports.rows import Problem, Row, Table, read_members

__all__ = ["Field", "Problem", "Row", "Table", "read_members"]
