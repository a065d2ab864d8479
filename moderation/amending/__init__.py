"""What the community decides about its own rules: the charter, amendments, who moderates for how long.

How people talk and vote is `app.deciding`; here stands what a proposal may change, and what comes of an adopted one.
"""
