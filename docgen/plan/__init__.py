"""The reading room: a YAML file becomes a typed plan in which every text still knows its line. It knows no Word."""
