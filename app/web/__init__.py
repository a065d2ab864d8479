"""Pages that work without script. Knows no SQL and never the client API."""
