"""What ends a command that cannot do its work."""


class Complaint(Exception):
    """One sentence for the user, then exit code 1."""
