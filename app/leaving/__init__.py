"""What a member takes along, brings along and leaves behind: joins what the slices below know of one account.

Knows nothing of allies: who has to be told is federation's to find out.
"""
