"""Who is still at work: a log-in that nothing was done with for so long is over, whoever has its cookie."""

from threading import Lock

Login = tuple[str, float]  # who logged in, and when: seconds since 1970


class Attendance:
    """When each log-in was last used, in memory; one that is not known was last used when it was made."""

    def __init__(self) -> None:
        self._used: dict[Login, float] = {}
        self._lock = Lock()

    def over(self, login: Login, now: float, limit: float) -> bool:
        """Tell whether a log-in is over, `limit` seconds after its last use."""
        with self._lock:
            return now - self._used.get(login, login[1]) > limit

    def use(self, login: Login, now: float, limit: float) -> None:
        """Note that a log-in is used; forget those that are over without that."""
        with self._lock:
            for each, used in list(self._used.items()):
                if now - max(used, each[1]) > limit:
                    del self._used[each]
            self._used[login] = now

    def end(self, login: Login) -> None:
        """Note that somebody logged out: whoever has a copy of the cookie is not let in with it."""
        with self._lock:
            self._used[login] = float("-inf")
