"""The whole main job on a virtual clock: real use cases, real parties, invented people; it never runs in production."""
