"""The heart: what peer learning means, one module an activity, verbs over a session."""
