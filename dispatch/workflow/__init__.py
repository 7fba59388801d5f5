"""Use cases: each joins features, takes an open unit of work and the time, and never commits by itself."""
