"""The seeded generator of demonstration figures: what nobody publishes by area, made up and always said to be.

    world.py      the areas it is about: their sizes, and which life of them reported on a day
    sharing.py    totals shared out in whole numbers that add up exactly; chance that is the same every time
    national.py   what England comes to, quarter by quarter: official where there is a figure, else believable
    waves.py      which area begins when, and the services that then stand there
    series.py     one indicator at a time: England's figures shared out among the areas
    stories.py    what happens to figures on their way: late returns, a correction, an area that has none to give
    generate.py   all of it, as one delivery

Pure numpy and plain values: nothing here reads or writes the database.
"""
