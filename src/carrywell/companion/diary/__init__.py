"""The diary: how a day was, with charts, a calendar and reminders."""
