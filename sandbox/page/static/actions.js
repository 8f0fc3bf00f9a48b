// What can be done with a message: react, reply, edit, delete, use the app's shortcuts; and the toolbar for it.
import { ask, complain, h, icon, menu, POPS, toast } from "./dom.js";
import { emoji, PICKER, QUICK } from "./emoji.js";
import { fromWire, toTyped, toWire, wordsOf } from "./mrkdwn.js";
import { load, post, refresh, state } from "./store.js";

let editing = null; // the ts of the message that is being edited
export const isEdited = (message) => editing === message.ts;

/** Said by someone, rather than told by Slack (who joined, what was deleted). */
export const isSaid = ({ subtype }) => [undefined, "bot_message", "thread_broadcast"].includes(subtype);

export const permalink = (message) => `#/${state.route.channel}/p${message.ts.replace(".", "")}`
  + (message.thread_ts && message.thread_ts !== message.ts ? `?thread_ts=${message.thread_ts}` : "");
export const openThread = (message) => {
  location.hash = `#/${state.route.channel}?thread_ts=${message.thread_ts ?? message.ts}`;
};

let redraw = () => {};
export const onRedraw = (draw) => { redraw = draw; };

/** Shows a change at once, tells the server, and fetches the truth. */
async function change(message, shown, verb, body) {
  for (const list of [state.messages, state.replies]) {
    const at = list?.findIndex((each) => each.ts === message.ts) ?? -1;
    if (at >= 0) list[at] = { ...list[at], ...shown };
  }
  redraw();
  await post(verb, { channel: state.route.channel, ts: message.ts, ...body }).catch(complain);
  await refresh().catch(complain);
}

export function react(message, name) {
  const before = message.reactions ?? [];
  const users = before.find((each) => each.name === name)?.users ?? [];
  const mine = users.includes(state.as);
  const now = mine ? users.filter((id) => id !== state.as) : [...users, state.as];
  const one = { name, count: now.length, users: now };
  const reactions = before.some((each) => each.name === name) ? before.map((each) => (each.name === name ? one : each))
    : [...before, one];
  return change(message, { reactions: reactions.filter((each) => each.count > 0) }, "react", { name, remove: mine });
}

export function edit(ts) {
  editing = ts;
  redraw();
  document.querySelector(".editor textarea")?.focus();
}

export function editor(message) {
  const before = fromWire(message.text ?? "");
  const field = h("textarea.field", {
    rows: "3", "aria-label": "Edit message", "data-focus": "edit", value: before, dir: "auto",
  });
  const leave = () => {
    edit(null);
    document.querySelector(`[data-ts="${message.ts}"]`)?.focus();
  };
  const save = () => {
    const text = field.value.trim();
    leave();
    if (!text || text === before) return;
    change(message, { text: toWire(text), blocks: null, edited: true }, "edit", { text: toTyped(text) });
  };
  const keys = (event) => {
    const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === field;
    if (event.key !== "Escape" && !enter) return;
    event.preventDefault();
    event.stopPropagation();
    if (enter) save();
    else leave();
  };
  return h("div.editor", { onkeydown: keys }, field, h("div.actions",
    h("button.button", { onclick: leave }, "Cancel"), h("button.button.primary", { onclick: save }, "Save")));
}

async function remove(message) {
  const text = wordsOf(message) || "It cannot be brought back.";
  if (!(await ask({ title: "Delete this message?", text, confirm: "Delete", danger: true }))) return;
  await change(message, {}, "delete", {});
  if (document.activeElement === document.body) document.querySelector("[data-testid=composer]").focus();
}

async function copyLink(message) {
  const link = `${location.origin}/${permalink(message)}`;
  await navigator.clipboard?.writeText(link).then(() => toast("Link copied"), () => toast(link));
}

function more(message) {
  const mine = message.user === state.as && isSaid(message);
  const use = (callback_id) => post("shortcut", { callback_id, channel: state.route.channel, ts: message.ts })
    .then(load.snapshot).catch(complain);
  const groups = [
    state.shortcuts.map(({ name, callback_id: id }) => ({ label: name, hint: state.app.name, run: () => use(id) })),
    [{ label: "Copy link", run: () => copyLink(message) }],
    [mine && { label: "Edit message", run: () => edit(message.ts) },
      (mine || state.me.is_admin) && { label: "Delete message…", danger: true, run: () => remove(message) }].filter(Boolean),
  ];
  return groups.filter((group) => group.length).flatMap((group, at) => (at ? [null, ...group] : group));
}

/** One toolbar serves all messages: it moves to the one that is pointed at or has the focus. */
function makeToolbar() {
  let message = null;
  const tool = (label, content, onclick, extra) =>
    h("button.plain", { "aria-label": label, title: label, onclick, ...extra }, content);
  const pick = (name) => ({ label: name.replaceAll("_", " "), content: emoji(name), run: () => react(message, name) });
  const reactionsMenu = (event) => menu(event.currentTarget, "Reactions", PICKER.map(pick), "emoji-picker");
  const moreMenu = (event) => menu(event.currentTarget, "Message actions", more(message));
  const node = h("div.toolbar", { role: "toolbar", "aria-label": "Message actions" },
    QUICK.map((name) => tool(`React with ${emoji(name)}`, emoji(name), () => react(message, name))),
    tool("More reactions", icon("smile"), reactionsMenu, POPS),
    tool("Reply in thread", icon("reply"), () => openThread(message)),
    tool("More actions for this message", icon("dots"), moreMenu, POPS));
  const isBusy = () => node.contains(document.activeElement) || node.querySelector("[aria-expanded=true]");
  const to = (target, next, force) => {
    if (target !== node.parentElement) {
      if (isBusy() && !force) return;
      target.append(node);
    }
    message = next;
  };
  return { node, to };
}
export const toolbar = makeToolbar();
