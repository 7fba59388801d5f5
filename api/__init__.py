"""How people reach the system: command line, API, console."""
