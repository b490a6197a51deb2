"""Questions about the domain, one to a module. They return values of `programmes.results` and never write."""
