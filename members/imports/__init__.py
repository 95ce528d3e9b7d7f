"""A file of people read into plain rows; it never touches the database."""

from members.imports.columns import KEEP, LABELS, LEAVE, Field, meaning_of
from members.imports.rows import Problem, Row, Table

__all__ = ["KEEP", "LABELS", "LEAVE", "Field", "Problem", "Row", "Table", "meaning_of"]
