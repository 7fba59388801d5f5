"""What the rules say: dated numbers with their sources, and one small function for each rule."""
