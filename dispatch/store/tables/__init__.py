"""Tables, a file for each compartment; no table holds both a draw and a person."""
