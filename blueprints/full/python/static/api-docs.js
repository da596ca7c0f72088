// Starts Swagger UI in templates/api/docs.html.
"use strict";

const page = document.getElementById("swagger-ui");
const dark = matchMedia("(prefers-color-scheme: dark)");
const applyTheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", applyTheme);
applyTheme();

// Requests use the session, so hide the buttons for authorization.
const nothing = () => () => null;
const session = () => ({
  wrapComponents: {
    authorizeBtn: nothing,
    authorizeOperationBtn: nothing,
    TextArea: (Original, { React }) => (props) =>
      React.createElement(Original, { ...props, "aria-label": "Request body" }),
  },
});

// Swagger UI leaves these landmarks without a name.
const name = (selector, label) => {
  for (const found of page.querySelectorAll(`${selector}:not([aria-label])`)) {
    found.setAttribute("role", "region");
    found.setAttribute("aria-label", label(found));
  }
};
new MutationObserver(() => {
  name(".information-container", () => "About");
  name(".responses-table", (table) => `Responses: ${table.id}`);
}).observe(page, { childList: true, subtree: true });

SwaggerUIBundle({
  url: page.dataset.schema,
  domNode: page,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [session],
  layout: "BaseLayout",
  defaultModelsExpandDepth: 0,
  requestInterceptor: (request) => {
    if (request.method && request.method !== "GET") {
      request.headers[page.dataset.csrfHeader] = page.dataset.csrfToken;
    }
    return request;
  },
});
