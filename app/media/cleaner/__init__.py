"""The process that opens pictures, one picture a life. Knows Pillow, two pipes and nothing else of the house.

A decoder may one day be talked into anything by the bytes it reads. So it runs where there is nothing to
take and little to break: no key, no database, no file to open, no socket, bounded memory and time. The house
starts it with `app.media.cleaning` and believes nothing it says unchecked.

Only `answers` may be imported by the house itself; the rest belongs to the child.
"""
