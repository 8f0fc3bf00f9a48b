"""What Slack's refusals mean for a message: never, later, or nobody knows whether it was taken."""

import random
from datetime import timedelta

from slack_sdk.errors import SlackApiError

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=5)
PATIENCE = 30
"""Seconds to wait where Slack asks to wait without saying how long."""
PERMANENT = frozenset(
    {
        "block_mismatch",
        "cannot_dm_bot",
        "cannot_reply_to_message",
        "cant_update_message",
        "channel_is_limited_access",
        "channel_not_found",
        "edit_window_closed",
        "ekm_access_denied",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "is_archived",
        "is_inactive",
        "message_not_found",
        "messages_tab_disabled",
        "metadata_too_large",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_permission",
        "no_text",
        "not_in_channel",
        "posting_to_channel_denied",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "storage_limit_reached",
        "thread_not_found",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
"""Refusals of this message that stay the same however often one asks. A token that Slack refuses is none of
them: it says nothing about the message, and a person mends it."""
UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack's own documentation: part of it may have succeeded before the error was raised."""
TOO_FAST = frozenset({"rate_limited", "ratelimited"})


def code(error: SlackApiError) -> str:
    """Slack's word for what went wrong; the HTTP status where the answer held none."""
    answer = error.response
    # An answer that could not be read comes as aiohttp's own response, which calls it `status`.
    status = int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0) or 0)
    data = getattr(answer, "data", None)
    if status == 429:
        return "ratelimited"
    if isinstance(data, dict) and data.get("error"):
        return str(data["error"])
    return f"http_{status}"


def is_unsure(word: str) -> bool:
    """Whether Slack may have done what it was asked; only its own word for a refusal rules that out."""
    return word.startswith("http_") or word in UNSURE


def retry_after(error: SlackApiError) -> timedelta:
    """How long Slack asks to wait."""
    value = str((getattr(error.response, "headers", None) or {}).get("Retry-After", ""))
    return timedelta(seconds=max(1, int(value)) if value.isdecimal() else PATIENCE)


def backoff(attempts: int) -> timedelta:
    """Twice as long after each attempt, with jitter, so that replicas do not come back together."""
    wait: timedelta = min(FIRST_RETRY * 2 ** min(attempts - 1, 10), LONGEST_RETRY)
    return wait * random.uniform(1.0, 1.25)
