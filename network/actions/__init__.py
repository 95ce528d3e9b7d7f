"""The only writers of the network's tables."""
