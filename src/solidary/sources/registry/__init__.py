"""Fetching from the real services: the IATI bulk data service and registry, the OECD's CRS, rates of the IMF and OECD.

One way down: ``iati``, ``crs`` and ``rates`` know what a service says; ``cache`` keeps what came, by content;
``download`` resumes; ``transport`` asks politely and follows redirects; ``route`` opens connections; ``addresses`` says
which may be opened at all.
"""
