// A list of messages: grouped by day and author, with reactions, thread summaries and the toolbar of each.
import { drawBlocks } from "./blocks.js";
import { ask, complain, h, icon, isPhone, menu, reconcile, toast } from "./dom.js";
import { surfaceOf } from "./elements.js";
import { emoji, PICKER, QUICK } from "./emoji.js";
import { fromWire, mrkdwn, toTyped, toWire, wordsOf } from "./mrkdwn.js";
import { clock, load, nameOf, person, post, refresh, state } from "./store.js";
import { ago, dayKey, dayOf, fullOf, timeOf } from "./times.js";

let editing = null; // the ts of the message that is being edited

/** Said by someone, rather than told by Slack (who joined, what was deleted). */
export const isSaid = ({ subtype }) => [undefined, "bot_message", "thread_broadcast"].includes(subtype);

export function avatar(who, size = "") {
  const words = (who.real_name || who.name || "?").trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word][0] ?? "").join("").toUpperCase();
  const color = who.color ? `#${String(who.color).replace("#", "")}` : "#64748b";
  return h("span", { class: `avatar ${size} ${who.is_bot ? "bot" : ""}`, style: `--color:${color}`, "aria-hidden": "true", "data-letters": letters });
}

export const badges = (who) => [who.is_bot && "App", who.is_admin && "Admin", who.is_guest && "Guest"]
  .filter(Boolean).map((text) => h("span.badge", text));

const permalink = (message) => `#/${state.route.channel}/p${message.ts.replace(".", "")}`
  + (message.thread_ts && message.thread_ts !== message.ts ? `?thread_ts=${message.thread_ts}` : "");
const openThread = (message) => { location.hash = `#/${state.route.channel}?thread_ts=${message.thread_ts ?? message.ts}`; };

async function react(message, name) {
  const mine = (message.reactions ?? []).find((each) => each.name === name)?.users.includes(state.as) ?? false;
  const others = (message.reactions ?? []).map((each) => (each.name !== name ? each : {
    ...each, count: each.count + (mine ? -1 : 1), users: mine ? each.users.filter((id) => id !== state.as) : [...each.users, state.as],
  }));
  if (!others.some((each) => each.name === name)) others.push({ name, count: 1, users: [state.as] });
  show(message, { reactions: others.filter((each) => each.count > 0) });
  await post("react", { channel: state.route.channel, ts: message.ts, name, remove: mine }).catch(complain);
  await refresh().catch(complain);
}

/** Shows a change at once; the next fetch brings the truth. */
function show(message, change) {
  for (const list of [state.messages, state.replies]) {
    const at = list?.findIndex((each) => each.ts === message.ts) ?? -1;
    if (at >= 0) list[at] = { ...list[at], ...change };
  }
  redraw();
}
let redraw = () => {};
export const onRedraw = (draw) => { redraw = draw; };

export function edit(ts) {
  editing = ts;
  redraw();
  document.querySelector(".editor textarea")?.focus();
}

function editor(message) {
  const field = h("textarea.field", { rows: "3", "aria-label": "Edit message", "data-focus": "edit", value: fromWire(message.text ?? ""), dir: "auto" });
  const leave = () => { edit(null); document.querySelector(`[data-ts="${message.ts}"]`)?.focus(); };
  const save = async () => {
    leave();
    const text = field.value.trim();
    if (!text || text === fromWire(message.text)) return;
    show(message, { text: toWire(text), blocks: null, edited: true });
    await post("edit", { channel: state.route.channel, ts: message.ts, text: toTyped(text) }).catch(complain);
    await refresh().catch(complain);
  };
  return h("div.editor", { onkeydown: (event) => {
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === field) { event.preventDefault(); save(); }
  } }, field, h("div", { class: "actions" },
    h("button.button", { onclick: leave }, "Cancel"), h("button.button.primary", { onclick: save }, "Save")));
}

async function remove(message) {
  if (!(await ask({ title: "Delete this message?", text: wordsOf(message) || "It cannot be brought back.", confirm: "Delete", danger: true }))) return;
  await post("delete", { channel: state.route.channel, ts: message.ts }).catch(complain);
  await refresh().catch(complain);
}

