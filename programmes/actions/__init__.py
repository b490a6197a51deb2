"""The only writers. Keyword-only, atomic, safe to repeat; each says what it did in an audit event."""
