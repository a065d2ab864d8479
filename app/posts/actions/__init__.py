"""One file a use: writing, receiving, deleting, showing thanks and boosts, pictures."""
