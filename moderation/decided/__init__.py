"""What was decided, by whom, under which clause and why; what comes of it stands where it takes effect.

rules.py      what may be decided, by how many and for how long
preparing.py  from what somebody wrote to a decision, every rule asked
saying.py     another person's yes or no
closing.py    the case that is decided
notices.py    what whoever is concerned reads (P14)
telling.py    that they hear of it
"""
