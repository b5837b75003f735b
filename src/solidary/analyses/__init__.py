"""One question, one module: pure functions from a view of the register to findings. No clock, no disk, no words."""
