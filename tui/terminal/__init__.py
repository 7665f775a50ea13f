"""The terminal itself: keys and pastes in, lines, copies and editors out."""
