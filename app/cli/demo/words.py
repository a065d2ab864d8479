"""What invented people say: topics with an opening, what may follow, and what others answer."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Topic:
    """Sentences that belong together. Words in braces are filled in anew each time."""

    openings: tuple[str, ...]
    follow: tuple[str, ...]
    answers: tuple[str, ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A text, its warning, and what it is about, so that answers fit."""

    text: str
    warning: str
    topic: int


TOPICS = (
    Topic(
        (
            "Landlord on {street} is asking for a “visitor fee” again.",
            "They raised the rent on {street} by {number} a month, two weeks before it is due.",
            "Third inspection this month on {street}. Always “about the boiler”.",
            "My deposit from {street} came back. All of it. Keep your photos from the day you move in!",
        ),
        (
            "Has anyone already written to the tenants’ union?",
            "I have a letter we can share, in three languages.",
            "Whoever has the same: let’s go together on {day}.",
            "The law says they must announce it a day before. Print that and hang it on the door.",
        ),
        (
            "Same here, two floors up. Count me in.",
            "The union has someone on {day} from {hour}. Say you come from us.",
            "Do not pay in cash. Ever.",
            "I have that letter in Romanian as well.",
        ),
    ),
    Topic(
        (
            "The clinic on {street} does tests without a name on {day}, from {hour}.",
            "Flu is going round. The pharmacy on {street} still has masks.",
            "New doctor on {street}: kind, quick, asks nothing that is not needed.",
            "Reminder that your back is a tool of the trade. Stretch it.",
        ),
        (
            "Bring nothing, you get a number.",
            "She speaks Spanish and some Thai.",
            "I can come along if going alone is too much.",
            "Results in {number} hours, by code, not by post.",
        ),
        ("Was there last week. All true.", "Thank you for saying it.", "Is it stairs or a lift?", "I’ll come along."),
    ),
    Topic(
        (
            "Assembly on {day} at {hour}, back room on {street}.",
            "We have {number} signatures for the letter to the council.",
            "Who can interpret on {day}? We need Spanish, Thai and Bulgarian.",
            "Minutes of the last assembly are on the table by the kettle.",
        ),
        (
            "On the list: rent, the door camera, who keeps the keys.",
            "Children welcome, there is a corner with toys.",
            "If you can’t come, tell me what I should say for you.",
            "We decide by hand, as always; nobody writes down who raised one.",
        ),
        ("I bring cake.", "Can’t on {day}, but I agree with all of it.", "I’ll interpret.", "Seven is late for me."),
    ),
    Topic(
        (
            "Prices from next month: no less than {number}, for anybody. We said it together, we keep it together.",
            "Somebody on {street} offers half. Talk to them, don’t shame them.",
            "A client tried to argue {number} down to a coffee. I offered him the coffee.",
            "Who keeps their own books? I made a sheet that does the sums.",
        ),
        (
            "It works offline and asks for no account.",
            "The more of us say the same number, the shorter the talk.",
            "Deposits saved my {day}.",
        ),
        ("Same number here.", "Show me the sheet?", "Half is what fear costs.", "Framing this."),
    ),
    Topic(
        (
            "Plain clothes near {street} since {hour}.",
            "A man in a grey car asks for names along {street}.",
            "Papers checked at the station, {number} of them at the stairs.",
        ),
        (
            "Use the other side of the market, and go in twos.",
            "You need not say more than your name. The card with the sentences is pinned at the door.",
            "All of ours are home.",
        ),
        ("Thank you. Went round.", "Still there at {hour}.", "Gone now.", "Who needs a lift?"),
        "police, fear",
    ),
    Topic(
        (
            "Overheard: “I am an influencer.” On what? “On {street}.”",
            "My cat has learnt to open the door for clients. She takes {number} percent.",
            "He said he would leave a review. He left his umbrella.",
            "Rule one of the house: whoever finishes the coffee makes the coffee. Rule two: there is no coffee.",
            "Booked as a statue for a party on {day}. Best paid standing still of my life.",
        ),
        ("I have no further questions.", "Ten out of ten.", "True story, mostly."),
        ("I choked on my tea.", "The cat is underpaid.", "Statue solidarity.", "Tell it again on {day}."),
    ),
    Topic(
        (
            "Tea at mine on {day} for whoever doesn’t want to be alone.",
            "{number} years today since I started for myself. Still here.",
            "The window on {street} has geraniums now.",
            "Slept until {hour}. Recommended.",
        ),
        ("Bring slippers.", "No talk of work.", "Be gentle with yourselves this week.", "Music allowed."),
        ("On my way.", "You deserve it.", "I bring slippers for two.", "Happy for you!"),
    ),
    Topic(
        (
            "A hard night. I am safe, I don’t want advice.",
            "Thinking today of those who are not with us any more.",
        ),
        ("Somebody sit with me on the phone?", "Light a candle at {hour}.", "Names are on the wall, read them."),
        ("Here. Calling.", "Candle is lit.", "No advice, a blanket."),
        "grief",
    ),
    Topic(
        (
            "How to leave no name in a booking: https://harbour.example/guides/booking",
            "The guide about working abroad is new: https://maisonrouge.example/guides/abroad",
            "Phone stolen? Here is what to lock first: https://harbour.example/guides/phone",
        ),
        ("Corrections welcome.", "Short, no jargon.", "Print it, it fits on one page."),
        ("Printed {number}.", "The part about photos is gold.", "Is there a Thai version?"),
    ),
)  # fmt: skip

_STREETS = (
    "Canal Street", "the ring road", "Harbour Lane", "Mill Street", "Chapel Row", "the old market", "Lock Street",
    "Station Road", "Sparrow Hill", "the quay", "Weaver’s Yard", "Bell Alley",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def something(chance: Random) -> Said:
    """A new post: an opening and up to two sentences that follow."""
    topic = chance.randrange(len(TOPICS))
    told = TOPICS[topic]
    sentences = [chance.choice(told.openings), *chance.sample(told.follow, chance.choice((0, 1, 1, 2)))]
    between = "\n\n" if chance.random() < 0.2 else " "
    return Said(_filled(between.join(sentences), chance), told.warning, topic)


def an_answer(chance: Random, topic: int) -> Said:
    """What somebody says to a post about that topic."""
    told = TOPICS[topic]
    return Said(_filled(chance.choice(told.answers), chance), told.warning, topic)


def _filled(text: str, chance: Random) -> str:
    if "{" not in text:
        return text
    return text.format(
        street=chance.choice(_STREETS),
        day=chance.choice(_DAYS),
        hour=f"{chance.choice((9, 10, 11, 14, 18, 19, 20, 22))}:{chance.choice(('00', '15', '30'))}",
        number=chance.choice((3, 4, 6, 7, 12, 20, 24, 48, 60, 80, 150)),
    )
