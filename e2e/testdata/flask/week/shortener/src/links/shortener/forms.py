from wtforms import Form, StringField, URLField
from wtforms.validators import URL, InputRequired, Length, Regexp


class LinkForm(Form):
    slug = StringField(
        "Short name",
        [InputRequired(), Length(max=40), Regexp(r"[a-z0-9-]+\Z")],
        description="Letters, digits and hyphens: “tea”, “order-1×2”.",
    )
    target = URLField("Address", [InputRequired(), Length(max=2000), URL()])
