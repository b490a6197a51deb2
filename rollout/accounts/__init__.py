"""Signing in: which pages there are, how often one may try, and how a refusal is said. allauth does the work."""
