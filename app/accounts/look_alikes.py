"""Names that look like another: `rn` and `m`, `0` and `o`, `1`, `l` and `i`, `vv` and `w`, with or without `_`.

Nobody may come in under a name that is read as somebody else's. Names are ASCII, so these are all there are.
"""

from functools import reduce
from typing import Final

# In this order: what stands apart only by an underscore runs together first.
ALIKE: Final = (("_", ""), ("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"))


def skeleton(folded: str) -> str:
    """What a folded name looks like; two names with one skeleton are taken for each other."""
    return reduce(lambda seen, pair: seen.replace(*pair), ALIKE, folded)
