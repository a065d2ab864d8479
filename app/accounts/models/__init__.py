"""The tables about people, one file a theme. Nothing here but a name and what a passphrase needs (P1)."""

from app.accounts.models.apps import App, AppToken, AuthorisationCode
from app.accounts.models.between import AllyBlock, Block, Correspondent, Follow, Mute, ShownTo, WordFilter
from app.accounts.models.coming_in import Invitation, Newcomer, Vouch
from app.accounts.models.friends import FriendShare, FriendsKey, FriendsReturn, FriendsYes
from app.accounts.models.keys import Credential, LockCode, Passkey, RecoveryCode, SignIn, Totp
from app.accounts.models.people import ONE_ACCOUNT, Account, Community, Departed, RetiredName
from app.accounts.models.standing import AccountRestriction

__all__ = [
    "ONE_ACCOUNT", "Account", "AccountRestriction", "AllyBlock", "App", "AppToken", "AuthorisationCode", "Block",
    "Community", "Correspondent", "Credential", "Departed", "Follow", "FriendShare", "FriendsKey", "FriendsReturn",
    "FriendsYes", "Invitation", "LockCode", "Mute", "Newcomer", "Passkey", "RecoveryCode", "RetiredName", "ShownTo",
    "SignIn", "Totp", "Vouch", "WordFilter",
]  # fmt: skip
