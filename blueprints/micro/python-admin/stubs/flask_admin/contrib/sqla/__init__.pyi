from collections.abc import Sequence
from typing import ClassVar

from _typeshed import Incomplete
from wtforms import Form

class ModelView:
    action_disallowed_list: Sequence[str]
    column_default_sort: Sequence[tuple[str, bool]]
    column_display_pk: bool
    column_filters: Sequence[str]
    column_list: Sequence[str]
    column_searchable_list: Sequence[str]
    column_type_formatters: ClassVar[dict[type, Incomplete]]
    create_template: str
    edit_template: str
    form_excluded_columns: Sequence[str]
    list_template: str
    name: str
    page_size: int
    def __init__(
        self, model: type, session: object, *, name: str, endpoint: str, url: str
    ) -> None: ...
    def after_model_change(
        self, form: Form, model: Incomplete, is_created: bool
    ) -> None: ...
    def after_model_delete(self, model: Incomplete) -> None: ...
    def on_model_change(
        self, form: Form, model: Incomplete, is_created: bool
    ) -> None: ...
    def scaffold_filters(self, name: str) -> list[object] | None: ...
