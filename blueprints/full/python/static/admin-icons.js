// Django's admin puts an aria-label on help icons, but no role that permits one.
"use strict";

addEventListener("load", () => {
  for (const icon of document.querySelectorAll("span.help-tooltip[aria-label]")) {
    icon.setAttribute("role", "img");
  }
});
