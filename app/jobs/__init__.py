"""The outbox and the queues, written in the caller's transaction, and what runs them.

Knows no reaction: wiring does.
"""
