"""Seats: which booths of which rooms a committee may get, planned before anybody is drawn; it knows no person."""
