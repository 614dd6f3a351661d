"""Related work: what a draft is about, what to read, cite and contrast, what it lacks, and what looks wrong in it."""
