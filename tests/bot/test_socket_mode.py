"""Socket Mode: whatever happens to a connection, the bot hears again soon, and readiness tells meanwhile."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.socket_line import Pulse
from bot.socket_mode import CannotHear, Pace, SocketMode
from sandbox import CommandResult, Sandbox

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
QUICK = Pace(
    pulse=Pulse(ping=0.02, silence=0.1),
    attempt=0.5,
    patient_attempt=0.5,
    first_pause=0.01,
    longest_pause=0.02,
    hopeless_pause=0.02,
    settled=0.0,
    linger=5.0,
    patience=0.0,
)


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for what happens on the other side of a socket; fail when it does not."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - looks at every turn of the loop, so that no moment is missed
            await asyncio.sleep(0)


class Office:
    """A Slack, a small bot that answers /learn, and what the two are doing."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.asked = 0
        self.client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, timeout=1)
        identity = AuthorizeResult(
            enterprise_id=None,
            team_id=slack.workspace.team_id,
            bot_user_id=slack.workspace.bot.id,
            bot_token=slack.bot_token,
        )

        async def authorize() -> AuthorizeResult:
            return identity

        async def learn(ack: AsyncAck, body: dict[str, str]) -> None:
            self.asked += 1
            await self.may_answer.wait()
            await ack(f"You asked: {body['text']}")

        self.app = AsyncApp(
            client=self.client, authorize=authorize, signing_secret="unused", process_before_response=True
        )
        self.app.command("/learn")(learn)
        self.ears = self.listener(QUICK)

    def listener(self, pace: Pace, *, client: AsyncWebClient | None = None) -> SocketMode:
        return SocketMode(self.app, self.slack.app_token, client or self.client, pace=pace)

    def answers_with(self, listener: Callable[..., Awaitable[None]]) -> None:
        self.app._async_listeners.clear()
        self.app.command("/learn")(listener)

    async def ana_asks(self, words: str = "How?") -> CommandResult:
        result = await self.slack.person("ana").types("#learning", f"/learn {words}")
        assert isinstance(result, CommandResult)
        return result

    def ana_begins_to_ask(self) -> asyncio.Task[CommandResult]:
        self.may_answer.clear()
        return asyncio.create_task(self.ana_asks())

    def addresses_asked(self) -> int:
        return sum(call.method == "apps.connections.open" for call in self.slack.calls)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    slack = Sandbox(MANIFEST)
    slack.limits.ping_seconds = 0.02
    async with slack:
        office = Office(slack)
        yield office
        await office.ears.close(0)


async def answered(office: Office) -> None:
    result = await office.ana_asks()
    assert result.ok
    assert result.message
    assert result.message.text == "You asked: How?"


# Hearing


async def test_a_command_gets_its_answer(office: Office) -> None:
    assert office.ears.why_deaf() == "No connection to Slack has been opened yet."
    assert office.ears.round_trip is None
    await office.ears.connect()
    assert office.ears.hearing
    assert office.ears.why_deaf() is None
    await answered(office)
    await until(lambda: office.ears.round_trip is not None)


async def test_an_answer_may_be_more_than_words(office: Office) -> None:
    async def learn(ack: AsyncAck) -> None:
        await ack(response_type="in_channel", text="For *everyone*")

    office.answers_with(learn)
    await office.ears.connect()
    result = await office.ana_asks()
    assert result.message
    assert (result.message.text, result.message.ephemeral) == ("For *everyone*", False)


async def test_many_commands_are_served_side_by_side(office: Office) -> None:
    await office.ears.connect()
    waiting = [office.ana_begins_to_ask() for _ in range(20)]
    await until(lambda: office.asked == 20)
    office.may_answer.set()
    assert all(result.ok for result in await asyncio.gather(*waiting))


async def test_an_event_that_failed_is_sent_again_and_then_acknowledged(office: Office) -> None:
    tries: list[object] = []

    async def changed(request_headers: object = None) -> None:
        tries.append(request_headers)
        if len(tries) == 1:
            raise RuntimeError("the disk is full")

    office.app.event("user_change")(changed)
    office.slack.limits.acknowledge_seconds = 0.05
    await office.ears.connect()
    await office.slack.person("ana").changes(title="Engineer")
    await until(lambda: office.slack.delivery.acknowledged_events == 1)
    assert len(tries) == 2


async def test_an_event_nobody_wants_is_acknowledged_at_once(office: Office) -> None:
    await office.ears.connect()
    await office.slack.person("ana").changes(title="Engineer")
    await until(lambda: office.slack.delivery.acknowledged_events == 1)


async def test_a_command_that_broke_is_not_acknowledged(office: Office) -> None:
    async def broken() -> None:
        raise RuntimeError("a bug")

    office.answers_with(broken)
    office.slack.limits.acknowledge_seconds = 0.05
    await office.ears.connect()
    assert not (await office.ana_asks()).ok


