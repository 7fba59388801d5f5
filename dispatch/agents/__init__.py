"""The unattended programs of the parties and log witnesses: each with a directory, a key and a memory of its own."""
