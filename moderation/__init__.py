"""How the community keeps its own rules. Never imports federation or a door. Waits until something lives in it."""
