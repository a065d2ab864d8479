"""Sets of accounts that a post may be for. Waits until something lives in it."""
