"""The domain: areas over time, programmes and what they promised, figures and how they were made.

It writes and knows everything, and never knows that it is being looked at. A stranger reads it in this order:

    choices.py       every enumeration, in words
    untrusted.py     what others send, read once for every door: texts, whole numbers, days, objects of JSON
    sentences.py     pieces of sentences: a word that agrees with a number, a day
    periods.py       financial years and quarters; the only place that knows the year starts in April
    calculations.py  the arithmetic: year to date, target to date, attainment, status, required rate
    statistics/      the arithmetic of decisions: control charts, intervals, comparisons, trends, funnels, run rates
    area_history.py  areas over time: the versions of every code, what lay in what, what became of what
    checks/          what is asked of a figure: pure rules, each with a code and a sentence
    querysets.py     chainable questions to one table
    snapshot.py      one page, one moment
    memory.py        what changes seldom, remembered by a process while it is true
    models/          the nouns, and every rule that the database can hold
    stored_areas.py  the history of areas as the database has it, remembered by a process
    engine/          facts -> cube -> rebase -> roll up -> disclose -> derive -> results (numpy)
    reference/       reading fixtures: what a file should say, and what is wrong with it
    ingest/          reading published and uploaded files: rows, and what is wrong with them
    demonstration/   the seeded generator of demonstration figures
    queries/         one question a module; they return the values of results/
    actions/         the only writers: keyword-only, atomic, audited
    tasks.py         Celery tasks of a few lines over actions
    management/      commands of a few lines over actions

Imports point down this list reversed: management and tasks over actions, actions over ingest, queries and engine, those
over models, models over choices and periods. `dashboards` reads queries and results; nothing here imports it.
"""
