"""Asking that a decision be looked at again, by other people. It is always possible, also while suspended (P16).

appealing.py  the subject's side: appeal, say more, withdraw
hearing.py    the other side: take it, ask, give it back, answer
ending.py     how an appeal ends, silence among the ways
free.py       who has no part in the matter and may hear it (P15)
evidence.py   how long the sealed copies stay, and when they are destroyed
"""
