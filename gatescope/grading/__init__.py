"""Marking: the same kernel under limits, on sockets that no other user reaches."""
