"""What the pulse gives away: papers of the board, and the books of an association that ends."""

from pulse.exports.papers import annual_report, board_pack

__all__ = ["annual_report", "board_pack"]
