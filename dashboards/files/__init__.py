"""Rows as they leave the house: one module for each kind of file.

streams.py   CSV as PostgreSQL writes it, passed on as it comes
"""
