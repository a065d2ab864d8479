"""Members who consented to be drawn: they take a part where too few moderators are free of ties (P15).

Knows who consented, who was drawn for which decision, and what they answered. Shows them that one matter and no other.
"""
