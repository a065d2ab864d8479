"""Somebody brings along whom others keep away from: people here look at each, and nothing happens by itself."""

import pytest

from tests.stories.at_the_desk import decides, governed, the_case
from tests.stories.conftest import Home
from tests.world.advising import HEAD, an_ally_at


@pytest.mark.story
def test_a_list_is_brought_along_looked_at_and_found_to_be_wrong(home: Home):
    vera = governed(home, "robin", "sasha")
    marisol = home.lives("marisol")
    an_ally_at(home.house)
    robin, sasha, steward = (home.person(name) for name in ("robin", "sasha", vera.name))
    listed = [
        HEAD,
        "orchard.example,suspend,true,true,takes names,false",
        "harbour.example,silence,false,false,loud,true",
    ]
    listed += ["ha**rd.example,suspend,,,,true", f"@marisol@{home.house.settings.host},suspend,,,a whore,false"]

    robin.opens("/desk").follows_link("What others advise").sees(
        "Nothing others advise concerns an ally or anybody here."
    )
    robin.follows_link("Bring a list").fills("Who advises this", "Orchard House").fills("The list", "\n".join(listed))
    robin.presses("Read the list").sees("Line 4").sees("hidden part of the name with asterisks")
    robin.keeps_four_looks("a list with a line that is none")
    robin.page.get_by_label("Leave these lines out").check()
    robin.presses("Read the list").sees("Nothing follows from it until one of you")
    robin.sees("a whore").sees("harbour.example").sees_nothing_of("orchard.example").keeps_four_looks(
        "what others advise"
    )

    robin.page.locator("a[href$='/report']").click()
    robin.fills("What happened?", "A list says so. I know nothing of it.").presses("Send to the moderators")
    robin.sees("in your name").sees_nothing_of("a whore")
    robin.page.locator("form[action$='/aside'] button").click()
    robin.sees("Set aside.").sees("Nothing others advise concerns an ally or anybody here.")
    number = the_case(home)
    robin.opens(f"/desk/{number}").sees("There is no such report, or it is about you or by you.")
    decides(sasha, number, "no_breach")
    robin.opens("/reports").sees("found that it does not go against the policy")
    assert (marisol.facts.limited, marisol.facts.suspended, marisol.facts.posting_paused) == (False, False, False)

    steward.opens("/allies").fills("Its address", "https://orchard.example")
    steward.page.get_by_label("It runs other software").check()
    steward.presses("Say yes and knock").sees("takes names")
    steward.keeps_four_looks("a yes that others advise against")
    steward.presses("Say yes and knock").sees("You are allies.")
    assert [one.complaints for one in (sasha, steward)] == [[], []]
