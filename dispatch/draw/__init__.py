"""The verifiable draw (可验证随机抽取, vd1) as values and functions: nothing here reads a clock, a file or a network."""
