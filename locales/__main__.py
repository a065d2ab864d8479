"""`python -m locales`: bring `parasol.pot` and every language up to date, and say what is left to translate.

`python -m locales fr` begins a language.
"""

import sys

import locales
from locales import checking, gathering, updating


def main(begun: list[str]) -> int:
    """The exit code: 1 while a language that calls itself complete is not."""
    gathering.write()
    for language in begun:
        updating.begin(language)
    faulty = False
    for language in updating.known():
        updating.bring_up_to_date(language)
        faults = checking.faults(updating.template(), locales.translated(language))
        sys.stdout.write("\n  ".join([f"{language}: {len(faults)} to do", *faults[:20]]) + "\n")
        faulty = faulty or (bool(faults) and locales.marks(language).get("Complete") == "yes")
    return int(faulty)


sys.exit(main(sys.argv[1:]))
