"""The least that Django can be: what this machine can do at all."""
