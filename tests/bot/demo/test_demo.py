"""`make demo`: a company with a past, that goes on where it stopped and starts over when asked."""

import asyncio
import os
import signal
import socket
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.demo import run
from bot.demo.run import run_demo
from sandbox import Sandbox


class Demo:
    """One run of the demo in this process; Ctrl-C ends it."""

    def __init__(self, home: Path, *, reset: bool = False, port: int = 0) -> None:
        self._told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._run = asyncio.create_task(run_demo(self._told.set_result, reset=reset, port=port, home=home))

    async def __aenter__(self) -> str:
        await asyncio.wait({self._run, self._told}, return_when=asyncio.FIRST_COMPLETED)
        if self._run.done():
            await self._run
        return (await self._told).split()[4]

    async def __aexit__(self, *_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await self._run


class Visitor:
    """Whoever looks at the demo's page: as Ana, unless they become someone else."""

    def __init__(self, page: str) -> None:
        self._http = aiohttp.ClientSession(page)

    async def __aenter__(self) -> Self:
        self._snapshot = await self._get("snapshot")
        self.me = self._snapshot["me"]["id"]
        self._channel = self._named("channels", "learning")
        self.now = datetime.fromtimestamp(self._snapshot["now"], UTC)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def reads(self, *, private: bool = False) -> list[str]:
        """What the channel says, or the bot to them alone, oldest first."""
        place = {"as": self.me, "channel": await self._app() if private else self._channel}
        return [message["text"] for message in (await self._get("messages", **place))["messages"]]

    async def waits_for(self, words: str, *, private: bool = False) -> None:
        """Until the page says so."""
        async with self.hears_the_page() as pushes:
            while not any(words in text for text in await self.reads(private=private)):
                await pushes.receive()

    async def heard(self, words: str, where: str) -> list[datetime]:
        """When they were told so in a channel since they came, or by the app, to the minute."""
        channel = await self._app() if where == "the app" else self._named("channels", where)
        told = (await self._get("messages", **{"as": self.me}, channel=channel))["messages"]
        times = [datetime.fromtimestamp(float(one["ts"]), UTC) for one in told if words in one["text"]]
        return [one.replace(second=0, microsecond=0) for one in times if one > self.now]

    async def types(self, command: str, text: str) -> None:
        said = await self._post("command", channel=self._channel, command=command, text=text)
        assert said["ok"]

    async def moves_the_clock(self, **time: float) -> Any:
        return await self._post("clock", seconds=timedelta(**time).total_seconds())

    def hears_the_page(self) -> Any:
        """What the page is told, as it happens."""
        return self._http.ws_connect("/page/socket", params={"as": self.me})

    async def becomes(self, name: str) -> None:
        self.me = self._named("people", name)
        self._snapshot = await self._get("snapshot", **{"as": self.me})

    def _named(self, kind: str, name: str) -> str:
        return str(next(one["id"] for one in self._snapshot[kind] if one["name"] == name))

    async def _app(self) -> str:
        return str((await self._post("dm", user=self._snapshot["app"]["user_id"]))["channel"])

    async def _get(self, what: str, **place: str) -> Any:
        async with self._http.get(f"/page/{what}", params=place) as answer:
            return await answer.json()

    async def _post(self, what: str, **body: Any) -> Any:
        async with self._http.post(f"/page/{what}", json={"as": self.me, **body}) as answer:
            return await answer.json()


def _coming(weekday: int, wall: time, after: datetime, zone: ZoneInfo) -> datetime:
    """When it is that hour on that day of the week (0 is Monday) next."""
    today = after.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(9))
    coming = (datetime.combine(day, wall, zone) for day in days if day.weekday() == weekday)
    return next(one for one in coming if one > after)


