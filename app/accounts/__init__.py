"""Pseudonyms, credentials, sessions, invitations, follows. Knows no post."""
