"""The kinds of prompt, in words for people."""

KINDS = {
    "retrospective": "Looking back",
    "technique": "How we do it",
    "failure": "What went wrong, and what it taught",
    "reading": "Read and discuss",
    "motion": "Motions to debate",
    "icebreaker": "Icebreakers",
}
"""Each kind, as a form names it."""
