"""The words that every part of the system shares; nothing here knows a database, a network or a screen."""
