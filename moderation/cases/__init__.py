"""What people ask the community to look at: reports, joined into cases, and who is looking."""
