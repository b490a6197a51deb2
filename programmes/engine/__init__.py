"""How a number travels from what was reported to what is shown.

    geography.py   areas over time as arrays: which were valid, what lay in what, what became of what
    cube.py        facts of one indicator as dense arrays, area by period
    reported.py    figures as they were reported, taken apart where they are cumulative
    rebase.py      figures of areas that are gone, moved to the areas that came after
    rollup.py      parents added up from their parts, and who reported
    disclose.py    disclosure control, before the sums and after them: the only way out of exact numbers
    forecast.py    how the year will end, from the quarters that are publishable
    forecast_errors.py  how far off earlier forecasts were, and how far later ones may be trusted
    derive.py      year to date, target to date, attainment, variance, status, rank
    coverage.py    how much of each area the live services serve
    pipeline.py    the steps in their order
    backtest.py    how good the forecasts were, beside the straight line
    store.py       the results into the database: only what changed, in one transaction
    stored_forecasts.py  forecasts as stored, beside figures that were computed without them
    looking_back.py  results as known earlier, or against another trajectory, in front of those that are stored

Those from reported.py to coverage.py are numpy and nothing else. Arrays are areas down, periods across: shape (A, P). A
number that is not known is NaN, and `marker` says why.
"""
