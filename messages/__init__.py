"""The voice: Block Kit messages and modals, as pure functions of what is true."""
