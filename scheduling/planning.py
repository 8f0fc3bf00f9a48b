"""What comes again, and what each occurrence brings: one line an activity."""

from learning.schedules import Plan

PLANS: dict[str, Plan] = {}
