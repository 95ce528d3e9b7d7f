"""The letterhead and the letters waiting to leave: it knows nobody and serves all."""
