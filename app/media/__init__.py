"""What a file really is, and everything but the picture out of it. Knows no account and no post."""
