"""What a reviewer writes, and what becomes of it until it is recorded."""
