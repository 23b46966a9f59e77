"""Many documents at once: jobs that any executor can run, and the folder that they are written to."""
