"""Which houses are allies, in what state and with what scopes. Reads and keeps; never speaks with them."""
