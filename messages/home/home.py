"""Home: what is mine now, and one press to everything else."""

from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    DividerBlock,
    Element,
    HeaderBlock,
    HomeTabView,
    InputBlock,
    Modal,
    PlainTextInput,
)

from learning.core.words import shorten
from learning.home.home import SHOWN, Home, MyQuestion
from learning.teaching.offers import MyOffers
from messages.circles import circles as circle_render
from messages.core import ids
from messages.core.dates import day, localised, written_day
from messages.core.text import context, count, escape, label, section, tags, titled
from messages.half_hours import half_hours as half_hour_render
from messages.home import duties as duty_render
from messages.kudos import badges as badge_render
from messages.kudos import kudos as kudos_render
from messages.lunches import demand as demand_render
from messages.lunches import lunches as lunch_render
from messages.questions.experts import to_you
from messages.teaching import wishes as wish_render

WORDS = "words"
"""The field of the form that finds."""
TOPICS_SHOWN = 12


def home(facts: Home) -> dict[str, Any]:
    """The whole tab, as it is true now; of very much, the beginning."""
    blocks: list[Block] = [HeaderBlock(label(f"👋 Hello, {shorten(facts.member.name, 60) or 'you'}"))]
    if facts.pause is not None:
        until = written_day(facts.pause, facts.member.zone, facts.member.locale)
        blocks.append(
            section(
                f"🌙 You paused everything until {until}. I write nothing until then.",
                accessory=Button(label("End the pause"), ids.PREFERENCES_RESUME),
            )
        )
    if facts.is_new:
        blocks += _welcome()
    blocks += [
        ActionsBlock(_doors()),
        *_waiting(facts),
        *_coming(facts),
        *_questions(facts.questions),
        *_offers(facts.offers),
        *wish_render.at_home(facts.wanted, TOPICS_SHOWN),
        *_thanks(facts),
        *badge_render.mine(facts.badges),
        *(duty_render.duties(facts.duties) if facts.duties else []),
        *(duty_render.health(facts.health) if facts.health else []),
    ]
    blocks += _own(facts)
    return localised(HomeTabView(blocks)._resolve(), facts.member)


def find() -> dict[str, Any]:
    """The form that looks for what was asked and answered."""
    words = InputBlock(
        label("What are you looking for?"),
        PlainTextInput(WORDS, placeholder=label("rebase"), max_length=200, focus_on_load=True),
        block_id=WORDS,
    )
    modal = Modal("Find an answer", words, close="Cancel", submit="Find", callback_id=ids.HOME_FIND)
    return modal._resolve()


def _welcome() -> list[Block]:
    return [
        section(
            "This is where colleagues learn from each other. Ask whatever you would ask over lunch: "
            "the people who know see it, and whoever has the same question next finds the answer.\n"
            "*A good first step: ask one small thing you'd like to know.*"
        )
    ]


def _doors() -> list[Element]:
    """One press to everything, so that nobody has to know a command."""
    return [
        Button(label("Ask a question"), ids.HOME_ASK, style="primary"),
        Button(label("Find an answer"), ids.HOME_FIND),
        Button(label("Coming lunches"), ids.HOME_COMING),
        Button(label("Circles"), ids.HOME_CIRCLES),
        Button(label("Offer to teach"), ids.HOME_OFFER),
        Button(label("Propose a lunch"), ids.HOME_PROPOSE),
        Button(label("What's wanted"), ids.HOME_WANTED),
        Button(label("Thank someone"), ids.KUDOS_OPEN, value="open"),
    ]


def _waiting(facts: Home) -> list[Block]:
    asked = facts.waiting
    others = [*half_hour_render.mine(facts.half_hours, facts.member.id), *demand_render.mine(facts.to_host)]
    if not asked and not others:
        return []
    blocks: list[Block] = [_heading("⏰ Waiting for you")]
    for one in asked[:SHOWN]:
        words = f"{titled(one.link, one.text)}\nAsked {day(one.asked_at)}: {escape(to_you(one.why))}"
        blocks.append(
            section(words, accessory=Button(label("Not me"), ids.NOT_ME, value=str(one.request_id)))
        )
    return [*blocks, *_more(len(asked), "There is more: answer these first."), *others]


def _coming(facts: Home) -> list[Block]:
    if not (facts.lunches or facts.circles):
        return []
    return [
        _heading("📅 Coming up"),
        *lunch_render.mine(facts.lunches[:SHOWN]),
        *_more(len(facts.lunches), "Yours go on after these: *Coming lunches* shows what is planned."),
        *circle_render.mine(facts.circles[:SHOWN]),
        *_more(len(facts.circles), "You are in more circles: `/circle list` shows all."),
    ]


def _questions(mine: tuple[MyQuestion, ...]) -> list[Block]:
    if not mine:
        return []
    lines = []
    for one in mine[:SHOWN]:
        replies = f"*{count(one.replies, 'reply', 'replies')}*" if one.replies else "no replies yet"
        parts = [replies, day(one.asked_at), "without your name" if one.anonymous else ""]
        lines.append(f"{titled(one.link, one.text)}\n{' · '.join(part for part in parts if part)}")
    return [
        _heading("💬 Your open questions"),
        *(section(line) for line in lines),
        *_more(len(mine), "There are older ones, still open."),
    ]


def _offers(mine: MyOffers) -> list[Block]:
    if not mine.offers:
        return []
    shown = tags([shorten(one.topic, 40) for one in mine.offers[:TOPICS_SHOWN]])
    more = len(mine.offers) - TOPICS_SHOWN
    topics = f"{shown} and {more} more" if more > 0 else shown
    if mine.paused_until:
        left = f"paused until {day(mine.paused_until)}"
    else:
        left = f"{mine.left} of {count(mine.weekly, 'request', 'requests')} left this week"
    return [
        _heading("🎓 You teach"),
        section(f"{topics}\n{left}", accessory=Button(label("Change"), ids.HOME_OFFERS)),
    ]


def _thanks(facts: Home) -> list[Block]:
    shown = kudos_render.mine(facts.thanks)
    return [DividerBlock(), *shown] if shown else []


def _own(facts: Home) -> list[Block]:
    """At the end of every Home: who sees it, and what one decides for oneself."""
    chosen = facts.preferences
    quiet = f" · quiet from {chosen.quiet_from} until {chosen.quiet_until}" if chosen.quiet_from else ""
    return [
        DividerBlock(),
        ActionsBlock([Button(label("Preferences"), ids.PREFERENCES_OPEN)]),
        context(f"🔒 Only you see this page{quiet}"),
    ]


def _heading(words: str) -> Block:
    return HeaderBlock(label(words))


def _more(number: int, words: str) -> list[Block]:
    return [context(words)] if number > SHOWN else []
