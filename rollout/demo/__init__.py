"""The demonstration: embedded servers, its accounts, its steps, and the processes it keeps alive.

    places     where its files and sockets are, from the environment alone
    processes  start, end and recognise processes; restart those that die
    postgres   PostgreSQL from a wheel: prepared and started without touching the rest of the machine
    valkey     Valkey from a wheel
    keeper     the process that owns both servers, for as long as anybody uses them
    embedded   the way in: make sure that the servers run
    accounts   the demonstration's people
    steps      from empty servers to a site with figures, skipping what is done
    site       web server, worker and beat, kept alive

The first six stand below Django's settings, which need their addresses.
"""
