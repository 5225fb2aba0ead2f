"""What can go wrong with a bed, told in one line, with what to do."""


class BedError(Exception):
    status = 1


class CannotBuild(BedError):
    """This machine lacks what a bed takes: tests are skipped, with this as the reason."""

    status = 77
