"""Signatures of a public beacon on the curve BLS12-381, verified in plain Python from public values."""
