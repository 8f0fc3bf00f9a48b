// One searchable select for all of Block Kit's: single or several, from options, people, channels or the app.
import { float, h, icon, newId, reconcile } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { nameOf, post, state, titleOf } from "./store.js";

const listed = (options) => [{ label: null, options }];
const matches = (option, query) => plain(option.text).toLowerCase().includes(query.toLowerCase());
const groupsOf = (body) => body.option_groups?.map((group) => ({ label: plain(group.label), options: group.options }))
  ?? listed(body.options ?? []);
const named = (value, text, description) => ({ value, text, description });

const people = () => listed([...state.people.values()].filter((each) => !each.deleted && !each.is_bot)
  .map((each) => named(each.id, nameOf(each.id), each.title)));
const conversations = (filter) => listed([...state.channels.values()]
  .filter((each) => !each.is_archived && filter(each)).map((each) => named(each.id, titleOf(each), each.topic)));
const wanted = (el) => (each) => {
  const kind = { channel: "public", private: "private", dm: "im" }[each.kind];
  const bot = el.filter?.exclude_bot_users && each.kind === "dm" && state.people.get(each.with)?.is_bot;
  return each.is_member !== false && !bot && (el.filter?.include ?? [kind]).includes(kind);
};

/** Where a select's options come from: a function from what was typed to [{label, options}]. */
function source(el, ctx) {
  const kind = el.type.replace(/^multi_/, "");
  if (kind === "external_select") {
    return async (value) => groupsOf(await post("suggest", {
      ...ctx.surface.ref, block_id: ctx.blockId, action_id: el.action_id, value,
    }));
  }
  const all = {
    users_select: people, channels_select: () => conversations((each) => each.kind === "channel"),
    conversations_select: () => conversations(wanted(el)),
  }[kind] ?? (() => groupsOf(el));
  return async (query) => all()
    .map(({ label, options }) => ({ label, options: options.filter((each) => matches(each, query)) }))
    .filter(({ options }) => options.length);
}

