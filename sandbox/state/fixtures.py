"""Fixtures: workspaces to begin with: a believable company, and plain ones of any size."""

from sandbox.state.records import Channel, User, make_id
from sandbox.state.workspace import Workspace

COMPANY, DOMAIN = "Halden & Moss", "halden-moss"
BOT = "teachback"

# name, real name, title, team, time zone, colour
_PEOPLE = (
    ("ana", "Ana Ferreira", "Backend engineer, first month", "Payments", "Europe/Lisbon", "3a7d6f"),
    ("ben", "Ben Okafor", "Staff engineer", "Platform", "Europe/London", "8a4f7d"),
    ("chiara", "Chiara Conti", "Learning & development partner", "People", "Europe/Rome", "b3553d"),
    ("dmitri", "Dmitri Volkov", "Data engineer", "Data", "Europe/Helsinki", "4d6fb0"),
    ("emeka", "Emeka Nwosu", "Site reliability engineer", "Platform", "Africa/Lagos", "7a6a2f"),
    ("freya", "Freya Lindqvist", "Product designer", "Design", "Europe/Stockholm", "a0527a"),
    ("grace", "Grace Tanaka", "IT and workspace admin", "Operations", "Europe/Lisbon", "2f6f8f"),
    ("hugo", "Hugo Martins", "Frontend engineer", "Payments", "America/Sao_Paulo", "5c7d3a"),
    ("indira", "Indira Rao", "Data scientist", "Data", "Asia/Kolkata", "9a5f2a"),
    ("jonas", "Jonas Weber", "Security engineer", "Platform", "Europe/Berlin", "566573"),
    ("kate", "Kate Sullivan", "Customer support lead", "Support", "America/New_York", "7f4fb3"),
    ("liam", "Liam O’Connor", "Support engineer", "Support", "America/Los_Angeles", "3f7f4f"),
    ("mei", "Mei Lin", "Contract researcher", "Design", "Asia/Singapore", "b07a3f"),
    ("noor", "Noor Haddad", "Data engineer (left in spring)", "Data", "Asia/Amman", "6b6b6b"),
)
_CHANNELS = (
    ("general", "channel", "Company-wide news and questions"),
    ("learning", "channel", "Ask, teach and learn from each other"),
    ("circles", "channel", "Discussion circles, open to everyone"),
    ("kudos", "channel", "Thank somebody"),
    ("learning-admins", "private", "Where the learning programme is looked after"),
    ("random", "channel", "Cats, cakes and cables"),
)
ADMINS = ("chiara", "grace", "ben")
CREATED = 1_735_689_600


def believable() -> Workspace:
    """A company with a dozen people in several teams and time zones; Ana is new there."""
    workspace = Workspace(COMPANY, DOMAIN, _bot())
    for name, real_name, title, team, tz, color in _PEOPLE:
        workspace.add(
            User(
                id=make_id("U", DOMAIN, name),
                name=name,
                real_name=real_name,
                display_name=real_name.split()[0],
                title=title,
                team=team,
                tz=tz,
                color=color,
                email=f"{name}@{DOMAIN}.example",
                is_admin=name == "grace",
                is_guest=name == "mei",
                deleted=name == "noor",
                updated=CREATED,
            )
        )
    staff = [user for user in workspace.users.values() if not user.is_bot and not user.deleted]
    for name, kind, topic in _CHANNELS:
        if kind == "private":
            members = [user for user in staff if user.name in ADMINS]
        else:
            members = [user for user in staff if not user.is_guest or name == "learning"]
        channel = Channel(make_id("C", DOMAIN, name), name, kind, topic=topic, purpose=topic, created=CREATED)
        channel.creator = make_id("U", DOMAIN, "grace")
        channel.members = dict.fromkeys(user.id for user in members)
        if name != "random":
            channel.members[workspace.bot.id] = None
        workspace.add_channel(channel)
    return workspace


def plain(people: int = 10, channels: int = 1) -> Workspace:
    """A workspace of people p1 to pN, all in the channels c1 to cN and #general, where the bot is too."""
    workspace = Workspace("Plain", "plain", _bot())
    for number in range(1, people + 1):
        name = f"p{number}"
        workspace.add(
            User(
                make_id("U", "plain", name),
                name,
                f"Person {number}",
                tz="UTC",
                is_admin=number == 1,
                updated=CREATED,
            )
        )
    for name in ("general", *(f"c{number}" for number in range(1, channels + 1))):
        channel = Channel(make_id("C", "plain", name), name, "channel", created=CREATED)
        channel.members = dict.fromkeys(workspace.users)
        workspace.add_channel(channel)
    return workspace


def _bot() -> User:
    return User(
        make_id("U", "bot", BOT), BOT, "Teachback", tz="UTC", color="1f4d3f", is_bot=True, updated=CREATED
    )
