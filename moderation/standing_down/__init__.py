"""A moderator who leaves, or whose phone is taken, is stood down at once by another. Everybody here sees that."""
