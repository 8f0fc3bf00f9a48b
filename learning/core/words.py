"""What people write, made safe to keep and ready to find: cleaned text, search terms, likeness."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from types import MappingProxyType

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = Lock()
"""A stemmer keeps the word it works on in itself, and verbs run on several threads."""
_WORD = re.compile(r"[^\W_]+(?:[.'’&+#-]*[^\W_]+)*(?:\+\+|#)?")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_MENTION = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^<>|\s][^<>|\n]*)(?:\|(?P<label>[^<>\n]*))?>")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LETTER = {"+": "plus", "#": "sharp", ".": "dot", "&": "and", "'": "", "’": "", "-": ""}

STOP = frozenset(
    """
    a about after again all also am an and any anybody anyone are as at be because been before being best both
    but by can cannot cant come could did do does doing dont down each every few find for from get getting
    give go going good got had has have having hello help her here hey hi him his how i id if ill im in into
    is isnt it its ive just know let like look looking make making many may me might more most much must my
    need new no not now of off on once one only or other our out over own people please possible proper really
    properly right s same see she should so some somebody someone something sometimes still such t take tell
    than thank thanks that the their them then there these they thing things this those through to too try
    trying under until up us use used using very want was way ways we well were what whats when where which
    while who whom whose why will with without wont would you your
    """.split()  # noqa: SIM905 - prose reads better than 180 quoted words
)
"""Words that say nothing of what a question is about."""

_SAME = {
    word: group[0]
    for group in (
        ("fix", "repair", "solve", "resolve", "mend", "troubleshoot"),
        ("remove", "delete", "erase"),
        ("create", "add", "generate"),
        ("change", "modify", "edit", "alter", "reset", "update"),
        ("start", "begin", "launch", "boot"),
        ("stop", "halt", "kill", "quit"),
        ("error", "exception", "failure", "bug", "problem", "issue"),
        ("fail", "break", "broken", "crash", "crashes"),
        ("fast", "quick", "speed"),
        ("slow", "sluggish", "lag"),
        ("learn", "study", "understand"),
        ("teach", "explain", "train"),
        ("install", "setup"),
        ("database", "db"),
        ("kubernetes", "k8s"),
        ("postgres", "postgresql"),
        ("javascript", "js"),
        ("typescript", "ts"),
        ("repository", "repo"),
        ("config", "configuration", "configure", "settings"),
        ("password", "passphrase"),
        ("documentation", "docs"),
        ("authentication", "auth", "authenticate"),
        ("application", "app"),
    )
    for word in group
}
"""Words that people at work use for the same thing, written as the first of them."""


def clean(text: str) -> str:
    """Text that any database and any screen can keep: no NUL, no lone surrogate, composed, trimmed.

    What shows nothing at all, such as a zero-width space, is empty.
    """
    text = _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n"))
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).strip()
    seen = any(unicodedata.category(letter)[0] not in "CZ" for letter in text)
    return text if seen else ""


def plain(slack_text: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """What a person wrote, out of Slack's markup: mentions and links become inert words.

    `names` says who or what the mentioned ids are, where the markup itself does not.
    """
    spoken = _MENTION.sub(lambda match: _spoken(match, names), slack_text)
    return clean(spoken.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def mentioned(slack_text: str) -> frozenset[str]:
    """The ids of the people and channels that a text mentions."""
    return frozenset(
        match["target"] for match in _MENTION.finditer(slack_text) if match["kind"] in ("@", "#")
    )


def _spoken(match: re.Match[str], names: Mapping[str, str]) -> str:
    kind, target, label = match["kind"], match["target"], match["label"]
    if kind in ("@", "#"):
        return f"{kind}{label or names.get(target, target)}"
    if kind == "!":
        return label if label and label.startswith("@") else f"@{(label or target).split('^')[0]}"
    return target if not label or label == target.removeprefix("mailto:") else f"{label} ({target})"


def terms(text: str) -> tuple[str, ...]:
    """The search terms of a text, each once, in order: letters and digits only, stemmed, synonyms joined."""
    found: dict[str, None] = {}
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold()):
        word = match.group()
        if _CJK.fullmatch(word):
            # No spaces to split at: pairs of characters are the usual stand-in for words.
            found.update(dict.fromkeys(word[i : i + 2] for i in range(max(1, len(word) - 1))))
        elif term := _term(word):
            found[term] = None
    return tuple(found)


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    joined = "".join(_LETTER.get(letter, letter) for letter in word)
    if joined in STOP or not joined.isalnum():
        return ""
    meant = _SAME.get(joined, joined)
    with _STEMMING:
        stem = str(_STEMMER.stemWord(meant))
    # "errors" and "fixes" find their group by the stem.
    return _SAME_STEMS.get(stem, stem)[:64]


_SAME_STEMS: dict[str, str] = {
    _STEMMER.stemWord(word): _STEMMER.stemWord(first) for word, first in _SAME.items()
}


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How much two questions share: the Dice coefficient of their terms, 0 to 1."""
    if not one or not other:
        return 0.0
    ours, theirs = set(one), set(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def shorten(text: str, most: int) -> str:
    """The beginning of a text on one line, at most `most` characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most // 2 else cut).rstrip(" ,.;:") + "…"
