"""What changes the pictures among words."""
