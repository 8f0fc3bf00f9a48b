"""A file on its way into Slack: its bytes first, which nobody sees, then the message that shares it."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from scheduling.core.kind import WithFile


async def upload(client: AsyncWebClient, file: WithFile) -> str:
    """Hands Slack the bytes; its id for them. Doing it twice leaves a file that nobody sees."""
    place = await client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
    if client.session is not None:
        await _post(client.session, str(place["upload_url"]), file.content)
    else:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=client.timeout)) as session:
            await _post(session, str(place["upload_url"]), file.content)
    return str(place["file_id"])


async def share(client: AsyncWebClient, file_id: str, file: WithFile, channel_id: str) -> None:
    """Shows what was uploaded in a conversation, with its comment."""
    await client.files_completeUploadExternal(
        files=[{"id": file_id, "title": file.title}], channel_id=channel_id, initial_comment=file.comment
    )


async def _post(session: aiohttp.ClientSession, url: str, content: bytes) -> None:
    async with session.post(url, data=content) as answer:
        answer.raise_for_status()
