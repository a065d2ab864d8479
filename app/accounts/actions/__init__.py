"""One file a theme: joining, signing in, following, profiles, accounts of allies."""
