"""One file a verb. Each takes a VerifiedActivity and calls an action."""
