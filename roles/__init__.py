"""Posts held by a person for a term: board seats and standing volunteer roles."""
