"""Our text in English, the original."""

INTRODUCTION = """# What this is

These are the rules of this house. People who live here wrote them, and can change them. Everybody here has agreed to them.

# How they are used

No machine decides anything here. A person reads what was reported, names the clause, and writes down why. Whoever it concerns reads all of that at once and can appeal, and other people look at it again.

Nobody is punished for what they do for a living, for where they were born, for what they take, for being ill, or for how they speak about any of it. Whoever is being forced has broken no rule: the rules here are never turned against them."""

CLAUSES = (
    (
        "Ask first",
        """Whatever concerns somebody else needs their yes: a picture of them, a story about them, a screenshot of what they wrote to you, a message that wants something from them.

- A yes to one person is not a yes to everybody, and can be taken back.
- When somebody says no, or says nothing, leave it.
- When somebody takes their yes back, delete what you can.""",
        "We all know what it is like when a no is not heard. Here it counts the first time.",
    ),
    (
        "Nobody is outed or identified",
        """Do not say, show or hint who somebody is, where they live, work or are just now, what papers they have, whether they have children, or that they do sex work. Not of members, not of others who do this work, not of their families, and not as a joke.

Warning others of somebody dangerous is fine: describe what they did and how to recognise the danger. Do not publish an address, a document or a face without having asked a moderator.

Pictures under this clause are destroyed as soon as it is decided, so that nobody can find them with us.""",
        "A name in the wrong place can cost somebody their home, their children, their papers or their life. It cannot be taken back.",
    ),
    (
        "No harassment",
        """Do not threaten, stalk, humiliate or wear anybody down, here or elsewhere because of here. Do not send others after somebody. Do not despise people for their gender, body, colour, origin, belief, illness, or for the way in which they work: street, flat, club, screen, or no longer at all.

Arguing is fine, and so is anger. Leave the person whole.""",
        "This is one of the few places where nobody has to explain themselves. Whoever is afraid to speak has lost it.",
    ),
    (
        "No minors, in any form",
        """Nothing sexual about anybody under 18: no pictures, drawings, stories, jokes or offers. Nobody under 18 has an account here. No pictures of children at all, not even of your own.

Pictures under this clause are destroyed as soon as it is decided. Whoever was abused as a child can speak about it here, behind a warning.""",
        "Children cannot say yes. And whoever wants to shut us down looks for exactly this.",
    ),
    (
        "No coercion",
        """Nobody forces anybody, threatens them, keeps their papers or their money, or lives on what they are made to earn. Nobody brings people into work or across a border with lies, or with a debt that cannot be paid off.

Whoever is in this and writes about it is helped, not reported on. Mark a report with “someone may be forced” and it is read first.""",
        "We work because we decide to. Those who cannot decide need us more than anybody.",
    ),
    (
        "Paid offers say what they are",
        """Whoever offers paid work, a place to work, a room, a tour, management, advertising or papers says in the same post:

- who they are, under a name that can be asked about
- what exactly is offered, for how long, and how one gets out of it
- who pays, how much, when, and what is taken off
- who holds passports and documents: only the person they belong to

Answer questions where everybody can read them.""",
        "An offer that leaves these out is how people end up somewhere without money and without papers.",
    ),
    (
        "Our words are ours",
        """Whore, hooker, slut, and whatever else we have taken back: say it of yourself and among us. Talk about bodies, sex, money, drugs and fear as plainly as you like.

Put a warning before what is explicit or hard to read, and a description under a picture. Do not use our words to hurt somebody.""",
        "Elsewhere we are deleted for how we speak. A warning is enough: everybody chooses for themselves what they read, also on a bus.",
    ),
    (
        "Allies keep their word",
        """A house that is our ally protects what we post for allies as we do: it deletes what we delete, shows nothing more widely than we did, and looks into what we report.

When a house does not, we first talk with the people there. After that we can limit it, pause, or propose to part.""",
        "What goes to an ally is in the hands of people whom most of us have never met.",
    ),
)
