"""What comes out is the picture that went in: upright, in its colours, moving if it moved, and light."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from tests.world import pictures
from tests.world.pictures import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT, four_corners, saved

CORNERS = (TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT)
LYING = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def shows(data: bytes, corners: tuple[tuple[int, ...], ...] = CORNERS, tolerance: int = 20) -> bool:
    picture = opened(data).convert("RGB")
    near, far = (picture.width // 8, picture.height // 8), (picture.width * 7 // 8, picture.height * 7 // 8)
    places = (near, (far[0], near[1]), (near[0], far[1]), far)
    found = [picture.getpixel(place) for place in places]
    return all(
        abs(a - b) <= tolerance
        for pixel, wanted in zip(found, corners, strict=True)
        for a, b in zip(pixel, wanted, strict=True)
    )


@pytest.mark.parametrize("orientation", LYING)
def test_a_picture_held_any_way_stands_upright(cleaned, orientation):
    lying = four_corners() if LYING[orientation] is None else four_corners().transpose(LYING[orientation])
    photograph = saved(lying, "JPEG", quality=95, exif=b"Exif\0\0" + pictures.exif(orientation))

    picture = cleaned(photograph)

    assert (picture.width, picture.height) == (640, 480)
    assert shows(picture.full)
    assert shows(picture.small)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_formats_are_turned_upright_too(cleaned, form):
    lying = four_corners().transpose(Image.Transpose.ROTATE_90)

    picture = cleaned(saved(lying, form, exif=b"Exif\0\0" + pictures.exif(6)))

    assert shows(picture.full)


def test_exif_that_nobody_can_read_turns_nothing(cleaned):
    picture = cleaned(saved(four_corners(), "JPEG", quality=95, exif=b"Exif\0\0MM\0*" + b"\xff" * 40))

    assert shows(picture.full)


def test_a_large_picture_becomes_light(cleaned):
    picture = cleaned(saved(four_corners(4000, 3000), "JPEG"))

    assert (picture.width, picture.height) == (2048, 1536) == opened(picture.full).size
    assert (picture.small_width, picture.small_height) == (480, 360) == opened(picture.small).size
    assert len(picture.small) < 40_000
    assert picture.mime == "image/webp"


def test_a_busy_photograph_has_a_light_preview(cleaned):
    photograph = Image.effect_noise((1000, 800), 70).resize((2000, 1600)).convert("RGB")

    picture = cleaned(saved(photograph, "JPEG", quality=90))

    assert len(picture.small) < 40_000


def test_a_small_picture_is_not_blown_up(cleaned):
    picture = cleaned(saved(four_corners(40, 30), "PNG"))

    assert (picture.width, picture.height) == (picture.small_width, picture.small_height) == (40, 30)


@pytest.mark.parametrize("size", [(1, 1), (9000, 1), (3, 9000), (480, 5000)])
def test_odd_sizes_fit(cleaned, size):
    picture = cleaned(saved(Image.new("RGB", size, "teal"), "PNG"))

    assert 1 <= picture.width <= 2048
    assert 1 <= picture.height <= 2048
    assert 1 <= picture.small_width <= 480
    assert 1 <= picture.small_height <= 640


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_four_formats_keep_their_picture(cleaned, form):
    assert shows(cleaned(saved(four_corners(), form)).full)


@pytest.mark.parametrize("interlaced", ["progressive JPEG", "CMYK JPEG", "palette PNG", "grey JPEG"])
def test_rarer_kinds_keep_their_picture(cleaned, interlaced):
    kinds = {
        "progressive JPEG": (four_corners(), "JPEG", {"progressive": True}, CORNERS),
        "CMYK JPEG": (four_corners().convert("CMYK"), "JPEG", {"quality": 95}, CORNERS),
        "palette PNG": (four_corners().quantize(8), "PNG", {}, CORNERS),
        "grey JPEG": (four_corners().convert("L"), "JPEG", {}, grey(CORNERS)),
    }
    image, form, how, corners = kinds[interlaced]

    assert shows(cleaned(saved(image, form, **how)).full, corners)


def grey(colours):
    return tuple((Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0)),) * 3 for colour in colours)


def test_one_bit_pictures_stay_black_and_white(cleaned):
    page = Image.new("1", (64, 64), 1)
    page.paste(0, (0, 0, 32, 64))

    shown = opened(cleaned(saved(page, "PNG")).full).convert("RGB")

    assert shown.getpixel((5, 5)) == (0, 0, 0)
    assert shown.getpixel((60, 60)) == (255, 255, 255)


def test_sixteen_bits_a_pixel_keep_their_shades(cleaned):
    deep = Image.new("I;16", (64, 64))
    deep.putdata([32768] * 64 * 64)

    shown = opened(cleaned(saved(deep, "PNG")).full).convert("RGB")

    assert abs(shown.getpixel((30, 30))[0] - 128) <= 2


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_was_transparent_stays_transparent(cleaned, mode):
    sticker = Image.new("RGBA", (64, 64), (200, 200, 200, 255))
    sticker.paste((0, 0, 0, 0), (0, 0, 32, 64))
    sticker = sticker.quantize(4) if mode == "P" else sticker.convert(mode)

    shown = opened(cleaned(saved(sticker, "PNG")).full)

    assert shown.getpixel((5, 5))[3] == 0
    assert shown.getpixel((60, 60))[3] == 255


@pytest.mark.parametrize("size", [(64, 64), (2500, 64)])
def test_nothing_is_kept_underneath_what_was_made_transparent(cleaned, size):
    rubbed_out = Image.effect_noise(size, 90).convert("RGB")
    never_there = Image.new("RGB", size, "white")
    for picture in (rubbed_out, never_there):
        picture.putalpha(0)
        picture.paste((0, 0, 255, 255), (0, 0, 32, 32))

    assert cleaned(saved(rubbed_out, "PNG")) == cleaned(saved(never_there, "PNG"))


def test_a_colour_profile_is_followed_and_then_forgotten(cleaned):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = swap_red_and_blue(lab)
    red = Image.new("RGB", (64, 64), (255, 0, 0))

    shown = opened(cleaned(saved(red, "PNG", icc_profile=swapped)).full)

    assert "icc_profile" not in shown.info
    assert shown.convert("RGB").getpixel((30, 30))[2] > 200


def swap_red_and_blue(profile: bytes) -> bytes:
    """A profile whose red is the usual blue: its effect cannot be overlooked."""
    table = bytearray(profile)
    count = struct.unpack_from(">I", table, 128)[0]
    rows = {bytes(table[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, blue = rows[b"rXYZ"], rows[b"bXYZ"]
    table[red : red + 4], table[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(table)


@pytest.mark.parametrize("profile", [b"not a profile", b"\0" * 200])
def test_a_broken_colour_profile_is_ignored(cleaned, profile):
    assert shows(cleaned(saved(four_corners(), "PNG", icc_profile=profile)).full)


def test_a_gif_goes_on_moving(cleaned):
    picture = cleaned(pictures.told_gif(frames=4))

    shown = Image.open(BytesIO(picture.full))
    assert (shown.n_frames, shown.info["loop"]) == (4, 0)
    shown.load()
    assert shown.info["duration"] == 80
    assert shows(picture.full)
    assert Image.open(BytesIO(picture.small)).n_frames == 1


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_moving_pictures_go_on_moving(cleaned, form):
    frames = [four_corners(80, 60), four_corners(80, 60).rotate(180)]

    picture = cleaned(saved(frames[0], form, save_all=True, append_images=frames[1:], duration=200, loop=0))

    shown = Image.open(BytesIO(picture.full))
    assert shown.n_frames == 2
    shown.seek(1)
    assert shows(saved(shown.convert("RGB"), "PNG"), CORNERS[::-1])


def test_a_gif_that_plays_once_plays_once(cleaned):
    frames = [four_corners(80, 60), four_corners(80, 60).rotate(180)]

    picture = cleaned(saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=90))

    assert Image.open(BytesIO(picture.full)).info["loop"] == 1


def test_only_the_first_picture_of_a_jpeg_with_several_is_taken(cleaned):
    several = saved(four_corners(), "MPO", save_all=True, append_images=[Image.new("RGB", (640, 480))])

    picture = cleaned(several)

    assert shows(picture.full)
    assert getattr(opened(picture.full), "n_frames", 1) == 1
