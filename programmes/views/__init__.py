"""The pages behind /enter/: figures in, checked and accepted, and who may do so. One page a module."""
