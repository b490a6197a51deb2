"""One page, one module, one short function: select, ask, present, render."""
