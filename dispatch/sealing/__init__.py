"""Sealing: envelopes, sealed fields, capsules, links and pseudonyms; what is known too early is known to nobody."""
