"""How long what is about people is kept (P9)."""

from datetime import timedelta

from app.accounts.actions.admitting import WAITING_LASTS
from app.accounts.ages_ways_in import WAYS_IN, WHILE_THE_ACCOUNT
from app.accounts.models import (
    Account,
    AccountRestriction,
    AllyBlock,
    Block,
    Community,
    Correspondent,
    Departed,
    Follow,
    FriendShare,
    FriendsKey,
    FriendsReturn,
    FriendsYes,
    Invitation,
    Mute,
    Newcomer,
    RetiredName,
    ShownTo,
    Vouch,
    WordFilter,
)
from app.jobs import queue
from app.storage.ages import DAY, N_, Age, AsLongAs, AtMost, Ender, Kept, NobodyIn, Together, Until

NOTES_LAST = timedelta(days=365)
LONGEST_INVITATION = timedelta(days=30)
LONGEST_RETURN = timedelta(days=30)
DEPARTED_LAST = queue.KEPT_FOR + DAY

TAKEN_BACK = N_("until you take it back, or your account ends")

_PEOPLE: tuple[Age, ...] = (
    Kept(Account, N_("Your account: its name, and what you say of yourself and choose in your settings"),
         N_("So that people here know whom they are talking with."), AsLongAs(WHILE_THE_ACCOUNT),
         whose=Account.id, since=Account.joined_on, only=Account.host == ""),
    Kept(Account, N_("A few words about yourself, where you gave them an end"),
         N_("So that others read them until then."), Until(Account.about_ends_at, NOTES_LAST),
         whose=Account.id, only=Account.about_ends_at.is_not(None)),
    Kept(Account, N_("People of allies: names, public keys, what they say of themselves"),
         N_("Their posts and follows need them. Gone a month after nothing here has to do with them any more."),
         AsLongAs(N_("as long as something here has to do with them, and while the alliance stands"), Ender.HOUSE),
         since=Account.key_seen_at, only=Account.host != ""),
    Kept(Departed, N_("The signing key of an account that is gone"),
         N_("Allies are asked to delete what they have, and must be able to tell that it is really asked."),
         AtMost(DEPARTED_LAST, Departed.left_at), since=Departed.left_at),
    Kept(AccountRestriction, N_("What people decided about somebody's account, while it is in force"),
         N_("So that it takes effect, and ends when it should."),
         AsLongAs(N_("until it ends, is overturned, or the account goes"), Ender.HOUSE),
         whose=AccountRestriction.account_id),
    Kept(RetiredName, N_("A keyed hash of a name that was used"),
         N_("So that nobody takes the name of somebody who left. The name cannot be read from it."),
         AsLongAs(N_("as long as the house stands"), Ender.HOUSE)),
    Kept(Invitation, N_("Invitation links: a hash, an end, and who made it"),
         N_("So that somebody new can come in. A link that was used is gone, and so is who made it."),
         Until(Invitation.ends_at, LONGEST_INVITATION), whose=Invitation.made_by, since=Invitation.id),
    Kept(Newcomer, N_("That somebody is new here"), N_("So that people here can look after their door."),
         Until(Newcomer.probation_until), whose=Newcomer.account_id, since=Newcomer.asked_at,
         only=Newcomer.probation_until.is_not(None)),
    Kept(Newcomer, N_("That somebody waits to be let in, and, sealed, why they are not"),
         N_("So that people here can say yes, and the newcomer reads why not. Then their account goes with it."),
         AtMost(WAITING_LASTS, Newcomer.asked_at), whose=Newcomer.account_id,
         since=Newcomer.asked_at, only=Newcomer.probation_until.is_(None)),
    Kept(Vouch, N_("Who vouched for somebody new"), N_("So that moderators can ask them, while the other is new."),
         Together(Newcomer, N_("as long as the other is new")), whose=Vouch.voucher_id, since=Vouch.vouched_at),
    NobodyIn(Community, N_("What the house is called, how it is set up, and its own keys.")),
)  # fmt: skip

_BETWEEN: tuple[Age, ...] = (
    Kept(Follow, N_("Whom you follow"), N_("So that their posts reach you. Nobody but the two of you sees it."),
         AsLongAs(TAKEN_BACK), whose=Follow.follower_id, since=Follow.asked_at),
    Kept(Block, N_("Whom you block"), N_("So that neither of you sees the other."), AsLongAs(TAKEN_BACK),
         whose=Block.account_id, since=Block.made_at),
    Kept(Mute, N_("Whom you mute"), N_("So that you do not see them. They are not told."), AsLongAs(TAKEN_BACK),
         whose=Mute.account_id, since=Mute.made_at, only=Mute.until.is_(None)),
    Kept(Mute, N_("Whom you mute for a time"), N_("So that you do not see them until then."), Until(Mute.until),
         whose=Mute.account_id, since=Mute.made_at, only=Mute.until.is_not(None)),
    Kept(AllyBlock, N_("Allies of whom you want nothing"), N_("So that you see none of their people."),
         AsLongAs(TAKEN_BACK), whose=AllyBlock.account_id),
    Kept(WordFilter, N_("Words that you do not want to read, sealed"),
         N_("So that posts with them are hidden from you."), AsLongAs(TAKEN_BACK), whose=WordFilter.account_id,
         since=WordFilter.id, only=WordFilter.until.is_(None)),
    Kept(WordFilter, N_("Words that you do not want to read for a time, sealed"),
         N_("So that posts with them are hidden from you until then."), Until(WordFilter.until),
         whose=WordFilter.account_id, since=WordFilter.id, only=WordFilter.until.is_not(None)),
    Kept(Correspondent, N_("Whose messages you take without being asked again"),
         N_("So that you are asked once, not each time."), AsLongAs(TAKEN_BACK), whose=Correspondent.account_id),
    Kept(ShownTo, N_("Which allies were shown your profile"),
         N_("So that they are asked to delete it when your account ends."), AsLongAs(WHILE_THE_ACCOUNT),
         whose=ShownTo.account_id),
    Kept(FriendsKey, N_("What two friends together could open to let you back in"),
         N_("So that losing everything is not losing your messages."), AsLongAs(TAKEN_BACK),
         whose=FriendsKey.account_id),
    Kept(FriendShare, N_("Each friend's sealed half of that"), N_("One without the other opens nothing."),
         AsLongAs(TAKEN_BACK), whose=FriendShare.account_id),
    Kept(FriendsReturn, N_("That somebody asked two friends to be let back in"),
         N_("So that their friends can say yes, and the account no."), Until(FriendsReturn.ends_at, LONGEST_RETURN),
         whose=FriendsReturn.account_id, since=FriendsReturn.id),
    Kept(FriendsYes, N_("That a friend said yes to it"), N_("It takes two."),
         Together(FriendsReturn, N_("as long as that is open")), whose=FriendsYes.friend_id),
)  # fmt: skip

AGES: tuple[Age, ...] = (*_PEOPLE, *WAYS_IN, *_BETWEEN)
