"""A door: what people do in Slack, as commands, buttons, modals, shortcuts and events."""
