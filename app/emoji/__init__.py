"""Small pictures among words: those that the house's stewards made, and those that allies' members write with.

Knows shortcodes, files and which house each is of; knows no account and no post, and not who wrote which one.
"""
