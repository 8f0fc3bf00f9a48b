"""The voice: Block Kit messages, modals and Home, as pure functions of what is true."""
