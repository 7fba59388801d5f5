"""The witness log: what was written stays written, and outsiders can check it without asking anybody."""
