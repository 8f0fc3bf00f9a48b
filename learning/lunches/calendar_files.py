"""Calendars: a lunch as an .ics file (RFC 5545), and as a link for calendars on the web."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus, urlencode

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
)

from learning.core import wallclock
from learning.lunches.lunches import Card

ALARMS = (timedelta(days=1), timedelta(minutes=10))
LONGEST_LINK = 2000
"""Characters of a web calendar's link: it stands in a message, which holds 3,000."""
NOBODY = "mailto:noreply@teachback.invalid"
"""RFC 5546 wants an organiser's address in what is published; the bot asks Slack for nobody's."""


def file(
    facts: Card, sequence: int, *, host: str, url: str = "", stamp: datetime, cancelled: bool = False
) -> bytes:
    """The calendar file of a lunch as it is now, or one that takes it out of a calendar.

    The same UID with a `sequence` that grew replaces what a calendar had before. `host` is a name, `stamp` is
    now, in UTC.
    """
    shown = Calendar()
    shown.add("prodid", "-//Teachback//Lunch-and-learns//EN")
    shown.add("version", "2.0")
    shown.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", uid(facts))
    event.add("sequence", sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", facts.starts_at.astimezone(wallclock.zone_info(facts.zone)))
    event.add("dtend", facts.ends_at.astimezone(wallclock.zone_info(facts.zone)))
    event.add("summary", facts.title)
    event.add("description", description(facts, host=host, url=url))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if facts.place:
        event.add("location", facts.place)
    if url:
        event.add("url", url)
    organizer = vCalAddress(NOBODY)
    organizer.params["CN"] = host.replace('"', "'")
    event.add("organizer", organizer)
    for before in () if cancelled else ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", facts.title)
        alarm.add("trigger", -before)
        event.add_component(alarm)
    shown.add_component(zone(facts.zone, facts.starts_at.year))
    shown.add_component(event)
    return bytes(shown.to_ical())


def filename(facts: Card, sequence: int) -> str:
    """A name that says which lunch, and which state of it, a file is about."""
    return f"lunch-{facts.lunch_id}-{sequence}.ics"


def web_link(facts: Card, *, host: str, url: str = "") -> str:
    """A link that opens a calendar on the web with the lunch filled in."""
    form = "%Y%m%dT%H%M%SZ"
    asked = {
        "action": "TEMPLATE",
        "text": facts.title,
        "dates": f"{facts.starts_at.strftime(form)}/{facts.ends_at.strftime(form)}",
        "ctz": facts.zone,
        "details": description(facts, host=host, url=url),
        "location": facts.place,
    }
    while len(link := f"https://calendar.google.com/calendar/render?{urlencode(asked)}") > LONGEST_LINK:
        longest = max(asked, key=lambda name: len(quote_plus(asked[name])))
        asked[longest] = asked[longest][: len(asked[longest]) * 3 // 4]
    return link


def uid(facts: Card) -> str:
    """What a calendar knows a lunch by, whatever becomes of it."""
    return f"{facts.uid}@teachback"


def description(facts: Card, *, host: str, url: str) -> str:
    lines = [facts.takeaways, f"With {host}."]
    if facts.state == "cancelled" and facts.why:
        lines.insert(0, f"Cancelled: {facts.why}")
    return "\n\n".join(line for line in (*lines, url) if line)


def zone(name: str, year: int) -> Timezone:
    """A zone's offsets in a year, the one before and the one after, each from when it holds.

    Written out here: icalendar's own puts the beginning of summer time an hour late.
    """
    place = wallclock.zone_info(name)
    shown = Timezone()
    shown.add("tzid", name)
    at = datetime(year - 1, 1, 1, tzinfo=UTC)
    old = at.astimezone(place).utcoffset() or timedelta()
    shown.add_component(_observance(at.astimezone(place), old))
    while at < datetime(year + 2, 1, 1, tzinfo=UTC):
        following = at + timedelta(days=1)
        if (following.astimezone(place).utcoffset() or timedelta()) != old:
            change = wallclock.change(at, following, place)
            shown.add_component(_observance(change.astimezone(place), old))
            old = following.astimezone(place).utcoffset() or timedelta()
        at = following
    return shown


def _observance(since: datetime, old: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """What holds from an instant on, whose beginning is told by the clocks from before it."""
    part: TimezoneStandard | TimezoneDaylight = TimezoneDaylight() if since.dst() else TimezoneStandard()
    part.add("dtstart", (since.astimezone(UTC) + old).replace(tzinfo=None))
    part.add("tzoffsetfrom", old)
    part.add("tzoffsetto", since.utcoffset() or timedelta())
    part.add("tzname", since.tzname() or "")
    return part
