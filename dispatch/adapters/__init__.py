"""What touches the world outside: clock, chance, key store, messages, bank files; each with a simulator."""
