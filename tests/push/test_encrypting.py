"""What an app is sent opens with its key alone, as the standard's own example has it."""

import base64

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from app.push.encrypting import encrypted
from tests.world.pushing import AnAppsKeys, read64

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
WRITTEN = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
    "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_to_the_byte():
    ours = ec.derive_private_key(int.from_bytes(read64(SENDER), "big"), ec.SECP256R1())

    made = encrypted(PLAIN, read64(P256DH), read64(AUTH), ours=ours, salt=read64(SALT))

    assert base64.urlsafe_b64encode(made).decode().rstrip("=") == WRITTEN


def test_only_the_app_itself_opens_it_and_never_twice_the_same_is_sent():
    app, another = AnAppsKeys(), AnAppsKeys()

    made = [encrypted(PLAIN, app.p256dh, app.auth) for _ in range(2)]

    assert made[0] != made[1]
    assert [app.opens(one) for one in made] == [PLAIN, PLAIN]
    with pytest.raises(InvalidTag):
        another.opens(made[0])


def test_a_point_that_is_on_no_curve_is_refused():
    with pytest.raises(ValueError, match="Invalid EC key"):
        encrypted(PLAIN, b"\x04" + bytes(63) + b"\x01", bytes(16))
