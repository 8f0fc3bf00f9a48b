"""The weekly digest in words: all that is plugged in."""

from learning.digests import names
from messages.core.sockets.digest import Digest
from messages.core.sockets.feature import Feature
from messages.digests import at_home, charts, digest, figures, suggestions
from messages.digests.settings import FIELDS

FEATURE = Feature(
    doors=(at_home.WEEK,),
    settings=FIELDS,
    titles={
        names.WEEKLY: "the weekly digest",
        names.CHARTS: "the charts in the weekly digest's thread",
    },
    digest=Digest(lines=(figures.LINE,), curves=(figures.CURVES,)),
    registries=(digest.lines, suggestions.known, charts.known),
)
