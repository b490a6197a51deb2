"""News: what changed in an area or a programme between two quarters, in words, and who is told of it.

changes.py     one indicator in two quarters: better, worse, little changed, or too small to say
telling.py     the changes of an area, or of a programme, in one quarter
words.py       the same in sentences
bulletins.py   when a quarter's figures stand, so that there is news of it
following.py   who follows what, and leaving
letters.py     one letter a subscription and quarter
feeds.py       the same as Atom
"""
