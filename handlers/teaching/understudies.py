"""Understudies: somebody who was asked to help with a topic says yes or no."""

from handlers.core.buttons import answered
from learning.teaching import understudies
from messages.teaching.understudies import called

agree = answered(understudies.agree, called)
"""Somebody who was asked will help with a topic."""

decline = answered(understudies.decline, called)
"""Somebody who was asked would rather not."""
