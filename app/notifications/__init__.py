"""What a member is told. Sends nothing out."""
