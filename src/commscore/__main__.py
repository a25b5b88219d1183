"""`python -m commscore`."""

from commscore.cli import main

if __name__ == "__main__":
    main()
