"""The web app: the workspace as pages on this machine. Asks and renders; computes nothing.

``server`` puts it together, ``guard`` keeps strangers out, ``shelf`` keeps answers. ``pages`` has one module per page;
each page has a twin for programs under the same address with ``.json``.
"""
