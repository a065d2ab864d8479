"""Proposals, objections, ballots. Waits until something lives in it."""
