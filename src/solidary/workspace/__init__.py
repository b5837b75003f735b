"""Opens a folder and wires the rooms: definitions and dossiers -> claims -> register -> findings -> brief.

No logic of its own. The clock and the disk come in here; nothing below asks for them. ``opened`` knows the files,
``holdings`` the loaded data, ``giving`` writes files for others, ``workspace`` answers.
"""

from solidary.workspace.workspace import Workspace, open_workspace

__all__ = ["Workspace", "open_workspace"]
