// What makes the admin quicker to use. Everything works without it, too.
"use strict";

// What it says, in the language of the page.
const say = document.currentScript.dataset;

const search = document.querySelector(".toolbar [type=search]");
const edit = document.querySelector("form.edit");

// "/" goes to the search, Ctrl+S saves.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  const save = edit?.querySelector(".bar button");
  if (event.key === "s" && (event.ctrlKey || event.metaKey) && save) {
    event.preventDefault();
    edit.requestSubmit(save);
  }
});

// What is wrong is read out first.
document.getElementById("errors")?.focus();

// Leaving a form that was changed asks first.
if (edit) {
  const state = () => new URLSearchParams([...new FormData(edit)].map(([name, value]) => [name, value.name ?? value])).toString();
  const before = state();
  let sending = false;
  edit.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && state() !== before) event.preventDefault();
  });
}

// One box selects all rows of the page; with Shift, a click selects all between.
const boxes = [...document.querySelectorAll(".rows tbody .pick input")];
const head = document.querySelector(".rows thead .pick");
if (head && boxes.length > 1) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", say.all);
  const label = document.createElement("label");
  label.append(all);
  head.replaceChildren(label);
  const update = () => {
    const checked = boxes.filter((box) => box.checked).length;
    all.checked = checked === boxes.length;
    all.indeterminate = checked > 0 && !all.checked;
  };
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  let last = 0;
  boxes.forEach((box, index) => box.addEventListener("click", (event) => {
    if (event.shiftKey) {
      boxes.slice(Math.min(last, index), Math.max(last, index) + 1).forEach((other) => { other.checked = box.checked; });
    }
    last = index;
    update();
  }));
  update();
}

// A row to refer to is searched for in place, instead of on a page of its own.
for (const part of document.querySelectorAll("[data-combo]")) {
  const [hidden, output, button] = part.children;
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const status = document.createElement("span");
  const id = button.id;
  let choices = [];
  let active = -1;
  let shown = hidden.value ? output.textContent : "";
  let timer = 0;
  let asked = 0;

  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (button.hasAttribute(name)) input.setAttribute(name, button.getAttribute(name));
  }
  Object.assign(input, { id, value: shown, autocomplete: "off", role: "combobox", placeholder: say.type });
  Object.assign(list, { id: id + "-list", role: "listbox", hidden: true });
  list.setAttribute("aria-label", say.list);
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.required = "required" in part.dataset;
  status.className = "hidden";
  status.setAttribute("role", "status");
  part.previousElementSibling.htmlFor = id;
  part.className = "combo";
  part.replaceChildren(hidden, input, list, status);

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (choice) => {
    hidden.value = choice.value;
    input.value = shown = choice.label;
    close();
  };
  const mark = (index) => {
    active = index;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    list.children[index]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.id + "-" + index);
  };
  const find = async () => {
    const turn = ++asked;
    const text = input.value === shown ? "" : input.value;
    const answer = await fetch(part.dataset.combo + "&q=" + encodeURIComponent(text));
    if (turn !== asked || !answer.ok) return;
    const found = await answer.json();
    if (turn !== asked || document.activeElement !== input) return;
    choices = found.choices;
    list.replaceChildren(...choices.map((choice, index) => {
      const item = document.createElement("li");
      Object.assign(item, { id: list.id + "-" + index, role: "option", textContent: choice.label });
      item.setAttribute("aria-selected", "false");
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(choice); });
      return item;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    status.textContent = choices.length === 0 ? say.none : (found.more ? say.more : say.some).replace("%d", choices.length);
    list.hidden = choices.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, 150); });
  input.addEventListener("click", find);
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) { find(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((active + step + choices.length) % choices.length);
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (active >= 0) choose(choices[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", () => {
    asked++;
    clearTimeout(timer);
    if (input.value.trim() === "") {
      hidden.value = "";
      shown = "";
    }
    input.value = shown;
    close();
  });
}
