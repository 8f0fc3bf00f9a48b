"""What comes again, and what each occurrence brings: one line an activity."""

from learning.core.schedules import Plan
from scheduling import circles, digests, kudos

PLANS: dict[str, Plan] = {**circles.PLANS, **digests.PLANS, **kudos.PLANS}