async function copyLink(message) {
  const link = `${location.origin}/${permalink(message)}`;
  await navigator.clipboard?.writeText(link).then(() => toast("Link copied"), () => toast(link));
}

function more(message) {
  const shortcuts = state.shortcuts.map(({ name, callback_id }) => ({
    label: name, hint: state.app.name,
    run: () => post("shortcut", { callback_id, channel: state.route.channel, ts: message.ts }).then(load.snapshot).catch(complain),
  }));
  const mine = message.user === state.as && isSaid(message);
  return [...shortcuts, shortcuts.length ? null : undefined, { label: "Copy link", run: () => copyLink(message) },
    mine || state.me.is_admin ? null : undefined, mine && { label: "Edit message", run: () => edit(message.ts) },
    (mine || state.me.is_admin) && { label: "Delete message…", danger: true, run: () => remove(message) },
  ].filter((item) => item !== undefined && item !== false);
}

/** One toolbar serves all messages: it moves to the one that is pointed at or has the focus. */
function makeToolbar() {
  let message = null;
  const tool = (label, content, onclick, extra = {}) => h("button.plain", { "aria-label": label, title: label, onclick, ...extra }, content);
  const pops = { ...POPS };
  const picks = () => PICKER.map((name) => ({ label: name.replaceAll("_", " "), content: emoji(name), run: () => react(message, name) }));
  const node = h("div.toolbar", { role: "toolbar", "aria-label": "Message actions" },
    QUICK.map((name) => tool(`React with ${emoji(name)}`, emoji(name), () => react(message, name))),
    tool("More reactions", icon("smile"), (event) => menu(event.currentTarget, "Reactions", picks(), "emoji-picker"), pops),
    tool("Reply in thread", icon("reply"), () => openThread(message)),
    tool("More actions for this message", icon("more"), (event) => menu(event.currentTarget, "Message actions", more(message)), pops));
  const busy = () => node.contains(document.activeElement) || node.querySelector("[aria-expanded=true]");
  return { node, to: (target, next, force) => {
    if (target === node.parentElement || (busy() && !force)) { if (target === node.parentElement) message = next; return; }
    message = next;
    target.append(node);
  } };
}

function reactions(message) {
  return h("div.reactions", message.reactions.map(({ name, count, users = [] }) => {
    const mine = users.includes(state.as);
    return h("button.reaction", { "aria-pressed": String(mine), "data-focus": `reaction-${name}`,
      "aria-label": `${emoji(name)} ${count} ${count === 1 ? "reaction" : "reactions"}`, title: `${users.map(nameOf).join(", ")} reacted with :${name}:`,
      onclick: () => react(message, name) }, h("span", { "aria-hidden": "true" }, emoji(name)), h("span.count", String(count)));
  }));
}

const summary = (message) => h("button.summary", { "data-focus": "summary", onclick: () => openThread(message) },
  (message.reply_users ?? []).slice(0, 4).map((id) => avatar(person(id), "tiny")),
  h("strong", `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`),
  message.latest_reply && h("span.muted", `Last reply ${ago(message.latest_reply)}`));

function content(message) {
  if (editing === message.ts) return editor(message);
  if (message.blocks?.length) {
    const surface = surfaceOf(`${state.route.channel}/${message.ts}`, { channel: state.route.channel, ts: message.ts });
    return drawBlocks(h("div.blocks"), message.blocks, { surface });
  }
  const text = mrkdwn(message.text ?? "");
  const last = text.lastElementChild?.tagName === "P" ? text.lastElementChild : text;
  if (message.edited) last.append(h("span.muted.edited", " (edited)"));
  return text;
}

