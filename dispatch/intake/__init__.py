"""Reading what people bring: pool files, relations, applications, bidder lists and venues, and writing them back."""
