"""What others advise against somebody who has left since a backup does not come back with it (P11)."""

from app.accounts.actions import leaving
from app.basics.clock import now
from tests.world.advising import addresses, brings, kept, waiting
from tests.world.cast import Member
from tests.world.hosts import Host


def test_what_names_somebody_who_left_since_is_gone_as_the_house_comes_back(
    host: Host, a_steward: Member, a_member: Member, another_member: Member
):
    brings(a_steward, "@marisol@lantern.example\n@juno@lantern.example\nfar.example\n")
    backup = host.backs_up()
    host.house.database.write_now(leaving.leave_for_good, a_member.id, key=host.house.key, now=now())

    host.restores(backup)

    vera = Member(host.house, a_steward.id, a_steward.name)
    assert len(kept(host.house)) == 2
    assert addresses([*waiting(vera), *waiting(vera, near=False)]) == ["juno@lantern.example", "far.example"]
