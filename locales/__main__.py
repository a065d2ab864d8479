"""`python -m locales`: bring `parasol.pot` up to date with what the code says."""

from locales import gathering

gathering.write()
