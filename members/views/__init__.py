"""The web door to people and memberships."""
