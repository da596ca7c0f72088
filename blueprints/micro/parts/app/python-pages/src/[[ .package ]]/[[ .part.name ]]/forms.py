from wtforms import Form, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

storable = Regexp(r"[^\0]*\Z", message="NUL characters are not allowed.")


class ItemForm(Form):
    title = StringField(validators=[DataRequired(), Length(max=200), storable])
    summary = StringField(
        default="",
        description="Shown in the list.",
        validators=[Length(max=300), storable],
    )
    body = TextAreaField(
        default="",
        validators=[Length(max=10_000), storable],
        render_kw={"rows": 10},
    )
