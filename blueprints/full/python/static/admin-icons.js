// Django's admin labels its help icons, but gives them no role that may have a label.
"use strict";

addEventListener("load", () => {
  for (const icon of document.querySelectorAll("span.help-tooltip[aria-label]")) {
    icon.setAttribute("role", "img");
  }
});
