"""How long what lets people and their apps in is kept (P9)."""

from typing import Final

from app.accounts.actions.apps import CODES_LAST
from app.accounts.actions.forgetting import NOBODYS_TOKENS_LAST, UNUSED_APPS_LAST, is_in_use
from app.accounts.actions.signing_in import SESSION_LASTS
from app.accounts.models import (
    App,
    AppToken,
    AuthorisationCode,
    Credential,
    LockCode,
    Passkey,
    RecoveryCode,
    SignIn,
    Totp,
)
from app.storage.ages import N_, Age, AsLongAs, AtMost, Ender, Kept, Until

WHILE_THE_ACCOUNT: Final = N_("as long as your account exists, which you can end at any time")
UNTIL_ENDED: Final = N_("until you end it, or your account ends")

WAYS_IN: tuple[Age, ...] = (
    Kept(Credential, N_("A hash of your passphrase, and two keys of yours, both locked"),
         N_("So that you can sign in, sign what you write, and read what is sealed for you."),
         AsLongAs(WHILE_THE_ACCOUNT), whose=Credential.account_id),
    Kept(RecoveryCode, N_("Hashes of your recovery codes"), N_("So that you can come back without your passphrase."),
         AsLongAs(N_("until you use them or make new ones, or your account ends")), whose=RecoveryCode.account_id),
    Kept(SignIn, N_("Where you are signed in: a hash, what you called it, its dates; nothing about the device"),
         N_("So that you stay signed in."), Until(SignIn.ends_at, SESSION_LASTS),
         whose=SignIn.account_id, since=SignIn.started_at),
    Kept(LockCode, N_("A hash of your lock code"), N_("So that you can end everything at once from any device."),
         AsLongAs(WHILE_THE_ACCOUNT), whose=LockCode.account_id),
    Kept(Totp, N_("The secret of your one-time passwords, sealed"), N_("So that a passphrase alone opens nothing."),
         AsLongAs(UNTIL_ENDED), whose=Totp.account_id),
    Kept(Passkey, N_("Your passkeys: a public key, and what you called it"),
         N_("So that a passphrase alone opens nothing."), AsLongAs(UNTIL_ENDED), whose=Passkey.account_id,
         since=Passkey.made_on),
    Kept(AppToken, N_("Apps that you have let in: a hash, and what they may do"),
         N_("So that they need not ask you each time."), AsLongAs(UNTIL_ENDED),
         whose=AppToken.account_id, since=AppToken.made_at, only=AppToken.account_id.is_not(None)),
    Kept(AppToken, N_("Apps that have come without anybody: a hash"), N_("Some ask before somebody signs in."),
         AtMost(NOBODYS_TOKENS_LAST, AppToken.made_at), since=AppToken.made_at, only=AppToken.account_id.is_(None)),
    Kept(AuthorisationCode, N_("What lets an app in, once"), N_("So that it can fetch its own way in."),
         Until(AuthorisationCode.ends_at, CODES_LAST), whose=AuthorisationCode.account_id),
    Kept(App, N_("Names and addresses of apps that are in use, one for everybody who uses the same"),
         N_("So that you are told which app asks. Nothing in it says who uses it."),
         AsLongAs(N_("as long as anybody here lets it in"), Ender.HOUSE), since=App.last_used_on, only=is_in_use()),
    Kept(App, N_("The same of apps that nobody lets in"), N_("They may be let in yet."),
         AtMost(UNUSED_APPS_LAST, App.last_used_on), since=App.last_used_on, only=~is_in_use()),
)  # fmt: skip
