"""The centre as its own programs run it: founded on the public keys of others, reached by them through the desk."""
