"""The pages, looked at from outside: what a browser is given."""
