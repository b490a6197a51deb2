"""Formatting in templates; no queries."""
