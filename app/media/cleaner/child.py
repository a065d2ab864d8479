"""The cleaner's life: shut in, be asked once, answer once, end."""

import sys
import warnings

from PIL.Image import DecompressionBombError, DecompressionBombWarning

from app.media.cleaner import answers
from app.media.cleaner.answers import Declined, Outcome, Purpose
from app.media.cleaner.confinement import shut_in
from app.media.cleaner.redrawing import redraw
from app.media.cleaner.redrawing_small import redraw_small


def main() -> None:
    """Answer the one question on standard input, on standard output."""
    warnings.simplefilter("error")
    # Many a phone writes EXIF that is slightly wrong; nothing of it is kept, and the picture is fine.
    warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")
    shut_in()
    sys.stdout.buffer.write(_answer(*answers.read_question(sys.stdin.buffer)))
    sys.stdout.buffer.flush()


def _answer(purpose: Purpose, data: bytes) -> bytes:
    try:
        return answers.packed(redraw_small(data) if purpose is Purpose.EMOJI else redraw(data))
    except Declined as declined:
        return bytes([declined.outcome])
    except (DecompressionBombWarning, DecompressionBombError):
        return bytes([Outcome.TOO_MANY_PIXELS])
    except MemoryError:
        return bytes([Outcome.TOO_MUCH_WORK])
    except Exception:  # noqa: BLE001 - a hostile picture can make a decoder raise anything, and each is a no
        return bytes([Outcome.DAMAGED])
