"""Stories told through the sandbox's page, in a real Chromium."""
