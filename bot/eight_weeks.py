"""What the demo's company asked, taught, discussed and thanked each other for in the two months before."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, so many `weeks` ago on a weekday (Monday is 0) and hour (UTC), and the replies to it.

    A reply is who, how many hours later, and what; `accepts` counts replies from 0.
    """

    weeks: int
    day: int
    hour: float
    asker: str
    text: str
    replies: tuple[tuple[str, float, str], ...] = ()
    accepts: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Someone asked what had been answered already, and found it: the n-th of `QUESTIONS`."""

    weeks: int
    day: int
    hour: float
    who: str
    text: str
    which: int


@dataclass(frozen=True, slots=True)
class Thanked:
    """Someone thanked others."""

    weeks: int
    day: int
    hour: float
    giver: str
    receivers: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Gave:
    """A lunch that was given at noon, proposed a week before; who came, and what they made of it."""

    weeks: int
    day: int
    host: str
    title: str
    takeaways: str
    guests: tuple[str, ...]
    seats: str
    ratings: dict[str, tuple[int, str]] = field(default_factory=dict)
    teaches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """A circle that has met every week since so many `weeks` ago, and what was said in each round."""

    weeks: int
    name: str
    topic: str
    repeat: str
    weekday: int
    clock: str
    kinds: tuple[str, ...]
    members: tuple[str, ...]
    rounds: tuple[tuple[tuple[str, str], ...], ...]


QUESTIONS = (
    Asked(
        8,
        0,
        9,
        "liam",
        "How do I find out which deploy broke a page? #releases",
        (
            (
                "emeka",
                0.6,
                "`git bisect` between the last two tags, or the deploys dashboard if it was today.",
            ),
        ),
        0,
    ),
    Asked(
        8,
        2,
        13,
        "indira",
        "How do I share a notebook so that others can run it? #python",
        (("dmitri", 2.5, "Pin what it needs in a lock file beside it, and start it with `make notebook`."),),
        0,
    ),
    Asked(
        7,
        1,
        8,
        "hugo",
        "What is the difference between a liveness and a readiness probe? #kubernetes",
        (
            ("jonas", 0.4, "One asks whether to restart it, the other whether to send it traffic."),
            ("ben", 1.0, "And never let liveness depend on the database: a slow one restarts everything."),
        ),
        1,
    ),
    Asked(
        7,
        3,
        15,
        "kate",
        "How do I write a status page update that customers believe? #support",
        (("chiara", 1.5, "What they see, since when, and when they hear from us next. No adjectives."),),
        0,
    ),
    Asked(
        6,
        0,
        10,
        "emeka",
        "How do you keep a runbook true? #incidents",
        (("liam", 3.0, "Whoever follows it mends it, in the same hour. Ours has a date at the top."),),
        0,
    ),
    Asked(
        6,
        2,
        9,
        "freya",
        "Why does my query count some orders twice? #postgres",
        (("dmitri", 0.5, "The join multiplies rows. Count before you join, or count distinct ids."),),
        0,
    ),
    Asked(
        5,
        1,
        14,
        "ben",
        "How do I say no to a meeting kindly? #feedback",
        (("chiara", 0.8, "Say what you will do instead: two lines of answers in writing, by noon."),),
        0,
    ),
    Asked(
        5,
        3,
        11,
        "hugo",
        "When is an index not used although it is there? #postgres",
        (("dmitri", 0.7, "When the column is inside a function, or the planner expects most of the rows."),),
        0,
    ),
    Asked(
        5,
        4,
        9,
        "liam",
        "Who knows how the refund flow talks to the bank? #payments",
        (("hugo", 4.0, "It is a queue with one worker; the diagram in the payments folder is still right."),),
        0,
    ),
    Asked(
        4,
        0,
        9,
        "kate",
        "How do I read a flame graph? #performance",
        (("ben", 1.2, "Wide is slow, height is only depth. Look for the widest plateau first."),),
        0,
    ),
    Asked(
        4,
        2,
        12,
        "indira",
        "How do I test a migration before it meets real data? #postgres",
        (("dmitri", 0.5, "Run it against last night's copy: `make db-copy`, then time it."),),
        0,
    ),
    Asked(
        3,
        1,
        10,
        "freya",
        "How do I hand a design over so that nobody has to guess? #figma",
        (("hugo", 2.0, "States, spacing and the empty case. I never miss the happy path."),),
        0,
    ),
    Asked(
        3,
        2,
        16,
        "jonas",
        "How do we vet a new dependency? #security",
        (("emeka", 5.0, "Who keeps it, how many keep it, and what it pulls in. Then pin it."),),
        0,
    ),
    Asked(
        3,
        4,
        8,
        "liam",
        "What does a good bug report have in it? #support",
        (("kate", 0.3, "What you did, what you saw, what you expected, and the request id."),),
        0,
    ),
    Asked(
        2,
        0,
        9,
        "hugo",
        "How do I vacuum a table that never gets quiet? #postgres",
        (("dmitri", 0.6, "Let autovacuum run more often on that table, and smaller."),),
        0,
    ),
    Asked(2, 1, 13, "kate", "Has anyone automated the weekly support report? #python"),
)

FOUND = (
    Found(6, 4, 10, "kate", "What is the difference between a readiness and a liveness probe?", 2),
    Found(4, 3, 9, "emeka", "Why does the query count orders twice?", 5),
    Found(3, 0, 13, "liam", "How do I read flame graphs?", 9),
    Found(2, 0, 15, "indira", "When is an index not used?", 7),
)

LUNCHES = (
    Gave(
        7,
        3,
        "emeka",
        "Incidents without blame",
        "You can lead a review that people come back to. #incidents",
        ("liam", "kate", "jonas", "ana"),
        "6",
        {"liam": (5, "The timeline first."), "kate": (4, "Asking what made sense then.")},
        ("liam",),
    ),
    Gave(
        4,
        2,
        "dmitri",
        "Indexes, drawn",
        "You know which index helps, and which only costs. #postgres",
        ("indira", "hugo", "freya", "ben"),
        "4",
        {
            "indira": (5, "EXPLAIN, every time."),
            "hugo": (5, "Partial indexes."),
            "freya": (4, "The drawings."),
        },
        ("indira", "hugo"),
    ),
    Gave(
        3,
        3,
        "kate",
        "A day in support",
        "You have heard what customers say, in their words. #support",
        ("freya", "hugo", "chiara"),
        "8",
        {"freya": (5, "Listening in once a month."), "chiara": (5, "For every newcomer.")},
        (),
    ),
)

THANKS = (
    Thanked(8, 1, 15, "liam", ("emeka",), "for showing me bisect in ten minutes #releases"),
    Thanked(7, 2, 9, "hugo", ("ben", "jonas"), "for explaining probes until I got it #kubernetes"),
    Thanked(7, 4, 14, "kate", ("emeka",), "for a lunch that made me less afraid of incidents #incidents"),
    Thanked(6, 3, 11, "freya", ("dmitri",), "for finding the double count with me #postgres"),
    Thanked(5, 2, 10, "ben", ("chiara",), "for the kindest no I have sent in years #feedback"),
    Thanked(4, 3, 14, "indira", ("dmitri",), "for drawing indexes on a napkin #postgres"),
    Thanked(4, 4, 9, "chiara", ("kate",), "for taking newcomers along #support"),
    Thanked(3, 4, 12, "freya", ("hugo", "kate"), "for honest words about a handover #figma"),
    Thanked(2, 2, 13, "jonas", ("emeka",), "for checking our dependencies one by one #security"),
    Thanked(1, 1, 10, "hugo", ("dmitri",), "for staying until the vacuum settings were right #postgres"),
    Thanked(1, 4, 9, "ana", ("freya",), "for showing me around in my first week"),
    Thanked(0, -3, 9, "liam", ("kate",), "for the clearest handover I have ever read #support"),
    Thanked(0, -2, 11, "kate", ("liam", "emeka"), "for picking up the phone at night #incidents"),
    Thanked(0, -1, 10, "indira", ("dmitri",), "for partitions, explained without a sigh #postgres"),
    Thanked(0, -1, 14, "ben", ("ana",), "for asking the question we all had #kubernetes"),
    Thanked(0, -1, 15, "ana", ("indira",), "for sitting with me over my first dashboard #python"),
)
"""Weeks 0 count days back from today, so that there always is a week of it."""

CIRCLES = (
    Met(
        7,
        "Small failures, big lessons",
        "incidents",
        "weekly",
        1,
        "10:00",
        ("failure",),
        ("ben", "emeka", "jonas", "liam", "kate"),
        (
            (
                ("emeka", "I once paged the whole company to test paging."),
                ("liam", "I restarted the wrong one."),
            ),
            (("kate", "We promised a date nobody had checked."), ("ben", "A flag that meant its opposite.")),
            (("jonas", "A key in a screenshot. In a public talk."), ("emeka", "Alerts that cried wolf.")),
            (("liam", "I closed forty tickets with one keystroke."), ("kate", "I said nothing for a week.")),
            (
                ("ben", "Rewriting what worked."),
                ("jonas", "Trusting the happy path."),
                ("liam", "Not asking."),
            ),
            (("emeka", "A migration on a Friday."), ("kate", "Answering before listening.")),
            (("liam", "A script without a dry run."), ("ben", "An estimate I believed in.")),
        ),
    ),
    Met(
        4,
        "Read and discuss",
        "feedback",
        "fortnightly",
        3,
        "14:00",
        ("reading",),
        ("freya", "hugo", "indira", "dmitri"),
        (
            (
                ("freya", "I read it on the train, and missed my stop."),
                ("indira", "I disagree with half of it."),
            ),
            (("hugo", "The second half is the better one."),),
        ),
    ),
)
