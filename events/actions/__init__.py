"""What is done: the only writers."""
