"""Collections: the works and concepts that people set aside, with their notes."""
