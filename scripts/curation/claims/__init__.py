"""What one source says about one cell, whether all of its text is accounted for, and the second coding."""
