"""`commscore serve`: the same reports over HTTP."""

import click


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8600, show_default=True)
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen. Any other address lets others on the network use it: it needs COMMSCORE_TOKEN.",
)
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name that it may be called by; any with a token, those of this machine without.",
)
@click.option("--workers", type=click.IntRange(1, 256), help="Processes, some 500 MB each. One a processor.")
@click.option(
    "--seconds",
    type=click.FloatRange(1, 3600),
    default=60,
    show_default=True,
    help="Time for what is sent to come, and for its report.",
)
@click.option(
    "--waiting",
    type=click.IntRange(1, 10_000),
    default=64,
    show_default=True,
    help="Requests taken at once; more are told to come again.",
)
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    port: int, address: str, hosts: tuple[str, ...], workers: int | None, seconds: float, waiting: int
) -> None:
    """Answer other programs over HTTP with the reports of `score` and `triage`; /openapi.json describes it.

    It runs on this machine and sends nothing anywhere. A file that is sent is at most
    COMMSCORE_UPLOAD_MEGABYTES (20) large.
    """
    from commscore.service.serve import serve

    serve(port, address, hosts, workers, seconds, waiting)
