"""Packages of descriptions with mistakes: what was assumed holds at both ends."""

from typing import Any

import golden_lenient30 as songs
import golden_lenient31 as folders
import pytest
from ends import URL, done, sync_wire, wire
from golden_lenient30.server import create_app as create_songs_app
from golden_lenient31.server import create_app as create_folders_app
from starlette.requests import Request

SONG = songs.Song(title="So What", kind="song", length=545, cover=b"Kind of Blue")


class Songs:
    """Answers both protocols of the songs."""

    async def song(self, id: str) -> songs.Song:
        if id == "none":
            raise songs.ProblemError(404, songs.Problem(reason="There is none."))
        return songs.Song(title=id, next={"any": "thing"}, notes=[1, None])

    async def song_2(
        self, id: int, body: songs.Song, *, notify: bool | None = None
    ) -> None:
        assert (id, body, notify) == (7, SONG, True)

    async def add_cover(self, body: Any = None) -> songs.Song:
        return songs.Song(title=str(body))

    async def count(self, folder: str) -> int | None:
        return len(folder) or None


class Folders:
    """Answers the protocol of the folders."""

    async def folder(
        self, parameter: str, *, page: int | None = None
    ) -> folders.Folder:
        inner = folders.Folder(name=str(page))
        return folders.Folder(name=parameter, folders=[inner])

    async def find(self, body: folders.Range | None = None) -> folders.Range:
        assert body is not None
        return body


class Auth:
    """Knows one key and one user."""

    async def x_song_key(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return credential == "secret" or None

    async def basic(
        self, request: Request, username: str, password: str, *, scopes: tuple[str, ...]
    ) -> object | None:
        return (username, password) == ("ada", "secret") or None


SONGS = create_songs_app(Songs(), Songs(), auth=Auth(), base_path="")
FOLDERS = create_folders_app(Folders(), auth=Auth())


def song_ends(
    key: str | None = "secret",
) -> list[songs.Client | songs.AsyncClient]:
    return [
        songs.Client(api_key=key, base_url=URL, http=sync_wire(SONGS)),
        songs.AsyncClient(api_key=key, base_url=URL, http=wire(SONGS)),
    ]


def folder_ends(
    user: tuple[str, str] | None = ("ada", "secret"),
) -> list[folders.Client | folders.AsyncClient]:
    return [
        folders.Client(basic_auth=user, base_url=URL, http=sync_wire(FOLDERS)),
        folders.AsyncClient(basic_auth=user, base_url=URL, http=wire(FOLDERS)),
    ]


def test_operations_with_one_name_have_a_method_each() -> None:
    for api in song_ends():
        assert done(api.song("Freddie")) == songs.Song(
            title="Freddie", next={"any": "thing"}, notes=[1, None]
        )
        assert done(api.song_2(7, SONG, notify=True)) is None


def test_a_range_in_small_letters_is_one() -> None:
    for api in song_ends():
        with pytest.raises(songs.ProblemError) as raised:
            done(api.song("none"))
        assert (raised.value.status, raised.value.body.reason) == (
            404,
            "There is none.",
        )


def test_a_body_that_nobody_knows_is_any_json() -> None:
    for api in song_ends():
        assert done(api.add_cover({"a": [1]})).title == "{'a': [1]}"


def test_a_template_with_an_operator_has_a_parameter() -> None:
    for api in song_ends():
        assert done(api.count("a/b")) == 3


def test_what_has_no_scheme_stays_protected() -> None:
    for songs_api in song_ends(key="wrong"):
        with pytest.raises(songs.UnexpectedResponse):
            done(songs_api.song_2(7, SONG, notify=True))
    for folders_api in folder_ends(("ada", "wrong")):
        with pytest.raises(folders.UnexpectedResponse):
            done(folders_api.find(folders.Range()))


def test_a_parameter_without_a_name_has_one() -> None:
    for api in folder_ends():
        found = done(api.folder("home", page=2))
        assert found == folders.Folder(name="home", folders=[folders.Folder(name="2")])


def test_a_schema_in_place_of_content_is_that_of_json() -> None:
    range_ = folders.Range(from_=0.5, size=[1, "a"], title=None)
    for api in folder_ends():
        assert done(api.find(range_)) == range_


def test_a_bound_of_an_older_draft_holds() -> None:
    for api in folder_ends():
        with pytest.raises(folders.UnexpectedResponse) as raised:
            done(api.find(folders.Range.model_construct(from_=0)))
        assert raised.value.status == 422
