"""What the templates are given: small frozen objects of plain values, made by the pages.

No template asks the database, decides who may do what, or cleans HTML: a page has done so and says it here. HTML that
has been cleaned arrives as `markupsafe.Markup`; everything else is text and is escaped. Each page's view names its
template, its address and the fields its forms send; every form also sends `csrf`.

    frame.py    what stands around every page: the house, the viewer, places, asides
    begun.py    drafts, and what is posted later
    posts.py    posts, pictures, timelines, writing, messages, notifications
    polls.py    a poll in a post, and the part of the write form that asks one
    quotes.py   what a post quotes, and who quoted one
    notifications.py  what a member is told
    people.py   accounts, profiles, requests to follow, settings
    doors.py    welcome, signing in, joining, setting up, recovering, leaving, apps, errors
    keeping.py   what is kept and for how long: privacy, what we hold, how long posts stay
    leaving.py  hiding, deleting the account, export, import
    house.py    invitations, allies, the menu, the privacy page
    policy.py   the policy and its clauses, what changed, the draft of the next version
    translating.py  the policy in other languages
    push.py     being told of something new in a browser that is not looking, and through which services
    sessions.py what is signed in: accounts of a browser, sessions and apps of an account, its passphrase and codes
    talking.py  conversations
    tags.py     a tag, what carries it, and the tags a member follows
    search.py   what somebody searches for, and what was found
    reach.py    who may reach a member, requests for messages, filters, the page on the open web
"""

from app.web.views.apart import ApartView, HouseView, MutedView, PeoplePage
from app.web.views.begun import (
    DraftDeletionPage,
    DraftsPage,
    DraftView,
    ScheduledDeletionPage,
    ScheduledPage,
    ScheduledView,
)
from app.web.views.doors import (
    AuthoriseAppPage,
    ClosedPage,
    ErrorPage,
    ExpiredPage,
    JoinPage,
    LeftPage,
    OutOfBandCodePage,
    RecoverPage,
    RecoveryCodesPage,
    SetupPage,
    SignInPage,
    WelcomePage,
)
from app.web.views.frame import AsideBlock, Field, House, Link, PageFrame, Theme
from app.web.views.house import (
    AboutPage,
    AboutSection,
    AlliesPage,
    AllyState,
    AllyView,
    InvitationsPage,
    InvitationView,
    MorePage,
    PartingPage,
)
from app.web.views.leaving import (
    ExportPage,
    GoingPage,
    GonePage,
    ImportedView,
    ImportPage,
    PausePage,
    SuspendedPage,
)
from app.web.views.notifications import (
    HeldNewsOfPage,
    HeldNewsPage,
    LetInView,
    NewsPolicyPage,
    NotificationsPage,
    NotificationView,
    WaitingView,
)
from app.web.views.people import (
    AccountView,
    FollowRequestsPage,
    FollowRequestView,
    FollowState,
    ProfilePage,
    SettingsPage,
)
from app.web.views.posts import (
    Audience,
    BranchView,
    DeletionPage,
    KeptPicture,
    PictureView,
    PostState,
    PostView,
    PreviewView,
    ThreadPage,
    TimelinePage,
    WritePage,
)
from app.web.views.reach import (
    FilterPage,
    FiltersPage,
    FilterView,
    OpenPage,
    OpenPostView,
    ReachPage,
    RequestPage,
    RequestsPage,
    RequestView,
)
from app.web.views.search import SearchForm, SearchPage
from app.web.views.sessions import (
    AccountsPage,
    AppView,
    DevicesPage,
    HeldAccountView,
    LockedPage,
    LockPage,
    NewCodesPage,
    PassphrasePage,
    SessionView,
)
from app.web.views.tags import TagPage, TagsPage, TagView
from app.web.views.talking import MessagesPage, TalkPage, TalkView

__all__ = [
    "WaitingView",
    "NewsPolicyPage",
    "LetInView",
    "HeldNewsPage",
    "HeldNewsOfPage",
    "AboutPage",
    "AboutSection",
    "AccountView",
    "AccountsPage",
    "AlliesPage",
    "ApartView",
    "AllyState",
    "AllyView",
    "AppView",
    "AsideBlock",
    "Audience",
    "AuthoriseAppPage",
    "BranchView",
    "ClosedPage",
    "DeletionPage",
    "DevicesPage",
    "DraftDeletionPage",
    "DraftView",
    "DraftsPage",
    "ErrorPage",
    "ExpiredPage",
    "ExportPage",
    "Field",
    "FilterPage",
    "FilterView",
    "FiltersPage",
    "FollowRequestView",
    "FollowRequestsPage",
    "FollowState",
    "HeldAccountView",
    "GoingPage",
    "GonePage",
    "House",
    "HouseView",
    "ImportedView",
    "ImportPage",
    "InvitationView",
    "InvitationsPage",
    "JoinPage",
    "KeptPicture",
    "LeftPage",
    "Link",
    "LockPage",
    "LockedPage",
    "MessagesPage",
    "MorePage",
    "MutedView",
    "NewCodesPage",
    "NotificationView",
    "NotificationsPage",
    "OpenPage",
    "OpenPostView",
    "OutOfBandCodePage",
    "PageFrame",
    "PartingPage",
    "PeoplePage",
    "PassphrasePage",
    "PausePage",
    "SuspendedPage",
    "PictureView",
    "PostState",
    "PostView",
    "PreviewView",
    "ProfilePage",
    "ReachPage",
    "RecoverPage",
    "RecoveryCodesPage",
    "RequestPage",
    "RequestView",
    "RequestsPage",
    "ScheduledDeletionPage",
    "ScheduledPage",
    "ScheduledView",
    "SearchForm",
    "SearchPage",
    "SessionView",
    "SettingsPage",
    "SetupPage",
    "SignInPage",
    "TagPage",
    "TagView",
    "TagsPage",
    "TalkPage",
    "TalkView",
    "Theme",
    "ThreadPage",
    "TimelinePage",
    "WelcomePage",
    "WritePage",
]
