"""How the community keeps its own rules. Never imports federation or a door."""
