"""What people ask: a few thousand words, some common and most rare, each subject with words of its own."""

import random
from itertools import accumulate, islice

COMMON = """
access account agent alert api approval archive audit authentication backlog backup badge bill branch
browser budget bug build calendar campaign card certificate chart claim client cloud cluster code commit
config container contract cookie coverage cron dashboard data database deadline deploy design desk device
diagram disk docker document domain draft email endpoint error event expense export feature file filter
firewall flag folder form gateway graph group guide holiday hook host hotfix import incident index invoice
job kubernetes label laptop latency leave library license limit link list log login mail manager meeting
memory merge metric migration mock model module monitor network note notebook office onboarding order owner
package page password patch payment payroll permission phone pipeline plan policy pool portal postgres
printer process production profile project proxy python query queue quota record refund region release
report repository request review role rollback room route rule runbook sandbox schedule schema script
search secret security server service session shift sign slide socket spreadsheet sprint staging storage
support survey table tag task team template terminal test theme ticket timeout token tool training travel
trial upgrade upload vendor version video visa volume vpn webhook widget wiki workflow workspace
configure debug deploy encrypt fix install migrate mount optimise parse publish repair reset restore
restart rotate scale share split sync translate validate verify
""".split()  # noqa: SIM905 - prose reads better than 250 quoted words
_OPENINGS = (
    "How do I", "How can I", "Where do I", "Why does", "What is the best way to", "Who knows how to",
    "Can anyone explain how to", "Is there a way to", "What should I do when", "Does anyone know how to",
)  # fmt: skip
_GLUE = ("the", "our", "in the", "for the", "with", "from the", "and", "after the", "", "", "", "")
_SYLLABLES = [f"{first}{vowel}" for first in "bdfgklmnprstvz" for vowel in "aeiou"]
WORDS, SUBJECTS, OWN_WORDS = 4000, 200, 60


class Talk:
    """An endless supply of questions and answers, the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        fixed = random.Random(0)  # The language is one, whoever speaks it.
        names = ("".join(fixed.choices(_SYLLABLES, k=fixed.choice((2, 3)))) + "x" for _ in iter(int, 1))
        self._words = list(dict.fromkeys([*COMMON, *islice(names, WORDS)]))[:WORDS]
        self._known = frozenset(self._words)
        # Zipf's law as Mandelbrot mended it: the commonest word is in about one question in twelve.
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self._words))))
        self._own_weights = list(accumulate(1 / (rank + 3) for rank in range(OWN_WORDS)))
        self._subjects = [fixed.sample(self._words, OWN_WORDS) for _ in range(SUBJECTS)]

    def question(self) -> str:
        """A new question: three to eight words that matter, half of them of its subject."""
        size = self._random.choice((3, 4, 4, 5, 5, 5, 6, 6, 7, 8))
        subject = self._random.choice(self._subjects)
        own = self._random.choices(subject, cum_weights=self._own_weights, k=size // 2)
        return self._said([*own, *self._some(size - len(own))])

    def rephrased(self, question: str) -> str:
        """The same question as somebody else would put it."""
        matter = [word for word in question.rstrip("?").split() if word in self._known]
        self._random.shuffle(matter)
        return self._said(matter[: max(2, len(matter) - self._random.choice((0, 0, 1)))])

    def answer(self) -> str:
        """Two dozen words."""
        return " ".join(self._some(24)).capitalize() + "."

    def topics(self) -> list[str]:
        """Up to two tags."""
        return list(dict.fromkeys(self._random.choices(COMMON[:120], k=self._random.choice((0, 1, 2)))))

    def _some(self, size: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=size)

    def _said(self, matter: list[str]) -> str:
        parts = [self._random.choice(_OPENINGS)]
        for word in matter:
            parts += [self._random.choice(_GLUE), word]
        return " ".join(filter(None, parts)) + "?"
