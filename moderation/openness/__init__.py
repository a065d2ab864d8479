"""What everybody may see of deciding, without seeing anybody; and who looked at what."""
