"""What may be brought along, and what is refused whole with a sentence, before anything is done."""

import io
import json
import stat
import tracemalloc
import zipfile

import pytest

from app.basics.clock import now
from app.basics.errors import Invalid, ParasolError, TooLarge
from app.leaving import locking, reading_lists, reading_posts, taking_in, unpacking
from app.leaving.reading_lists import Kind, Line
from app.leaving.taking_in import HandedIn
from app.storage.sealing import HouseKey
from tests.leaving.archives import ME, a_note, a_zip, an_archive, an_outbox

KEY = HouseKey(b"k" * 32)
ORIGIN = "https://lantern.example"
MY_URI = f"{ORIGIN}/ap/actors/me"


def handed_in(data: bytes, kind: Kind | None = None, *, mine: bool = True, passphrase: str = "") -> taking_in.Planned:
    return taking_in.plan(HandedIn(data, kind, mine, passphrase), MY_URI, ORIGIN, key=KEY, now=now())


def refused(data: bytes, **more: object) -> str:
    """The sentence."""
    with pytest.raises(ParasolError) as error:
        handed_in(data, **more)  # type: ignore[arg-type]
    assert error.value.status in {413, 422}
    return error.value.safe


def test_ones_own_posts_become_steps():
    planned = handed_in(an_archive(a_note(1), a_note(2)))

    assert planned.report.total == 1
    assert planned.report.left_out == 0


def test_nothing_in_a_step_can_be_read_without_the_key():
    [payload] = handed_in(an_archive(a_note(1, "A planted sentence"))).payloads

    assert b"planted" not in payload


@pytest.mark.parametrize(
    "name",
    [
        "../outbox.json",
        "media/../../etc/passwd",
        "/etc/passwd",
        "C:/outbox.json",
        "media\\..\\x",
        "a/..",
        "..",
        "a\x01b",
    ],
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str):
    assert "leads out" in refused(a_zip({"outbox.json": an_outbox(), name: "x"}))


def test_a_name_is_refused_for_what_stands_behind_its_end_as_well():
    """Python reads a name up to its first NUL."""
    data = a_zip({"outbox.json": an_outbox(), "media/1Z.png": "x"}).replace(b"media/1Z.png", b"media/1\x00.png")

    assert "leads out" in refused(data)


def test_a_link_is_refused():
    assert "link" in refused(a_zip({"outbox.json": "/etc/passwd"}, external_attr=(stat.S_IFLNK | 0o777) << 16))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("outbox.json", an_outbox())
        archive.writestr("outbox.json", an_outbox())

    assert "same name" in refused(made.getvalue())


