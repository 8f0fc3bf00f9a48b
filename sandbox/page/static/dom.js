// Small helpers for building the page: elements, lists that keep their nodes, menus, dialogs and notices.
const SVG = new Set(["svg", "path", "rect", "line", "polyline", "polygon", "circle", "text", "g", "title"]);

/** h("button.big", {onclick: f}, child, ...): a DOM node; null, undefined and false are left out. */
export function h(kind, ...rest) {
  const [tag, ...classes] = kind.split(".");
  const node = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  const first = rest[0];
  const attributes = first && first.constructor === Object ? rest.shift() : {};
  if (tag === "button") node.type = "button";
  if (classes.length) node.setAttribute("class", classes.join(" "));
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...rest.flat(Infinity).filter((child) => ![null, undefined, false, ""].includes(child)));
  return node;
}

let count = 0;
export const newId = (prefix) => `${prefix}-${++count}`;
export const $ = (id) => document.getElementById(id);
export const isPhone = () => matchMedia("(max-width: 760px)").matches;

const ICONS = {
  reply: "M9 17l-5-5 5-5M4 12h10a6 6 0 0 1 6 6v1", more: "M5.5 12h.01M12 12h.01M18.5 12h.01", dots: "M12 5.5v.01M12 12v.01M12 18.5v.01", close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7", send: "M5 12l15-7-5 15-3-6-7-2z", menu: "M4 7h16M4 12h16M4 17h16", down: "M6 9l6 6 6-6",
  smile: "M8 14.5s1.4 2 4 2 4-2 4-2M9 9.5h.01M15 9.5h.01M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z",
  plus: "M12 5v14M5 12h14", lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z", people: "M15 20v-2a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4v2"
    + "M9 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M19 8v6M22 11h-6", hash: "M10 4L8 20M16 4l-2 16M4.5 9h16M3.5 15h16",
  eye: "M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
};
export const icon = (name) => h("svg.icon", { viewBox: "0 0 24 24", "aria-hidden": "true", "data-icon": name },
  h("path", { d: ICONS[name] }));

