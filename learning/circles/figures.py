"""Figures of circles for the digest: each is defined here once."""

from dataclasses import dataclass

from learning.core.sockets.digest import Figure, Reading


@dataclass(frozen=True, slots=True)
class Circles:
    """What went on in circles.

    `prompts`: rounds that they were asked something in (`prompted`). `voices`: people who spoke up in them,
    counted once a round (`voiced`).
    """

    prompts: int = 0
    voices: int = 0


def _count(reading: Reading) -> list[Circles]:
    weeks = zip(reading.entries("prompted"), reading.entries("voiced"), strict=True)
    return [Circles(prompts, voices) for prompts, voices in weeks]


CIRCLES = Figure("circles", Circles(), _count, verbs=("prompted", "voiced"))
