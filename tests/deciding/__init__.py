"""Proposals, objections and ballots, at the level of the acts."""
