"""The version of the package, which briefs carry so that they can be cited."""

VERSION = "0.1.0"
