"""What is done: the only writers of people, memberships and dues."""
