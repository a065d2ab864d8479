"""The database's two doors, files, and sealing. Knows no table of ours and decides nothing."""
