// A list of messages: grouped by day and author, with reactions, thread summaries and the toolbar of each.
import { drawBlocks } from "./blocks.js";
import { editor, isEdited, isSaid, openThread, permalink, react, toolbar } from "./actions.js";
import { h, icon, isPhone, reconcile } from "./dom.js";
import { surfaceOf } from "./elements.js";
import { emoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar, badges } from "./people.js";
import { changed, clock, nameOf, person, state } from "./store.js";
import { ago, dayKey, dayOf, fullOf, timeOf } from "./times.js";

function reactions(message) {
  return h("div.reactions", message.reactions.map(({ name, count, users = [] }) => {
    const said = `${emoji(name)} ${count} ${count === 1 ? "reaction" : "reactions"}`;
    return h("button.reaction", {
      "aria-pressed": String(users.includes(state.as)), "aria-label": said, "data-focus": `reaction-${name}`,
      title: `${users.map(nameOf).join(", ")} reacted with :${name}:`, onclick: () => react(message, name),
    }, h("span", { "aria-hidden": "true" }, emoji(name)), h("span.count", String(count)));
  }));
}

const summary = (message) => h("button.summary", { "data-focus": "summary", onclick: () => openThread(message) },
  (message.reply_users ?? []).slice(0, 4).map((id) => avatar(person(id), "tiny")),
  h("strong", `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`),
  message.latest_reply && h("span.muted", `Last reply ${ago(message.latest_reply)}`));

function content(message) {
  if (isEdited(message)) return editor(message);
  if (message.blocks?.length) {
    const surface = surfaceOf(`${state.route.channel}/${message.ts}`, { channel: state.route.channel, ts: message.ts });
    return drawBlocks(h("div.blocks"), message.blocks, { surface });
  }
  const text = mrkdwn(message.text ?? "");
  const last = text.lastElementChild?.tagName === "P" ? text.lastElementChild : text;
  if (message.edited) last.append(h("span.muted.edited", " (edited)"));
  return text;
}

/** A chip for each file shared with a message: its name, and the way to download it. */
const files = (message) => h("div.files", message.files.map((file) =>
  h("a.file", { href: `/files/${encodeURIComponent(file.id)}`, download: file.name, "data-focus": `file-${file.id}` },
    h("span", { "aria-hidden": "true" }, "📄 "), file.title || file.name)));

const PAGE = { name: "Sandbox", real_name: "Sandbox" };

function row(message, compact, inThread) {
  const who = message.local ? PAGE : person(message.user ?? state.app.user_id);
  const full = fullOf(message.ts);
  const short = compact ? timeOf(message.ts).replace(/\s?[AP]M$/i, "") : timeOf(message.ts);
  const time = h("a.time", { href: permalink(message), title: full, "aria-label": full, tabindex: "-1" },
    h("time", { datetime: new Date(message.ts * 1000).toISOString() }, short));
  const looks = { compact, ephemeral: message.ephemeral, sending: message.pending, system: !isSaid(message) };
  const kind = ["li.message", ...Object.keys(looks).filter((look) => looks[look])].join(".");
  return h(kind, { "data-testid": "message", "data-ts": message.ts, tabindex: "-1" },
    message.ephemeral && h("div.only-you", icon("eye"), "Only visible to you"),
    compact ? null : avatar(who),
    h("div.body",
      h(compact ? "div.byline.unseen" : "div.byline",
        h("strong.author", { dir: "auto" }, who.real_name || who.name), who.is_bot && badges(who), compact ? null : time),
      compact && time, content(message),
      message.files?.length ? files(message) : null, message.reactions?.length ? reactions(message) : null,
      !inThread && message.reply_count ? summary(message) : null));
}

/** Whether a message goes under the one before without saying again who wrote it. */
const follows = (message, before) => Boolean(before) && before.user === message.user && isSaid(message) && isSaid(before)
  && !message.ephemeral && !before.ephemeral && message.ts - before.ts < 300 && dayKey(message.ts) === dayKey(before.ts);

const line = (key, text, kind = "li.day") => ({ key, print: text, make: () => h(kind, h("h2", text)) });

/** Draws messages into a list. intro stands above the first; in a thread, replies are counted under it. */
export function drawMessages(list, messages, { intro, thread } = {}) {
  const items = intro ? [{ key: "intro", print: intro.textContent, make: () => intro }] : [];
  const replies = messages.filter((each) => !each.local && !each.ephemeral).length - 1;
  messages.forEach((message, at) => {
    const before = messages[at - 1];
    const day = dayKey(message.ts);
    if (!thread && (!before || dayKey(before.ts) !== day)) items.push(line(`day-${day}`, dayOf(message.ts)));
    if (thread && at === 1) items.push(line("count", replies === 1 ? "1 reply" : `${replies} replies`, "li.day.left"));
    const compact = follows(message, before) && !(thread && at === 1);
    const known = [message.user, ...(message.reply_users ?? [])].map(nameOf);
    const since = message.latest_reply && ago(message.latest_reply);
    const print = JSON.stringify([message, compact, isEdited(message), known, since, state.me.tz, state.people.size]);
    items.push({ key: `${state.as}/${message.key ?? message.ts}`, print, make: (old) => {
      const fresh = row(message, compact, thread);
      if (old?.contains(toolbar.node)) toolbar.to(fresh, message, true);
      return fresh;
    } });
  });
  reconcile(list, items);
  const rows = [...list.querySelectorAll(".message")];
  rows.forEach((node, at) => { node.message = messages[at]; });
  stopAt(rows, rows.find((node) => node.contains(document.activeElement)) ?? rows.at(-1));
}

/** Of all messages, Tab stops at one. */
const stopAt = (rows, stop) => rows.forEach((node) => { node.tabIndex = node === stop ? 0 : -1; });

/** Lets a list be walked with the arrow keys, and shows the toolbar where someone points. */
export function walkable(list) {
  const rowsOf = () => [...list.querySelectorAll(".message")];
  const point = (event) => {
    const node = event.target.closest?.(".message");
    if (event.type === "focusin" && node) stopAt(rowsOf(), node);
    if (!node?.message || node.message.ephemeral || node.message.pending || isEdited(node.message)) return;
    toolbar.to(node, node.message);
  };
  list.addEventListener("pointerover", point);
  list.addEventListener("focusin", point);
  list.addEventListener("pointerleave", () => {
    if (!isPhone() && !list.contains(document.activeElement)) toolbar.node.remove();
  });
  list.addEventListener("keydown", (event) => {
    if (!event.target.matches(".message")) return;
    const rows = rowsOf();
    const at = rows.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
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
  changed("messages");
  changed("thread");
}
