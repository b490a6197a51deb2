"""What Rollout promises of speed, measured: our engine and store beside DuckDB, in one run on one machine.

    world    made-up areas and figures, the same in both databases
    duck     the same results by an analytical database in memory: the yardstick
    work     the engine and its store, as the worker runs them
    pages    an area's page
    report   ratios against budgets, as a table

Run by script/bench. Absolute times say more about the machine than about us; ratios are what is promised.
"""
