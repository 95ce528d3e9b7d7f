"""People, log-ins, plans, memberships, dues, directory."""
