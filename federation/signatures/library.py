"""httpsig, imported without pkg_resources.

It asks pkg_resources for its own version and for nothing else, and that costs a quarter of a second at every
start. So a stand-in that knows no version stands there while httpsig is being imported.
"""

import sys
from types import ModuleType


class _NoSuchDistribution(Exception):
    pass


def _get_distribution(name: str) -> None:
    raise _NoSuchDistribution(name)


_stand_in = ModuleType("pkg_resources")
_stand_in.__dict__.update(get_distribution=_get_distribution, DistributionNotFound=_NoSuchDistribution)
_was_there = "pkg_resources" in sys.modules
sys.modules.setdefault("pkg_resources", _stand_in)
try:
    from httpsig.sign import HeaderSigner
    from httpsig.utils import build_signature_template, generate_message
finally:
    if not _was_there:
        del sys.modules["pkg_resources"]

__all__ = ["HeaderSigner", "build_signature_template", "generate_message"]
