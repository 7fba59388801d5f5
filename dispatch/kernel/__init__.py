"""Ports and canonical bytes; knows no feature."""