def test_a_zip_with_a_password_of_its_own_is_refused():
    data = bytearray(a_zip({"outbox.json": an_outbox()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1

    assert "password" in refused(bytes(data))


def test_a_bomb_is_refused_by_what_it_says_and_by_what_comes_out():
    honest = a_zip({"outbox.json": b" " * (30 * 1024 * 1024)})
    assert len(honest) < 100_000
    assert "unpacks to more" in refused(honest)

    lying = honest.replace((30 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert refused(lying) in {unpacking.BROKEN, unpacking.TOO_BIG}


def test_many_files_and_much_in_all_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)
    assert "too many files" in refused(a_zip({f"media/{n}": b"x" for n in range(4)}))

    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 1000)
    assert "unpacks to more" in refused(a_zip({"outbox.json": an_outbox(), "a": b"x" * 600, "b": b"y" * 600}))


def test_what_comes_out_is_counted_over_all_of_the_archive(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 1000)
    archive = unpacking.Archive(a_zip({"a": b"x" * 600}))
    assert archive.read("a") == b"x" * 600

    with pytest.raises(TooLarge):
        archive.read("a")


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_a_way_that_nobody_uses_is_refused(packed: int):
    assert refused(a_zip({"outbox.json": an_outbox(a_note(1))}, compress_type=packed)) == unpacking.BROKEN


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 500, a_zip({"outbox.json": an_outbox()})[:-30]]
)
def test_what_is_no_archive_is_refused(data: bytes):
    assert refused(data) == unpacking.BROKEN


def test_damaged_content_is_refused():
    data = bytearray(a_zip({"outbox.json": an_outbox(a_note(1))}))
    data[60] ^= 0xFF

    assert refused(bytes(data)) == unpacking.BROKEN


@pytest.mark.parametrize(
    "outbox",
    [
        "",
        "no json",
        "[]",
        "null",
        '{"orderedItems": 7}',
        "[" * 100_000,
        '{"orderedItems":' + "[" * 100_000,
        '"\\ud800"',
    ],
)
def test_posts_that_cannot_be_read_are_refused(outbox: str):
    assert refused(a_zip({"outbox.json": outbox})) == reading_posts.UNREADABLE


def test_somebody_elses_posts_are_refused_whole():
    theirs = "https://elsewhere.example/users/juno"

    assert refused(an_archive(a_note(1), a_note(2, by=theirs))) == reading_posts.NOT_ONES_OWN
    assert refused(an_archive(a_note(1, by=theirs), actor=ME)) == reading_posts.NOT_ONES_OWN
    assert refused(a_zip({"outbox.json": an_outbox(a_note(1), a_note(2, by=theirs))})) == reading_posts.NOT_ONES_OWN
    assert refused(a_zip({"outbox.json": an_outbox(a_note(1, attributedTo=""))})) == reading_posts.NOT_ONES_OWN


def test_a_post_wrapped_in_somebody_elses_create_is_refused():
    wrapped = {"type": "Create", "actor": "https://elsewhere.example/users/juno", "object": a_note(1)}

    assert refused(a_zip({"outbox.json": json.dumps({"orderedItems": [wrapped]})})) == reading_posts.NOT_ONES_OWN


def test_another_members_archive_of_this_house_is_refused():
    theirs = f"{ORIGIN}/ap/actors/somebody"

    assert refused(an_archive(a_note(1, by=theirs), actor=theirs)) == taking_in.SOMEBODY_ELSES
    assert handed_in(an_archive(a_note(1, by=MY_URI), actor=MY_URI)).report.total == 1


def test_posts_are_taken_only_by_whoever_says_that_they_are_theirs():
    with pytest.raises(Invalid) as error:
        handed_in(an_archive(a_note(1)), mine=False)

    assert error.value.field == "mine"


def test_an_archive_with_nothing_for_us_is_refused():
    assert "nothing in this archive" in refused(a_zip({"holiday.txt": "x"}))


@pytest.mark.parametrize(
    "published", ["2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "yesterday", "", "0001-01-01T00:00:00+23:00", None]
)
def test_a_post_with_a_date_that_cannot_be_is_left_out(published: object):
    planned = handed_in(an_archive(a_note(1, published=published), a_note(2)))

    assert planned.report.left_out == 1


def test_messages_are_left_out_however_they_are_addressed():
    message = a_note(1, to=["https://elsewhere.example/users/juno"], cc=[])
    ours = a_note(2, **{"parasol:audience": "mentioned", "cc": []})

    assert handed_in(an_archive(message, ours, a_note(3))).report.left_out == 2


def test_what_would_take_much_more_memory_than_it_has_bytes_is_not_read_at_all():
    empty = b'{"orderedItems":[' + b"{}," * 2_000_000 + b"{}]}"

    tracemalloc.start()
    with pytest.raises(TooLarge):
        reading_posts.read(empty, "", now=now())
    needed = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert needed < len(empty)


def test_a_directory_of_countless_files_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 2)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(TooLarge):
        unpacking.Archive(unpacking.MAGIC + b"PK\x01\x02" * 3)


def test_too_many_posts_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading_posts, "MOST_POSTS", 2)

    assert "too many posts" in refused(an_archive(a_note(1), a_note(2), a_note(3)))


def test_a_locked_archive_opens_with_its_passphrase_alone():
    locked = locking.lock(an_archive(a_note(1)), "a passphrase for the file")

    assert handed_in(locked, passphrase="a passphrase for the file").report.total == 1
    for passphrase in ("", "another passphrase"):
        with pytest.raises(Invalid) as error:
            handed_in(locked, passphrase=passphrase)
        assert error.value.field == "archive_passphrase"