function row(message, compact, inThread) {
  const who = message.local ? { name: "Sandbox", real_name: "Sandbox", color: "64748b" } : person(message.user ?? state.app.user_id);
  const time = h("a.time", { href: permalink(message), title: fullOf(message.ts), "aria-label": fullOf(message.ts), tabindex: "-1" },
    h("time", { datetime: new Date(message.ts * 1000).toISOString() }, compact ? timeOf(message.ts).replace(/\s?[AP]M$/i, "") : timeOf(message.ts)));
  const kinds = [compact && "compact", message.ephemeral && "ephemeral", message.pending && "sending", !isSaid(message) && "system"];
  return h("li", { class: ["message", ...kinds].filter(Boolean).join(" "), "data-testid": "message", "data-ts": message.ts, tabindex: "-1" },
    message.ephemeral && h("div.only-you", icon("eye"), "Only visible to you"),
    compact ? null : avatar(who),
    h("div", { class: "body" },
      h("div", { class: compact ? "byline unseen" : "byline" }, h("strong.author", { dir: "auto" }, who.real_name || who.name), badges(who.is_bot ? who : {}), compact ? null : time),
      compact && time, content(message), message.reactions?.length ? reactions(message) : null,
      !inThread && message.reply_count ? summary(message) : null));
}

/** Draws messages into a list; keep.intro is what stands above the first, keep.replies marks a thread. */
export function drawMessages(list, messages, { intro, thread } = {}) {
  const items = intro ? [{ key: "intro", print: intro.textContent, make: () => intro }] : [];
  let before = null;
  let day = "";
  const replies = messages.filter((each) => !each.local).length - 1;
  messages.forEach((message, at) => {
    const today = dayKey(message.ts);
    if (today !== day && !thread) items.push({ key: `day-${today}`, print: dayOf(message.ts), make: () => h("li.day", h("h2", dayOf(message.ts))) });
    if (thread && at === 1) items.push({ key: "count", print: replies, make: () => h("li.day.left", h("h2", replies === 1 ? "1 reply" : `${replies} replies`)) });
    const compact = Boolean(before) && !message.ephemeral && !before.ephemeral && before.user === message.user && today === day && isSaid(message)
      && isSaid(before) && message.ts - before.ts < 300 && !(thread && at === 1);
    const names = [message.user, ...(message.reply_users ?? [])].map(nameOf);
    const print = JSON.stringify([message, compact, editing === message.ts, names, state.me.tz, state.as, state.people.size, message.latest_reply && ago(message.latest_reply)]);
    items.push({ key: `${state.as}/${message.key ?? message.ts}`, print, make: (old) => {
      const fresh = row(message, compact, thread);
      if (old?.contains(bar.node)) bar.to(fresh, message, true);
      return fresh;
    } });
    day = today;
    before = message;
  });
  reconcile(list, items);
  const rows = [...list.querySelectorAll(".message")];
  rows.forEach((node, at) => { node.message = messages[at]; });
  const stop = rows.find((node) => node.contains(document.activeElement)) ?? rows.at(-1);
  rows.forEach((node) => { node.tabIndex = node === stop ? 0 : -1; });
}

const bar = makeToolbar();

/** Lets a list be walked with the arrow keys, and shows the toolbar where someone points. */
export function walkable(list) {
  const at = (event) => event.target.closest?.(".message");
  const point = (event) => {
    const node = at(event);
    if (!node?.message || node.message.ephemeral || node.message.pending || editing === node.message.ts) return;
    bar.to(node, node.message);
  };
  list.addEventListener("pointerover", point);
  list.addEventListener("focusin", (event) => {
    point(event);
    if (at(event)) list.querySelectorAll(".message").forEach((node) => { node.tabIndex = node === at(event) ? 0 : -1; });
  });
  list.addEventListener("pointerleave", () => { if (!isPhone() && !list.contains(document.activeElement)) bar.node.remove(); });
  list.addEventListener("keydown", (event) => {
    if (!event.target.matches(".message")) return;
    const rows = [...list.querySelectorAll(".message")];
    const to = { ArrowUp: rows.indexOf(event.target) - 1, ArrowDown: rows.indexOf(event.target) + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    rows[to]?.focus();
  });
}

/** A sentence of the page's own, shown among the messages to this person only. */
export function notice(channel, thread, text) {
  const last = [...(state.messages ?? []), ...(state.replies ?? [])].at(-1)?.ts ?? 0;
  const ts = Math.max(Number(last) + 0.000001, clock()).toFixed(6);
  state.notices.push({ channel, thread, ts, key: `notice-${state.notices.length}`, text, ephemeral: true, local: true });
  redraw();
}
