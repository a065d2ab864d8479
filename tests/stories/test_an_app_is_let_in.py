"""An app written for Mastodon is let in on the page where a member signs in, and posts a picture for her."""

from collections.abc import Callable
from io import BytesIO

import pytest
import requests
from mastodon import Mastodon, MastodonUnauthorizedError

from tests.promises.test_p26_no_metadata import words_in
from tests.world.browsers import Person
from tests.world.cast import PASSPHRASE
from tests.world.pictures import phone_picture
from tests.world.servers import Server

SCOPES = ["read", "write", "follow"]


@pytest.mark.story
def test_a_member_lets_mastodon_py_in_and_it_posts_a_picture(
    make_server: Callable[..., Server], somebody: Callable[..., Person]
):
    lantern = make_server("lantern")
    lantern.run("member", "add", "marisol", stdin=PASSPHRASE + "\n")
    lantern.start()
    client_id, secret = Mastodon.create_app("Tusk", scopes=SCOPES, api_base_url=lantern.origin)
    app = Mastodon(client_id, secret, api_base_url=lantern.origin)

    code = lets_in(somebody("marisol", lantern.origin), app)
    app.log_in(code=code, scopes=SCOPES)
    picture = app.media_post(BytesIO(phone_picture()), mime_type="image/jpeg", description="A door")
    app.status_post("Look", media_ids=[picture], visibility="unlisted")

    [home] = app.timeline_home()
    [shown] = home.media_attachments
    file = requests.get(shown.url, timeout=5)
    assert app.account_verify_credentials().acct == home.account.acct == "marisol"
    assert shown.description == "A door"
    assert (file.status_code, words_in(file.content)) == (200, set())
    token = app.access_token  # which the app forgets by itself when it gives it up
    app.revoke_access_token()
    with pytest.raises(MastodonUnauthorizedError):
        Mastodon(client_id, secret, access_token=token, api_base_url=lantern.origin).timeline_home()


def lets_in(person: Person, app: Mastodon) -> str:
    """Signs in on the page the app opened, reads what it asks for, and says yes; the code to copy."""
    person.opens(app.auth_request_url(scopes=SCOPES))
    person.page.locator("input[name=name]").fill(person.called)
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    person.presses("Sign in").sees("Tusk").keeps_four_looks("an app asks").presses("Allow")
    assert person.complaints == []
    return person.page.locator("code.secret").inner_text()
