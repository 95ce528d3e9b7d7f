"""Rows and rights to files: papers about dues, people as a sheet. Nothing is written here."""

from members.exports.batches import letters_to_print
from members.exports.papers import dues_letter, receipt
from members.exports.people import COLUMNS, people_cells

__all__ = ["COLUMNS", "dues_letter", "letters_to_print", "people_cells", "receipt"]
