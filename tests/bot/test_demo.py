"""`make demo`: a company with a past, that goes on where it stopped and starts over when asked."""

import asyncio
import os
import signal
import socket
from pathlib import Path

import aiohttp

from bot.demo import run_demo


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


async def cards(page: str) -> list[str]:
    async with aiohttp.ClientSession(page) as session:
        async with session.get("/page/snapshot") as answer:
            snapshot = await answer.json()
        learning = next(one["id"] for one in snapshot["channels"] if one["name"] == "learning")
        place = {"as": snapshot["me"]["id"], "channel": learning}
        async with session.get("/page/messages", params=place) as answer:
            return [message["text"] for message in (await answer.json())["messages"]]


async def ask(page: str) -> None:
    async with aiohttp.ClientSession(page) as session:
        async with session.get("/page/snapshot") as answer:
            snapshot = await answer.json()
        learning = next(one["id"] for one in snapshot["channels"] if one["name"] == "learning")
        said = {"as": snapshot["me"]["id"], "channel": learning, "command": "/learn", "text": "Is this kept?"}
        async with session.post("/page/command", json=said) as answer:
            assert (await answer.json())["ok"]
        async with session.ws_connect("/page/socket", params={"as": snapshot["me"]["id"]}) as pushes:
            while "Question: Is this kept?" not in await cards(page):
                await pushes.receive()


async def test_a_newcomer_finds_a_company_that_already_talks(tmp_path: Path) -> None:
    async with Demo(tmp_path / "home") as page:
        texts = await cards(page)
        assert len(texts) == 6
        assert sum(text.startswith("Answered: ") for text in texts) == 4


async def test_it_goes_on_where_it_stopped_and_starts_over_when_asked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with Demo(home) as page:
        await ask(page)
    async with Demo(home) as page:
        assert "Question: Is this kept?" in await cards(page)
    async with Demo(home, reset=True) as page:
        assert len(await cards(page)) == 6


async def test_a_first_run_that_was_broken_off_begins_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "slack.json").write_text("half a st")
    async with Demo(home) as page:
        assert len(await cards(page)) == 6


async def test_a_port_that_is_taken_is_left_to_its_owner(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as owner:
        taken = owner.getsockname()[1]
        async with Demo(tmp_path / "home", port=taken) as page:
            assert not page.endswith(f":{taken}/")
