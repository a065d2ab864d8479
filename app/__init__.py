"""The community: what a member of a house does. Knows nothing of wires; federation and moderation use it."""
