"""An invented community, for trying out and for measuring. Nobody in it exists; it decides nothing.

Writes rows in bulk where the doors write them one by one, but makes every text, body and card with the functions
that real writing uses. Houses that have real members never see it.
"""
