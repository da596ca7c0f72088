# What this application uses of Flask-Admin, which has no types that a checker reads.

from flask import Flask

class AdminIndexView:
    static_folder: str | None

class Admin:
    def __init__(
        self, app: Flask, *, name: str, index_view: AdminIndexView
    ) -> None: ...
    def add_view(self, view: object) -> None: ...
