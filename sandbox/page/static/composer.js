// Where people write: Enter sends, "/" lists commands, "@" and "#" complete names, drafts stay where they were.
import { complain, h, icon, isPhone, newId } from "./dom.js";
import { edit, isSaid } from "./actions.js";
import { notice } from "./messages.js";
import { toTyped, toWire } from "./mrkdwn.js";
import { changed, clock, draft, keepDraft, load, nameOf, post, refresh, state, titleOf } from "./store.js";

const starts = (name, query) => name.toLowerCase().split(/[\s._-]+/).some((word) => word.startsWith(query))
  || name.toLowerCase().startsWith(query);

/** What could complete the word before the caret: {from, options: [{insert, label, hint}]} or null. */
function completions(text, caret) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) {
    const options = state.commands.filter(({ command }) => command.startsWith(before.toLowerCase()))
      .map(({ command, usage_hint: usage, description }) => ({ insert: `${command} `, label: command, usage, hint: description }));
    return { from: 0, title: "Commands", options };
  }
  const [, mark, word] = before.match(/(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u) ?? [];
  if (!mark) return null;
  const query = word.toLowerCase();
  const options = mark === "@"
    ? [...state.people.values()]
      .filter((each) => !each.deleted && (starts(nameOf(each.id), query) || each.name.startsWith(query)))
      .map((each) => ({ insert: `@${nameOf(each.id)} `, label: nameOf(each.id), hint: each.title }))
    : [...state.channels.values()].filter((each) => each.kind !== "dm" && starts(each.name, query))
      .map((each) => ({ insert: `#${each.name} `, label: `#${each.name}`, hint: each.topic }));
  return { from: caret - word.length - 1, title: mark === "@" ? "People" : "Channels", options: options.slice(0, 8) };
}

const usageOf = (text) => state.commands.find(({ command }) => text.startsWith(`${command} `));

