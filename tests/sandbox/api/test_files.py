"""Files: an address, the bytes, and the message that shares them, as strictly as Slack."""

from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, Workspace
from tests.sandbox.rawbot import RawBot, refusal

ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def in_no_hurry(slack: Sandbox) -> None:
    slack.limits.enforced = False


async def uploaded(bot: RawBot, content: bytes = ICS, *, said: int | None = None) -> tuple[str, int]:
    """A file's id, and how the upload was answered."""
    place = await bot.web.files_getUploadURLExternal(filename="lunch.ics", length=said or len(content))
    async with aiohttp.ClientSession() as session, session.post(place["upload_url"], data=content) as answer:
        return str(place["file_id"]), answer.status


async def share(bot: RawBot, file_id: str, **more: Any) -> Any:
    return await bot.web.files_completeUploadExternal(files=[{"id": file_id, "title": "A lunch"}], **more)


async def refused(call: Any) -> str:
    return str((await refusal(call))["error"])


async def test_a_file_is_shared_with_a_comment_and_can_be_downloaded(slack: Sandbox, bot: RawBot) -> None:
    dm = slack.person("ana").dm_channel
    file_id, status = await uploaded(bot)
    assert status == 200
    await share(bot, file_id, channel_id=dm.id, initial_comment="For your calendar")
    (seen,) = slack.person("ana").dm
    assert seen.text == "For your calendar"
    assert [(file["name"], file["title"], file["mimetype"]) for file in seen.files] == [
        ("lunch.ics", "A lunch", "text/calendar")
    ]
    async with aiohttp.ClientSession() as session, session.get(seen.files[0]["url_private"]) as answer:
        assert await answer.read() == ICS
        assert answer.content_type == "text/calendar"
    again = Workspace.restore(slack.workspace.snapshot())
    assert again.files == slack.workspace.files


async def test_only_what_was_uploaded_is_shared_and_only_once(slack: Sandbox, bot: RawBot) -> None:
    dm = slack.person("ana").dm_channel.id
    place = await bot.web.files_getUploadURLExternal(filename="lunch.ics", length=3)
    assert await refused(share(bot, place["file_id"], channel_id=dm)) == "file_not_found"
    assert await refused(share(bot, "F0", channel_id=dm)) == "file_not_found"
    file_id, _ = await uploaded(bot)
    await share(bot, file_id, channel_id=dm)
    assert await refused(share(bot, file_id, channel_id=dm)) == "file_not_found"
    assert len(slack.person("ana").dm) == 1


async def test_a_file_has_as_many_bytes_as_announced_and_goes_where_the_bot_is(
    slack: Sandbox, bot: RawBot
) -> None:
    assert (await uploaded(bot, said=3))[1] == 400
    assert await refused(bot.web.files_getUploadURLExternal(filename="x", length=2 << 20)) == (
        "file_upload_size_restricted"
    )
    file_id, _ = await uploaded(bot)
    random = slack.workspace.channel("random").id
    assert await refused(share(bot, file_id, channel_id=random)) == "not_in_channel"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{slack.page_url}files/{file_id}") as answer:
            assert answer.status == 404
        async with session.post(f"{slack.page_url}upload/{file_id}/guess", data=b"x") as answer:
            assert answer.status == 404