/** Makes a parent's children match [{key, print, make}], touching only nodes whose print changed. */
export function reconcile(parent, items) {
  const keys = new Set(items.map((item) => item.key));
  for (const node of [...parent.children]) if (!keys.has(node.dataset.key)) node.remove();
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let cursor = parent.firstElementChild;
  for (const { key, print, make } of items) {
    let node = known.get(key);
    if (!node || node.print !== print) {
      const restore = node && holdFocus(node);
      const fresh = make(node);
      Object.assign(fresh, { print }).dataset.key = key;
      if (node === cursor && node) cursor = fresh;
      node?.replaceWith(fresh);
      restore?.(fresh);
      node = fresh;
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
}

/** Remembers what has the focus inside a node (by its data-focus), to give it to the node's replacement. */
function holdFocus(node) {
  const active = document.activeElement;
  if (!node.contains(active)) return null;
  const { selectionStart: start, selectionEnd: end, value } = active;
  return (fresh) => {
    const key = active.dataset.focus;
    const same = key && fresh.querySelector(`[data-focus="${CSS.escape(key)}"]`);
    const target = same || (active.isConnected ? active : fresh);
    target.focus({ preventScroll: true });
    if (typeof start === "number" && target.value === value) target.setSelectionRange(start, end);
  };
}

/** Shows a floating node beside its anchor, inside the anchor's dialog if it is in one. */
export function float(node, anchor, { above = false } = {}) {
  node.popover ??= "manual";
  if (!node.isConnected) (anchor.closest("dialog") ?? document.body).append(node);
  if (!node.matches(":popover-open")) node.showPopover();
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const fitsBelow = at.bottom + height + 8 < innerHeight;
  const top = (above || !fitsBelow) && at.top > height + 8 ? at.top - height - 4
    : Math.min(at.bottom + 4, innerHeight - height - 8);
  node.style.top = `${Math.max(8, top)}px`;
  node.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
}

/** What a button that opens a menu says of itself. */
export const POPS = { "aria-haspopup": "menu", "aria-expanded": "false" };

/** A menu button's menu. Items: {label, content?, hint?, checked?, danger?, run}; null draws a line. */
export function menu(anchor, label, items, className = "") {
  const close = (refocus) => {
    if (!list.isConnected) return;
    list.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (refocus) anchor.focus();
  };
  const buttons = items.map((item) => (item === null ? h("hr", { role: "separator" }) : h("button", {
    tabindex: "-1", class: item.danger ? "danger" : null, "aria-label": item.content ? item.label : null,
    role: item.checked === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": item.checked === undefined ? null : String(item.checked),
    onclick: () => { close(true); item.run(); },
  }, item.content ?? item.label, item.hint && h("small", item.hint))));
  const list = h("div", { role: "menu", "aria-label": label, class: `menu ${className}`, popover: "auto" }, buttons);
  const stops = buttons.filter((node) => node.tagName === "BUTTON");
  list.addEventListener("keydown", (event) => {
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const letter = event.key.length === 1 && event.key !== " " && event.key.toLowerCase();
    if (step) stops.at((at + step) % stops.length).focus();
    else if (event.key === "Home") stops[0].focus();
    else if (event.key === "End") stops.at(-1).focus();
    else if (event.key === "Escape") close(true);
    else if (event.key === "Tab") close(true);
    else if (letter) {
      const begins = (node) => node.textContent.trim().toLowerCase().startsWith(letter)
        || node.ariaLabel?.toLowerCase().startsWith(letter);
      [...stops.slice(at + 1), ...stops].find(begins)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("toggle", (event) => event.newState === "closed" && close(false));
  anchor.setAttribute("aria-expanded", "true");
  float(list, anchor);
  (stops.find((node) => node.ariaChecked === "true") ?? stops[0])?.focus();
}

/** Keeps Tab inside a dialog. */
export function trapFocus(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll("a[href], button, input, textarea, select, [tabindex='0']")]
      .filter((node) => !node.disabled && node.tabIndex >= 0 && node.checkVisibility());
    const last = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== last) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  });
}

/** Asks before doing; resolves to true or false. */
export function ask({ title, text, confirm = "OK", deny = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const id = newId("ask");
    const dialog = h("dialog.modal.small", { "aria-labelledby": id, role: "alertdialog" },
      h("header", h("h2", { id }, title)), h("div.modal-body", text),
      h("footer", h("button.button", { onclick: () => dialog.close("") }, deny),
        h(danger ? "button.button.danger" : "button.button.primary", { onclick: () => dialog.close("yes") }, confirm)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus();
      resolve(dialog.returnValue === "yes");
    });
    trapFocus(dialog);
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("footer button:last-child").focus();
  });
}

/** Says something at the foot of the page for a few seconds; bad news interrupts a screen reader. */
export function toast(text, bad = false) {
  const note = h("div", { class: bad ? "toast bad" : "toast" }, text,
    h("button.plain", { "aria-label": "Dismiss", onclick: () => drop() }, icon("close")));
  const shelf = $("toasts");
  const drop = () => { note.remove(); if (!shelf.querySelector(".toast")) shelf.hidePopover(); };
  shelf.querySelector(bad ? "[role=alert]" : "[role=status]").append(note);
  if (shelf.matches(":popover-open")) shelf.hidePopover(); // shown again, so that it is above what opened since
  (document.querySelector("dialog:modal") ?? document.body).append(shelf);
  shelf.showPopover();
  setTimeout(drop, bad ? 9000 : 4000);
}
export const complain = (error) => toast(error.message, true);
export function announce(text) {
  $("announcer").textContent = text;
  setTimeout(() => { if ($("announcer").textContent === text) $("announcer").textContent = ""; }, 1000);
}
