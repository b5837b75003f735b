"""Fetching from the real services: IATI datasets, the OECD's CRS, rates and deflators of the IMF and OECD.

One way down: ``iati`` (with ``bulk`` and ``ckan``), ``crs`` and ``series`` (with ``rates`` and ``deflators``) know what
a service says; ``shelf`` is the folder where files land; ``cache`` keeps what came, by content; ``download`` resumes;
``transport`` asks politely and follows redirects; ``route`` opens connections; ``addresses`` says which may be
opened at all. Beside it ``origins`` tells a load where its files came from.
"""
