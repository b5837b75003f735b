def hides(data: bytes, /) -> bool: ...
def lines(data: bytes, end: int, /) -> int: ...

class Walker:
    def __new__(
        cls,
        widths: list[int],
        first: tuple[list[tuple[object, ...]], dict[str, int]],
        second: tuple[list[tuple[object, ...]], dict[str, int]],
        /,
    ) -> Walker: ...
    def read(
        self,
        major: int,
        root: bytes,
        data: bytes,
        end: bytes,
        line: int,
        dataset: int,
        record: int,
        counts: list[int],
        /,
    ) -> tuple[int, list[tuple[str, int]]] | None: ...
    def table(
        self, number: int, /
    ) -> tuple[int, tuple[bytes, ...], tuple[tuple[bytes, bytes, bytes, int] | None, ...]]: ...
    def size(self) -> int: ...
    def clear(self) -> None: ...