/** chosen: the options chosen so far; onChoose(options): tells what is chosen now. */
export function select(el, ctx, chosen, onChoose) {
  const many = el.type.startsWith("multi_");
  const external = el.type.includes("external");
  const fetchOptions = source(el, ctx);
  const shortest = external ? el.min_query_length ?? 3 : 0;
  const listId = newId("options");
  let options = [];
  let active = -1;
  let asked = 0;
  let timer;

  const list = h("div.menu.options", { role: "listbox", id: listId, popover: "manual", "aria-label": "Options",
    "aria-multiselectable": many ? "true" : null });
  const input = h("input", {
    ...ctx.attributes, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list",
    placeholder: plain(el.placeholder) || "Choose…",
  });
  const chips = h("span.chips", { role: "list" });
  const box = h("div", { class: many ? "select many" : "select" }, chips, input, icon("down"), list);
  const isChosen = (option) => chosen.some((each) => each.value === option.value);

  const chip = (option) => {
    const drop = () => { choose(option); input.focus(); };
    return h("span.chip", { role: "listitem" }, h("span", { dir: "auto" }, plain(option.text)),
      h("button.plain", { "aria-label": `Remove ${plain(option.text)}`, onclick: drop }, icon("close")));
  };
  const show = () => {
    if (!many) { input.value = chosen[0] ? plain(chosen[0].text) : ""; return; }
    input.value = "";
    reconcile(chips, chosen.map((option) => ({ key: option.value, print: plain(option.text), make: () => chip(option) })));
  };
  const close = () => {
    clearTimeout(timer);
    asked += 1;
    if (list.matches(":popover-open")) list.hidePopover();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const choose = (option) => {
    if (many && !isChosen(option) && el.max_selected_items && chosen.length >= el.max_selected_items) return;
    if (!many) chosen = [option];
    else chosen = isChosen(option) ? chosen.filter((each) => each.value !== option.value) : [...chosen, option];
    close();
    show();
    onChoose(chosen);
  };
  const mark = (at) => {
    const rows = [...list.querySelectorAll("[role=option]")];
    active = rows.length ? (at + rows.length) % rows.length : -1;
    rows.forEach((row, index) => row.classList.toggle("active", index === active));
    if (active < 0) return;
    input.setAttribute("aria-activedescendant", rows[active].id);
    rows[active].scrollIntoView({ block: "nearest" });
  };
  const fill = (...content) => {
    list.replaceChildren(...content);
    list.style.minWidth = `${box.offsetWidth}px`;
    float(list, box);
    input.setAttribute("aria-expanded", "true");
  };
  const note = (text, role = "status") => fill(h("div.note", { role }, text));

  const open = async (query = "") => {
    if (query.length < shortest) {
      options = [];
      const left = shortest - query.length;
      return note(`Type ${query ? `${left} more` : `${left} or more`} ${left === 1 ? "letter" : "letters"} to search`);
    }
    const turn = ++asked;
    if (external && !options.length) note("Searching…");
    let groups;
    try { groups = await fetchOptions(query); } catch (error) {
      return turn === asked && note(error.message, "alert");
    }
    if (turn !== asked || !input.isConnected) return null;
    options = groups.flatMap((group) => group.options);
    if (!options.length) return note(query ? `Nothing found for “${query}”` : "Nothing to choose from");
    let count = 0;
    const row = (option) => h("div", {
      role: "option", id: `${listId}-${count++}`, "aria-selected": String(isChosen(option)),
      onmousedown: (event) => event.preventDefault(), onclick: () => choose(option),
    }, h("span", { dir: "auto" }, plain(option.text)),
    option.description && h("small", { dir: "auto" }, plain(option.description)));
    fill(...groups.map(({ label, options: some }) => h("div", { role: label ? "group" : "presentation", "aria-label": label },
      label && h("div.group-label", { "aria-hidden": "true" }, label), some.map(row))));
    return mark(Math.max(0, query ? 0 : options.findIndex(isChosen)));
  };
  const search = () => {
    clearTimeout(timer);
    if (external) timer = setTimeout(() => open(input.value.trim()), 150);
    else open(input.value.trim());
  };

  input.addEventListener("input", search);
  input.addEventListener("click", () => { if (input.ariaExpanded !== "true") { input.select(); open(); } });
  input.addEventListener("blur", () => { close(); show(); });
  input.addEventListener("keydown", (event) => {
    const expanded = input.ariaExpanded === "true";
    if (event.key === "ArrowDown") { if (expanded) mark(active + 1); else open(); }
    else if (event.key === "ArrowUp") { if (expanded) mark(active - 1); else open(); }
    else if (event.key === "Enter" && expanded && active >= 0) choose(options[active]);
    else if (event.key === "Enter" && !expanded) open();
    else if (event.key === "Escape" && expanded) { close(); show(); }
    else if (event.key === "Backspace" && many && !input.value && chosen.length) { choose(chosen.at(-1)); return; }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("mousedown", (event) => {
    if (event.target === input || event.target.closest("button, [role=listbox]")) return;
    event.preventDefault();
    input.focus();
    input.click();
  });
  show();
  return box;
}

/** The chosen options as Slack's element state, and back from it (or from the element's initial_ fields). */
const FIELDS = { users_select: "user", conversations_select: "conversation", channels_select: "channel" };
export function stateOfSelect(el, chosen) {
  const many = el.type.startsWith("multi_");
  const what = FIELDS[el.type.replace(/^multi_/, "")];
  const values = what ? chosen.map((each) => each.value) : chosen;
  return { type: el.type, [`selected_${what ?? "option"}${many ? "s" : ""}`]: many ? values : values[0] ?? null };
}
export function chosenIn(el, from, prefix, here) {
  const many = el.type.startsWith("multi_");
  const what = FIELDS[el.type.replace(/^multi_/, "")];
  let value = from[`${prefix}_${what ?? "option"}${many ? "s" : ""}`];
  if (!value && prefix === "initial" && el.default_to_current_conversation && here) value = many ? [here] : here;
  const values = [value ?? []].flat();
  const label = (id) => (what === "user" ? nameOf(id)
    : titleOf(state.channels.get(id) ?? { kind: "channel", name: id }));
  return what ? values.map((id) => named(id, label(id))) : values;
}
