"""The rules the community wrote: versions of one text, in force one after the other.

Knows who published a version; who agreed to which stands with the accounts.
"""
