"""`commscore app`: the front end in the browser."""

import click


@click.command("app")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen. Any other address lets others on the network open the app: it needs a log-in.",
)
def command(port: int, address: str) -> None:
    """Open the app in the browser. It runs on this machine and sends nothing anywhere.

    For others on the network it starts only with a log-in (OpenID Connect) and a file that says who may what:
    the README tells how, under "On a server".
    """
    from commscore.ui.serve import serve

    serve(port, address)
