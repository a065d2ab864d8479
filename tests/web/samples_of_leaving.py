"""Samples of hiding, leaving, taking along and bringing along."""

from collections.abc import Iterator

from app.web import views as v
from app.web.views.deciding import ProposalRow


def leaving() -> Iterator[tuple[str, str, object, dict[str, object]]]:
    """(name, template, view, what differs in the frame)"""
    more: dict[str, object] = {"place": "more"}
    yield "leaving", "leaving/page.html", v.GoingPage(), more
    named = v.Field("nobody", "No member of this house has that name.")
    yield "leaving-refused", "leaving/page.html", v.GoingPage("That is not your passphrase.", True, named), more
    yield "pause", "leaving/pause.html", v.PausePage(), more
    yield "pause-steward", "leaving/pause.html", v.PausePage(needs_successor=True, successor=named), more
    yield "paused", "leaving/pause.html", v.PausePage(paused=True), {}
    yield "suspended", "leaving/suspended.html", v.SuspendedPage(), {}
    voting = v.SuspendedPage((ProposalRow(7, "2.1 No outing", "Voted on until 30 November."),))
    yield "suspended-with-a-vote", "leaving/suspended.html", voting, {}
    yield "export", "leaving/export.html", v.ExportPage(), more
    refused = v.ExportPage(
        "That is not your passphrase.", "The two passphrases are not the same.", pictures=False, reported=True
    )
    yield "export-refused", "leaving/export.html", refused, more
    yield "import", "leaving/import.html", v.ImportPage(), more
    wrong = "One of the lines is not an address such as juno@house.example. Nothing was taken."
    yield "import-refused", "leaving/import.html", v.ImportPage("following", False, "Say so.", wrong, "No."), more
    going = v.ImportedView(3, 12, over=False, facts=("Posts brought along: 71",))
    yield "import-going", "leaving/import.html", v.ImportPage(imported=going), more
    done = v.ImportedView(12, 12, True, ("Posts brought along: 280",), ("oda@nowhere.example", "x@y.example"))
    yield "import-done", "leaving/import.html", v.ImportPage(imported=done), more


def gone() -> Iterator[tuple[str, str, object]]:
    """(name, template, view): what whoever left sees last."""
    yield "gone", "leaving/gone.html", v.GonePage()