async def test_a_request_that_breaks_bolt_itself_is_logged(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def burst(_: object) -> None:
        raise RuntimeError("a bug in the middle")

    monkeypatch.setattr(office.app, "async_dispatch", burst)
    office.slack.limits.acknowledge_seconds = 0.05
    await office.ears.connect()
    assert not (await office.ana_asks()).ok
    assert "A request failed before it could be answered." in caplog.text


@pytest.mark.parametrize("frame", ["no json", "[1]", '{"type":"news"}'])
async def test_what_is_no_request_is_left_out(office: Office, frame: str) -> None:
    await office.ears.connect()
    office.slack.sockets._open[0].send(frame)
    await answered(office)


# Deaf, and hearing again


async def test_after_a_reset_the_bot_hears_again(office: Office) -> None:
    await office.ears.connect()
    office.slack.sockets.reset()
    await until(lambda: not office.ears.hearing)
    assert office.ears.why_deaf() == "The connection to Slack was lost."
    await until(lambda: office.ears.hearing)
    await answered(office)


async def test_when_slack_freezes_the_bot_finds_another_connection(office: Office) -> None:
    await office.ears.connect()
    office.slack.sockets.freeze()
    await until(lambda: not office.ears.hearing)
    assert office.ears.why_deaf() == "Slack has been silent for 0 s."
    await until(lambda: office.ears.hearing)
    assert office.slack.sockets.opened == 2


async def test_a_connection_that_was_only_slow_is_kept(office: Office) -> None:
    await office.ears.connect()
    office.slack.faults.next("apps.connections.open", "server_error", times=1000)
    office.slack.sockets.freeze()
    await until(lambda: office.ears.why_deaf() and "HTTP 503" in str(office.ears.why_deaf()))
    assert office.ears.why_deaf() == (
        "Slack has been silent for 0 s. Slack does not open a connection (HTTP 503)."
    )
    office.slack.sockets.thaw()
    await until(lambda: office.ears.hearing)
    await answered(office)
    assert office.slack.sockets.opened == 1


async def test_a_refused_address_is_never_tried_twice(office: Office) -> None:
    await office.ears.connect()
    office.slack.sockets.refuse(3, new_address_works=False)
    office.slack.sockets.reset()
    await until(lambda: not office.ears.hearing)
    await until(lambda: office.ears.hearing)
    assert office.slack.sockets.refused == 3
    assert office.addresses_asked() == 5
    await answered(office)


@pytest.mark.parametrize("fault", ["timeout_before", "timeout", "drop_before", "drop_after", "server_error"])
async def test_whatever_ails_slack_when_it_is_asked_for_an_address_it_is_asked_again(
    office: Office, fault: str
) -> None:
    office.ears = office.listener(replace(QUICK, attempt=0.05))
    await office.ears.connect()
    office.slack.faults.next("apps.connections.open", fault)
    office.slack.sockets.reset()
    await until(lambda: not office.ears.hearing)
    await until(lambda: office.ears.hearing)


async def test_an_address_where_nobody_greets_is_given_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.ears = office.listener(replace(QUICK, attempt=0.05))
    await office.ears.connect()
    hello, greetings = office.slack.sockets._hello, iter([{"type": "news"}])
    monkeypatch.setattr(office.slack.sockets, "_hello", lambda: next(greetings, None) or hello())
    office.slack.sockets.reset()
    await until(lambda: "within 0.05 s" in str(office.ears.why_deaf()))
    await until(lambda: office.ears.hearing)
    assert office.slack.sockets.opened == 3


# Moving to another connection


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_when_asked_to_move_it_opens_the_new_connection_before_the_old_one_goes(
    office: Office, reason: str
) -> None:
    office.ears = office.listener(replace(QUICK, linger=0.2))
    office.slack.limits.refresh_grace_seconds = 0.1
    await office.ears.connect()
    asked = office.ana_begins_to_ask()
    await until(lambda: office.asked == 1)
    office.slack.sockets.ask_to_reconnect(reason)
    await until(lambda: office.slack.sockets.count == 2)
    assert office.ears.hearing
    office.may_answer.set()
    assert (await asked).ok
    await until(lambda: office.slack.sockets.count == 1)
    assert office.ears.hearing
    await answered(office)


async def test_when_socket_mode_is_switched_off_the_bot_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await office.ears.connect()
    goodbye = {"type": "disconnect", "reason": "link_disabled"}
    monkeypatch.setattr(office.slack.sockets, "_hello", lambda: goodbye)
    office.slack.sockets.ask_to_reconnect("link_disabled")
    await until(lambda: not office.ears.hearing)
    off = "Socket Mode is switched off for this app: switch it on at api.slack.com/apps."
    await until(lambda: office.ears.why_deaf() == f"{off} {off}")
    assert ("bot.socket_mode", logging.WARNING, f"{off} Reconnecting.") in caplog.record_tuples
    monkeypatch.undo()
    await until(lambda: office.ears.hearing)


# The first connection


async def refusal(ears: SocketMode) -> CannotHear:
    with pytest.raises(CannotHear) as why:
        await ears.connect()
    return why.value


async def test_a_token_slack_does_not_accept_is_told_at_once(office: Office) -> None:
    office.ears = SocketMode(office.app, "xapp-wrong", office.client)
    why = await refusal(office.ears)
    assert why.hopeless
    assert str(why).startswith(
        "Slack does not accept SLACK_APP_TOKEN (invalid_auth). Make one in your app's page"
    )


async def test_a_slack_that_asks_for_patience_gets_it(office: Office) -> None:
    office.slack.faults.next("apps.connections.open", "ratelimited", retry_after=7)
    why = await refusal(office.ears)
    assert str(why) == "Slack does not open a connection (ratelimited)."
    assert QUICK.pause(1, why) == 7
    assert QUICK.pause(0, why) == 0


async def test_a_slack_out_of_reach_is_told_without_its_address(office: Office) -> None:
    nowhere = AsyncWebClient("xoxb-1", base_url="http://127.0.0.1:1/api/", retry_handlers=[])
    office.ears = office.listener(QUICK, client=nowhere)
    assert str(await refusal(office.ears)) == "Slack cannot be reached (ClientConnectorError)."


async def test_an_app_with_too_many_connections_is_told(office: Office) -> None:
    office.slack.limits.connections = 0
    assert str(await refusal(office.ears)) == (
        "This app has more than ten connections to Slack: do too many bots share one app?"
    )


async def test_a_slack_that_comes_back_within_our_patience_is_heard(office: Office) -> None:
    office.slack.faults.next("apps.connections.open", "server_error", times=3)
    office.ears = office.listener(replace(QUICK, patience=5))
    await office.ears.connect()
    await answered(office)


# Stopping


async def test_stopping_lets_what_is_in_hand_be_answered_and_takes_nothing_new(office: Office) -> None:
    await office.ears.connect()
    asked = office.ana_begins_to_ask()
    await until(lambda: office.asked == 1)
    stopped = asyncio.create_task(office.ears.close(5))
    await until(lambda: not office.ears.hearing)
    assert office.ears.why_deaf() == "The bot is stopping."
    too_late = asyncio.create_task(office.ana_asks("And this?"))
    await until(lambda: len(office.slack.delivery._pending) == 2)
    office.may_answer.set()
    assert (await asked).ok
    await stopped
    assert not (await too_late).ok
    assert office.asked == 1
    await until(lambda: office.slack.sockets.count == 0)


async def test_stopping_before_there_was_a_connection_is_no_matter(office: Office) -> None:
    await office.ears.close(5)
    assert office.ears.why_deaf() == "The bot is stopping."


async def test_stopping_waits_no_longer_than_it_was_told(office: Office) -> None:
    await office.ears.connect()
    asked = office.ana_begins_to_ask()
    await until(lambda: office.asked == 1)
    await office.ears.close(0.01)
    assert not (await asked).ok


async def test_stopping_while_deaf_leaves_nothing_behind(office: Office) -> None:
    await office.ears.connect()
    office.slack.faults.next("apps.connections.open", "timeout_before", times=100)
    office.slack.sockets.ask_to_reconnect("warning")
    await until(lambda: office.ears._keeper and office.addresses_asked() >= 1)
    await office.ears.close(0)
    await until(lambda: office.slack.sockets.count == 0)


async def test_stopping_while_the_old_connection_lingers_closes_both(office: Office) -> None:
    await office.ears.connect()
    office.slack.sockets.ask_to_reconnect("warning")
    await until(lambda: office.slack.sockets.count == 2)
    await office.ears.close(0)
    await until(lambda: office.slack.sockets.count == 0)


async def test_an_answer_whose_connection_is_gone_is_only_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.ears.connect()
    asked = office.ana_begins_to_ask()
    await until(lambda: office.asked == 1)
    office.slack.sockets.reset()
    await until(lambda: not office.ears.hearing)
    office.may_answer.set()
    assert not (await asked).ok
    await until(lambda: "its connection went before Slack could be told" in caplog.text)


# The promise


def test_the_longest_deafness_is_under_fifteen_seconds() -> None:
    pace = Pace()
    assert pace.longest_deafness < 15
    # A line that froze lasted as long as the silence, so it counts as settled and nothing is waited first.
    assert pace.settled <= pace.pulse.silence
    assert pace.pause(0, None) == 0
    assert all(pace.pause(failures, None) <= pace.longest_pause for failures in range(1, 50))


@pytest.mark.slow
async def test_with_its_real_values_a_bot_frozen_and_then_refused_hears_again_in_time(office: Office) -> None:
    office.ears = office.listener(Pace())
    await office.ears.connect()
    began = asyncio.get_running_loop().time()
    office.slack.sockets.refuse(1, new_address_works=False)
    office.slack.sockets.freeze()
    await until(lambda: not office.ears.hearing, 15)
    await until(lambda: office.ears.hearing, 15)
    assert asyncio.get_running_loop().time() - began < 15
