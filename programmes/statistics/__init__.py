"""The arithmetic of decisions: what may be said of figures, and what may not. Plain Python, no database.

Each module is one published method; each public function says its units, its source and a worked example.

    refusals.py      why a method is not used on these figures, in words for a page
    amounts.py       an amount with its word, for a sentence
    quantiles.py     normal, chi-square and Poisson quantiles, to eleven digits
    intervals.py     Wilson for a share; Byar's, exact below 10, for a count and a rate
    comparison.py    better, similar, worse, against a value
    differences.py   how far two shares or rates lie apart, with limits
    similar.py       areas that are alike, by a grouping whose variables and weights are data
    trend.py         the recent trend over five years, and the last two points
    classes.py       quarters and fifths of the areas, for a map
    funnel.py        funnel plots: shares and rates, their lines and bands
    dispersion.py    a wider funnel, where large areas differ by more than chance
    control.py       a control chart (XmR), with its variation and assurance; what it is made of is beside it:
                     control_limits.py (mean and limits), control_rules.py (special causes)
    run_rate.py      what each quarter left must bring, and whether any quarter ever did
    what_if.py       where the year ends at a chosen pace, and when its target is reached
    forecast.py      how the year will end, with an 80% interval, and why none is said
    forecast_simple.py  the four simple methods that it puts together
    landing.py       the same against the year's target, in a sentence
    control_words.py, run_rate_words.py   the same in sentences

Where to begin: `control.control_chart`, `run_rate.flow_run_rate`, `comparison.against_value`. Figures go in as plain
numbers, oldest first, `None` where there is none; frozen values come out. Shares are fractions. Nothing is rounded
before it is put into words, and every line drawn is strict: a figure exactly on it is not beyond it.

Year to date, attainment and status are older and simpler: `programmes.calculations`.
"""
