"""The queue by key, and the cases marked in it."""