/** place(): {channel, thread} where this composer writes now; sent(): called when something was sent. */
export function makeComposer(parent, { testid, place, sent }) {
  const listId = newId("completions");
  let found = null;
  let active = 0;
  let here = null;
  const field = h("textarea", {
    rows: "1", "data-testid": testid, dir: "auto", "aria-autocomplete": "list",
    "aria-controls": listId, "aria-haspopup": "listbox",
    autocomplete: "off", enterkeyhint: "send",
  });
  const list = h("div.completions", { role: "listbox", id: listId, hidden: true });
  const usage = h("div.usage", { id: `${listId}-usage`, hidden: true });
  const send = h("button.send", { type: "submit", "aria-label": "Send", title: "Send (Enter)" }, icon("send"));
  const form = h("form.composer", list, usage, h("div.writing", field, send));
  parent.append(form);

  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 200)}px`;
    send.classList.toggle("ready", Boolean(field.value.trim()));
  };
  const hide = () => {
    found = null;
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (at) => {
    active = (at + found.options.length) % found.options.length;
    [...list.querySelectorAll("[role=option]")].forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === active));
      if (index === active) node.scrollIntoView({ block: "nearest" });
    });
    field.setAttribute("aria-activedescendant", `${listId}-${active}`);
  };
  const pick = (at) => {
    const { from, options } = found;
    field.setRangeText(options[at].insert, from, field.selectionStart, "end");
    hide();
    changedText();
    field.focus();
  };
  const look = () => {
    const next = field.selectionStart === field.selectionEnd && completions(field.value, field.selectionStart);
    const command = !next && usageOf(field.value);
    usage.hidden = !command;
    if (command) {
      usage.replaceChildren(h("strong", command.command), ` ${command.usage_hint ?? ""}`, h("span", command.description));
    }
    if (!next || !next.options.length) return hide();
    found = next;
    list.setAttribute("aria-label", found.title);
    const row = (option, at) => h("div", {
      role: "option", id: `${listId}-${at}`, "aria-selected": "false",
      onmousedown: (event) => event.preventDefault(), onclick: () => pick(at),
    }, h("span", h("strong", { dir: "auto" }, option.label), option.usage && ` ${option.usage}`),
    h("small", { dir: "auto" }, option.hint));
    list.replaceChildren(h("div.group-label", { "aria-hidden": "true" }, found.title), ...found.options.map(row));
    list.hidden = false;
    return mark(0);
  };
  function changedText() {
    keepDraft(here.channel, here.thread, field.value);
    fit();
    look();
  }
  const put = (text) => {
    field.value = text;
    if (here) keepDraft(here.channel, here.thread, text);
    fit();
    usage.hidden = true;
    hide();
  };

  /** If it cannot be sent, the words come back (unless something else was begun), with the reason. */
  const failed = (at, text, reason) => {
    if (here && at.channel === here.channel && at.thread === here.thread && !field.value) put(text);
    else keepDraft(at.channel, at.thread, text);
    const told = [...(state.messages ?? []), ...(state.replies ?? [])] // the server may have said so itself
      .some((each) => each.ephemeral && each.text === reason && each.ts > clock() - 60);
    if (!told) notice(at.channel, at.thread, reason);
  };
  const command = async (at, text) => {
    const [name] = text.split(/\s/, 1);
    try {
      const words = toTyped(text.slice(name.length).trim());
      await post("command", { channel: at.channel, command: name, text: words, thread_ts: at.thread });
    } catch (error) {
      await refresh().catch(() => null);
      failed(at, text, error.message);
    }
    await Promise.all([refresh(), load.snapshot()]);
  };
  const message = async (at, text) => {
    const pending = {
      channel: at.channel, thread: at.thread, user: state.as, text: toWire(text), ts: clock().toFixed(6),
      pending: true, key: newId("pending"),
    };
    state.pending.push(pending);
    changed("messages");
    changed("thread");
    try {
      await post("post", { channel: at.channel, text: toTyped(text), thread_ts: at.thread });
      await refresh();
    } catch (error) {
      failed(at, text, error.message);
    }
    state.pending = state.pending.filter((each) => each !== pending);
    changed("messages");
    changed("thread");
  };
  const submit = () => {
    const text = field.value.trim();
    if (!text || !here) return;
    put("");
    sent();
    (text.startsWith("/") ? command : message)({ ...here }, text).catch(complain);
  };

  field.addEventListener("input", changedText);
  field.addEventListener("click", look);
  field.addEventListener("blur", hide);
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const exact = found?.options[active]?.insert.trim() === field.value.trim();
    if (found && ["ArrowDown", "ArrowUp"].includes(event.key)) mark(active + (event.key === "ArrowDown" ? 1 : -1));
    else if (found && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !exact))) pick(active);
    else if (found && event.key === "Escape") hide();
    else if (event.key === "Enter" && !event.shiftKey) submit();
    else if (event.key === "ArrowUp" && !field.value) {
      const shown = (here.thread ? state.replies : state.messages) ?? [];
      const mine = shown.findLast((each) => each.user === state.as && !each.ephemeral && isSaid(each));
      if (mine) edit(mine.ts);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const update = () => {
    const next = place();
    form.hidden = !next;
    if (!next) { here = null; return; }
    const channel = state.channels.get(next.channel);
    const name = channel ? titleOf(channel) : "";
    field.setAttribute("aria-label", next.thread ? `Reply in thread, ${name}` : `Message ${name}`);
    field.placeholder = next.thread ? "Reply…" : `Message ${name}`;
    const key = (where) => where && `${where.as}/${where.channel}/${where.thread ?? ""}`;
    if (key(next) === key(here)) return;
    here = next;
    field.value = draft(here.channel, here.thread);
    hide();
    fit();
  };
  const focus = () => { if (!isPhone()) field.focus({ preventScroll: true }); };
  const suggest = (text) => {
    put(text);
    field.focus();
    field.setSelectionRange(text.length, text.length);
    look();
  };
  return { update, focus, suggest };
}
