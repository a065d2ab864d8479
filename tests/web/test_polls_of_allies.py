"""Allies' polls on pages: their counts are asked for when somebody looks, and a page waits for nothing."""

from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member
from tests.world.polling import an_allys_poll, asked_about, asks


def test_an_allys_poll_that_is_looked_at_is_asked_about_once_and_ones_own_never(
    lantern: OpenHouse, marisol: Browser, another_member: Member
):
    own, post_id = asks(another_member), an_allys_poll(lantern.house)

    for path in ("/community", "/community", f"/posts/{post_id}", f"/posts/{own}"):
        assert "Tuesday" in marisol.get(path).text

    assert asked_about(lantern.house) == [post_id]
