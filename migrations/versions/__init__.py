"""One file a step, numbered; none is changed once a house has taken it."""
