"""What the system does: draw, call out, seat, disclose, settle, and log each of them."""
