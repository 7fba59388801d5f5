"""Rows: one SQLAlchemy table file for each compartment, one repository for each aggregate, one unit of work."""
