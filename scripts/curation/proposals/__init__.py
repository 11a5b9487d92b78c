"""What can be read from a new text by rules and by what the collection knows: proposals, which nothing decides by."""
