"""nbgrader for Java notebooks: what a student finds in place of a solution, and time for training."""

c = get_config()  # noqa: F821 (nbgrader defines it)

c.ClearSolutions.code_stub = {
    "java": '// YOUR CODE HERE\nthrow new UnsupportedOperationException("not written yet");',
}
c.ExecutePreprocessor.timeout = 600
c.ExecutePreprocessor.startup_timeout = 120
