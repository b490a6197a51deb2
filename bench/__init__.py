"""What Rollout promises of speed, measured: our engine and store beside DuckDB, in one run on one machine.

    world    made-up areas and figures, the same in both databases
    duck     the same results by an analytical database in memory: the yardstick
    work     the engine and its store, as the worker runs them
    areas    fourteen thousand areas over time: memory, and how soon an era is ready
    pages    an area's page
    files    files of results: the time of a million rows, and the memory of each kind
    exports  the same rows by others, and by us over HTTP
    memory   one file, in a process of its own
    report   ratios against budgets, as a table

Run by script/bench. Absolute times say more about the machine than about us; ratios are what is promised.
"""
