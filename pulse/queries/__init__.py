"""What the pulse shows: read from the rows of other packages, stored nowhere."""
