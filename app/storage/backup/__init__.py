"""Backups of a house: one format for both databases, encrypted with age, checked whole before it replaces anything.

Knows rows, files and their hashes, and no table of ours: what a deletion means is told to it by whoever restores.
"""