async def test_a_newcomer_finds_a_company_that_already_talks(tmp_path: Path) -> None:
    async with Demo(tmp_path / "home") as page, Visitor(page) as ana:
        texts = await ana.reads()
        begin = Counter(text.partition(":")[0] for text in texts)
        assert (begin["Answered"], begin["Question"], begin["Lunch-and-learn"]) == (19, 3, 6)
        await ana.becomes("ben")
        await ana.waits_for("4.7 of 5, from 3 answers", private=True)


async def test_moving_the_clock_says_all_that_comes_each_at_its_own_time(tmp_path: Path) -> None:
    home, rome, lisbon = tmp_path / "home", ZoneInfo("Europe/Rome"), ZoneInfo("Europe/Lisbon")
    async with Demo(home) as page, Visitor(page) as ana:
        await ana.types("/kudos", "@ben for patience #feedback")
        lunch = datetime.combine(ana.now.astimezone(rome).date() + timedelta(days=1), time(13), rome)
        friday, monday = _coming(4, time(15), ana.now, lisbon), _coming(0, time(9), ana.now, lisbon)
        await ana.moves_the_clock(seconds=(max(friday, monday) - ana.now).total_seconds() + 60)
        assert await ana.heard("In ten minutes: <", "the app") == [lunch - timedelta(minutes=10)]
        over = "Feedback that helps”> is over. *Were you there?*"
        assert await ana.heard(over, "the app") == [lunch + timedelta(minutes=45)]
        assert await ana.heard("heard thanks", "kudos") == [friday]
        await ana.becomes("grace")
        assert await ana.heard("took part", "learning-admins") == [monday]
    with closing(sqlite3.connect(home / "teachback.db")) as memory:
        assert memory.execute("SELECT kind FROM outbox WHERE state IN ('expired', 'failed')").fetchall() == []


async def test_stopped_in_the_midst_of_a_long_way_it_goes_on_from_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = tmp_path / "home"
    async with Demo(home) as page, Visitor(page) as ana:
        before = ana.now
        async with ana.hears_the_page() as pushes:
            journey = asyncio.create_task(ana.moves_the_clock(days=300))
            while (await pushes.receive_json()).get("now", 0) < (before + timedelta(hours=5)).timestamp():
                pass
    with suppress(aiohttp.ClientError):
        await journey
    async with Demo(home) as page, Visitor(page) as ana:
        assert timedelta(hours=5) <= ana.now - before < timedelta(days=300)
        await ana.moves_the_clock(hours=1)
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []


async def test_it_goes_on_where_it_stopped_and_starts_over_when_asked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with Demo(home) as page, Visitor(page) as ana:
        await ana.types("/learn", "Is this kept?")
        await ana.waits_for("Question: Is this kept?")
        told = len(await ana.reads())
    async with Demo(home) as page, Visitor(page) as ana:
        assert "Question: Is this kept?" in await ana.reads()
    async with Demo(home, reset=True) as page, Visitor(page) as ana:
        assert len(await ana.reads()) < told


async def test_a_first_run_that_was_broken_off_begins_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "slack.json").write_text("half a st")
    async with Demo(home) as page, Visitor(page) as ana:
        assert sum("Kubernetes, gently" in text for text in await ana.reads()) >= 1


async def test_a_page_left_open_that_presses_during_the_start_is_told_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, answers = run._start, []

    async def start_and_press(sandbox: Sandbox, port: int) -> None:
        await start(sandbox, port)
        async with Visitor(sandbox.page_url) as visitor:
            answers.append(await visitor.moves_the_clock(minutes=1))

    monkeypatch.setattr(run, "_start", start_and_press)
    (tmp_path / "filled").touch()
    async with Demo(tmp_path):
        pass
    (answer,) = answers
    assert (answer["ok"], answer["error"]) == (False, "starting")


async def test_a_port_that_is_taken_is_left_to_its_owner(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as owner:
        taken = owner.getsockname()[1]
        async with Demo(tmp_path / "home", port=taken) as page:
            assert not page.endswith(f":{taken}/")
