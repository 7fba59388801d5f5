"""法定例外: what happens besides the ordinary course of a draw, each by its article, each with its log entry."""
