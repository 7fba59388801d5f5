"""Calling experts out: the states of a call-out and the words of every message; no tender, no seat, no name."""
