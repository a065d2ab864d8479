"""What a browser gets to put the house on a home screen, and what pages weigh with the script that listens."""

import gzip
import json
import re
from io import BytesIO

from PIL import Image

from app.web import assets
from tests.web.browser import Browser
from tests.web.conftest import OpenHouse
from tests.world.cast import Member

PACKED = "gzip"


def test_the_manifest_says_the_neutral_name_to_everybody_and_nothing_else(lantern: OpenHouse, marisol: Browser):
    seen = [browser.get("/manifest.webmanifest") for browser in (lantern.browser(), marisol)]

    manifest = json.loads(seen[0].body)
    assert seen[0].body == seen[1].body
    assert seen[0].headers["content-type"] == "application/manifest+json"
    assert (manifest["name"], manifest["short_name"], manifest["start_url"]) == ("Notes", "Notes", "/")
    assert b"Lantern" not in seen[0].body
    assert (manifest["scope"], manifest["display"]) == ("/", "standalone")


def test_its_icons_are_there_and_as_large_as_they_say(lantern: OpenHouse):
    manifest = json.loads(lantern.browser().get("/manifest.webmanifest").body)
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]

    for icon in drawn:
        file = lantern.client.get(icon["src"])
        size = Image.open(BytesIO(file.content)).size
        assert icon["sizes"] == f"{size[0]}x{size[1]}"
        assert "immutable" in file.headers["cache-control"]
    assert {(icon["sizes"], icon["purpose"]) for icon in drawn} >= {("192x192", "any"), ("512x512", "maskable")}


def test_every_page_names_the_manifest_and_may_run_no_worker_but_ours(lantern: OpenHouse, marisol: Browser):
    for page in (lantern.browser().get("/sign-in"), marisol.get("/"), marisol.get("/more")):
        assert {"rel": "manifest", "href": "/manifest.webmanifest"} in [attrs for tag, attrs in page.read.tags]
        policy = page.headers["content-security-policy"]
        assert "manifest-src 'self'" in policy
        assert "worker-src 'self'" in policy


def test_the_ground_before_the_first_page_is_that_of_the_pages(lantern: OpenHouse):
    manifest = json.loads(lantern.browser().get("/manifest.webmanifest").body)
    paper = re.search(r"--paper:(#[0-9a-f]+)", assets.style().body.decode().replace(" ", ""))

    assert paper is not None
    assert manifest["background_color"] == manifest["theme_color"] == paper[1]


def test_the_worker_is_the_same_for_everybody_and_keeps_what_is(lantern: OpenHouse, marisol: Browser):
    for_a_stranger, for_a_member = (one.get("/worker.js") for one in (lantern.browser(), marisol))
    kept = json.loads(re.findall(r"kept = (\[.*?\])\n", for_a_stranger.text)[0])

    assert for_a_stranger.body == for_a_member.body
    assert set(kept) == {*assets.served(), "/offline"}
    assert for_a_stranger.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"
    assert all(lantern.client.get(path).status_code == 200 for path in kept)


def test_the_page_for_no_connection_knows_nobody(lantern: OpenHouse, marisol: Browser):
    for_a_stranger, for_a_member = (one.get("/offline") for one in (lantern.browser(), marisol))

    token = re.compile(r'name="csrf" value="[^"]*"')
    assert token.sub("", for_a_stranger.text) == token.sub("", for_a_member.text)
    assert "No page that you looked at is kept" in for_a_member.text
    assert "Lantern" not in for_a_member.text


def test_a_member_reads_how_to_install_it_and_under_which_name_it_stands(lantern: OpenHouse, marisol: Browser):
    page = marisol.get("/phone")

    assert "/phone" in marisol.get("/more").links()
    assert "under the name “Notes”" in page.text
    assert "lantern.example" in page.text
    assert not [attrs for tag, attrs in page.read.tags if tag == "img"]


def test_a_stranger_is_told_nothing_of_installing(lantern: OpenHouse):
    stranger = lantern.browser()

    assert stranger.get("/phone").status == stranger.get("/drafts").status
    assert "home screen" not in stranger.get("/phone").text


def test_the_scripts_beside_that_of_every_page_are_small():
    assert len(assets.live_script().packed) < 900
    assert len(assets.installed_script().packed) < 300


def test_a_first_visit_is_under_thirty_kilobytes_and_later_pages_under_ten(lantern: OpenHouse, a_member: Member):
    for number in range(20):
        a_member.posts(f"Number {number}: what one writes of an evening, in two or three sentences. " * 2)
    browser = lantern.browser_of(a_member)

    for path in ("/", "/community"):
        page = browser.get(path, accept_encoding=PACKED)
        loaded = {
            attrs.get("src") or attrs["href"]
            for tag, attrs in page.read.tags
            if tag == "script" or attrs.get("rel") in {"stylesheet", "icon", "manifest"}
        }
        files = {address: lantern.client.get(address, headers={"accept-encoding": PACKED}) for address in loaded}
        weights = [len(gzip.compress(file.content, 9)) for file in files.values()]

        assert assets.live_script().address in loaded
        assert len(gzip.compress(page.body, 5)) < 10_000
        assert len(gzip.compress(page.body, 5)) + sum(weights) < 30_000
