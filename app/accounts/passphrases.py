"""Which passphrases protect somebody, and what is said of the others. Pure: no table, no hash."""

from app.accounts.guessing import Kind, guess
from app.basics.errors import Invalid

SHORTEST = 12
LONGEST = 1024  # bytes
# Hashing costs about 20 ms (`secrets`): for 2^40 guesses one core works for seven hundred years.
NEEDED_BITS = 40.0


def checked_passphrase(passphrase: str, *own: str) -> str:
    """The passphrase, if it protects somebody; raises Invalid with the reason, in no time whatever its size.

    `own` are names that whoever knows the member would try: theirs, the house's, its host and title.
    """
    if len(passphrase) < SHORTEST:
        raise Invalid("passphrase", "A passphrase has at least 12 characters. Four or five words are good.")
    if len(passphrase) > LONGEST or len(passphrase.encode("utf-8", "surrogatepass")) > LONGEST:
        raise Invalid("passphrase", "This passphrase is too long: at most 1,024 bytes.")
    found = guess(passphrase, own)
    if found.bits < NEEDED_BITS:
        raise _too_easy(max(Kind, key=lambda kind: found.covers[kind]))
    return passphrase


def _too_easy(mostly: Kind) -> Invalid:
    """The reason, by what most of the passphrase is."""
    match mostly:
        case Kind.OWN:
            return Invalid(
                "passphrase",
                "This passphrase is made of your name or of words of this house, and they are tried first. "
                "Take words that have nothing to do with you.",
            )
        case Kind.COMMON:
            return Invalid(
                "passphrase",
                "This passphrase is a common one or nearly so, and they are tried first. "
                "Take four or five words that have nothing to do with each other.",
            )
        case Kind.KEYS:
            return Invalid(
                "passphrase",
                "This passphrase is a row of keys on the keyboard, and such rows are tried first. "
                "Take four or five words that have nothing to do with each other.",
            )
        case Kind.ORDER:
            return Invalid(
                "passphrase",
                "This passphrase is letters or digits in their usual order, and they are tried first. "
                "Take four or five words that have nothing to do with each other.",
            )
        case Kind.REPEATED:
            return Invalid(
                "passphrase",
                "This passphrase repeats itself, so it is as easy to guess as a short one. "
                "Take four or five different words.",
            )
        case Kind.NUMBER:
            return Invalid(
                "passphrase",
                "This passphrase is little more than a number, and dates and telephone numbers are tried first. "
                "Take four or five words that have nothing to do with each other.",
            )
        case Kind.WORD:
            return Invalid(
                "passphrase",
                "These are too few words, or names: whoever guesses knows them too. "
                "Take four or five that have nothing to do with each other.",
            )
        case Kind.OTHER:
            return Invalid("passphrase", "This passphrase could be guessed. Make it longer by a word or two.")