def test_an_archive_that_would_take_all_our_memory_to_open_is_not_tried():
    head = locking.MAGIC + b"-> scrypt rEnpfeh67s0p0E5CZ+OgKQ 30\nFSQzMXQPJUeB6B/PLXbbior0T8ACZrldLiLEHfoivyA\n--- x"

    assert "too much to open" in refused(head, passphrase="anything at all")
    assert "not encrypted with a passphrase" in refused(locking.MAGIC + b"-> X25519 abc\n", passphrase="x")


def test_a_list_as_mastodon_writes_it():
    data = b"Account address,Show boosts,Notify on new posts,Languages\njuno@b.example,false,true,\n@oda@b.example\n"

    assert reading_lists.read(data, Kind.FOLLOWING) == [Line("juno@b.example", False), Line("oda@b.example", True)]


def test_a_list_of_hosts():
    assert reading_lists.read(b"#domain\nBad.example\n\nbad.example\n", Kind.DOMAINS) == [Line("bad.example")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"juno@b.example\n=HYPERLINK(1)\n", "not an address"),
        (b"+1@b.example\n", "not an address"),
        (b"@SUM(A1)\n", "not an address"),
        (b"juno\n", "not an address"),
        (b"juno@b.example\x00\n", "cannot be kept"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'"juno@b.example', "not a list"),
        (b"x" * 200_000, "not a list"),
        (b"juno@b.example/../x\n", "not an address"),
    ],
)
def test_a_list_with_one_line_that_is_none_is_refused_whole(data: bytes, words: str):
    assert words in refused(data, kind=Kind.FOLLOWING)


@pytest.mark.parametrize("line", ["juno@b.example", "=HYPERLINK(1)", "-b.example", "b.example/../x", "localhost; x"])
def test_a_list_of_hosts_with_one_line_that_is_none_is_refused_whole(line: str):
    assert "not a host" in refused(f"a.example\n{line}\n".encode(), kind=Kind.DOMAINS)


def test_a_list_of_a_few_endless_lines_is_refused_before_it_is_read():
    endless = b'"' + b"x" * reading_lists.MOST_BYTES + b'"\n'

    assert "too long" in refused(endless, kind=Kind.FOLLOWING)


def test_a_million_lines_are_refused():
    assert "too long" in refused(b"juno@b.example\n" * 11_000, kind=Kind.BLOCKS)
    assert "too long" in refused(b"juno@b.example\n" * 1_000_000, kind=Kind.BLOCKS)


def test_a_list_of_nobody_says_what_needs_nothing():
    with pytest.raises(Invalid) as error:
        handed_in(b"juno@b.example\n")

    assert "choose what it is" in error.value.safe


def test_a_picture_larger_than_any_may_be_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(taking_in, "MAX_BYTES", 10)
    pictured = a_note(1, attachment=[{"type": "Document", "url": "media/1.webp"}])

    with pytest.raises(TooLarge):
        handed_in(an_archive(pictured, media__1_dot_webp=b"x" * 11))


def test_a_picture_that_is_not_in_the_archive_is_counted_and_never_fetched():
    elsewhere = [{"url": "https://elsewhere.example/1.png"}, {"url": "/media/2.webp"}, {"url": 7}]

    assert handed_in(an_archive(a_note(1, attachment=elsewhere))).report.pictures_refused == 1


def test_a_file_stands_in_the_first_post_that_names_it_and_is_drawn_once(monkeypatch: pytest.MonkeyPatch):
    drawn = list[bytes]()
    monkeypatch.setattr(taking_in, "_drawn_anew", drawn.append)
    notes = [a_note(n, attachment=[{"type": "Document", "url": "media/one.png"}] * 4) for n in range(1, 9)]

    planned = handed_in(an_archive(*notes, media__one_dot_png=b"a picture"))

    assert drawn == [b"a picture"]
    assert planned.report.pictures_refused == 31


def test_pictures_that_take_too_long_are_left_out_and_the_posts_stay(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(taking_in, "MOST_SECONDS", -1)
    note = a_note(1, attachment=[{"type": "Document", "url": "media/one.png"}])

    planned = handed_in(an_archive(note, media__one_dot_png=b"a picture"))

    assert (planned.report.total, planned.report.pictures_refused) == (1, 1)
