"""What the claims on one cell agree on, and the rulings where they do not."""
