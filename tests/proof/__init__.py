"""The long sweeps: every slip of a coder and every tampered cell that can be listed, tried one by one.

`make test-mutations` runs them all and writes what it measured into docs/reliability.md; the tests run a seeded sample.
"""
