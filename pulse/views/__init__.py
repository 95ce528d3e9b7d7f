"""The pages of the pulse, for the board."""
