// Starts the page and ties its parts together: where you are, what is fetched when, and what is drawn then.
import { makeComposer } from "./composer.js";
import { onRedraw } from "./actions.js";
import { $, announce, complain, h, icon, isPhone } from "./dom.js";
import { drawBanner, drawHeader, here, isOpen } from "./header.js";
import { drawMessages, walkable } from "./messages.js";
import { placeOf, wordsOf } from "./mrkdwn.js";
import { drawSidebar, tick } from "./sidebar.js";
import {
  appDm, changed, listen, load, markRead, nameOf, onChange, post, refresh, setClock, state, switchTo, titleOf,
} from "./store.js";
import { clockText } from "./times.js";
import { closeAll, drawHome, drawViews } from "./views.js";

const lists = { messages: $("messages").firstElementChild, thread: $("replies").firstElementChild };
Object.values(lists).forEach(walkable);
const place = (thread) => {
  if (!isOpen() || (thread && !state.route.thread)) return null;
  return { as: state.as, channel: state.route.channel, thread: thread ? state.route.thread : undefined };
};
const composer = makeComposer($("composer"), {
  testid: "composer", place: () => place(false), sent: () => toEnd($("messages")),
});
const threadComposer = makeComposer($("thread-composer"), {
  testid: "thread-composer", place: () => place(true), sent: () => toEnd($("replies")),
});

// Where you are ----------------------------------------------------------------------------------

/** "#/C1/p1690000000000100?thread_ts=..." as {channel, ts, thread}, "#/home" as {home: true}. */
function readHash() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [channel, stamp] = path.split("/");
  const ts = stamp?.match(/^p(\d+)(\d{6})$/)?.slice(1).join(".");
  if (channel === "home") return { home: true };
  return { channel: channel || null, ts, thread: new URLSearchParams(query).get("thread_ts") ?? undefined };
}

function firstChannel() {
  const mine = [...state.channels.values()].filter((each) => each.is_member && each.kind !== "dm" && !each.is_archived);
  return (mine.find((each) => each.name === "learning") ?? mine[0] ?? [...state.channels.values()][0])?.id;
}

/** The conversation with the app, begun if there is none yet. */
async function openApp() {
  if (!appDm()) await post("dm", { user: state.app.user_id }).then(load.snapshot).catch(complain);
  return appDm()?.id;
}

async function navigate() {
  const before = state.route;
  const next = readHash();
  if (next.home && state.app.home === false) next.home = false;
  if (next.channel === "app" || (next.home === false && !next.channel)) next.channel = await openApp();
  if (!next.home && !state.channels.has(next.channel)) {
    Object.assign(next, { channel: firstChannel(), ts: undefined, thread: undefined });
    if (location.hash) history.replaceState(null, "", `#/${next.channel}`);
  }
  if (next.home) next.channel = appDm()?.id;
  state.route = next;
  const moved = before.channel !== next.channel || before.home !== next.home;
  if (moved) state.messages = null;
  if (before.thread !== next.thread) state.replies = null;
  document.body.dataset.pane = next.thread ? "thread" : "main";
  markRead();
  changed("snapshot");
  changed("messages");
  changed("thread");
  try {
    if (next.home) await post("home", {}).then(load.snapshot);
    else if (moved && here()?.with === state.app.user_id) await post("home", { tab: "messages" });
    await Promise.all([moved || !state.messages || next.ts ? load.messages() : null, load.thread()]);
  } catch (error) { complain(error); }
  if (next !== state.route) return;
  if (next.ts) light(next);
  else if (next.thread && before.thread !== next.thread) threadComposer.focus();
  else if (before.thread && !next.thread) rowIn(lists.messages, before.thread)?.focus({ preventScroll: true });
  else if (moved && before.channel && !document.activeElement?.closest("dialog, [role=menu]")) composer.focus();
}

const rowIn = (list, ts) => list.querySelector(`[data-ts="${ts}"]`);

function light({ ts, thread }) {
  const node = rowIn(thread ? lists.thread : lists.messages, ts);
  if (!node) return complain(new Error("That message is not here (any more)."));
  document.querySelectorAll(".lit").forEach((each) => each.classList.remove("lit"));
  node.classList.add("lit");
  node.scrollIntoView({ block: "center" });
  return node.focus({ preventScroll: true });
}

const closeThread = () => { location.hash = `#/${state.route.channel}`; };

// What is drawn ----------------------------------------------------------------------------------

/** The messages of the server and, in their places, those on their way to it and the page's own notices. */
function mixed(messages, thread) {
  const own = [...state.pending, ...state.notices];
  const ours = own.filter((each) => each.channel === state.route.channel && each.thread === thread);
  return [...messages, ...ours].sort((one, two) => one.ts - two.ts);
}

function intro(channel) {
  const words = `This is the beginning of ${channel.kind === "dm" ? "your conversation with " : ""}${titleOf(channel)}. `;
  return h("li.intro", h("h2", { dir: "auto" }, titleOf(channel)),
    h("p", words, channel.topic && h("span", { dir: "auto" }, channel.topic)));
}

function toEnd(scroller) { scroller.scrollTop = scroller.scrollHeight; }
const fromEnd = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;

/** Draws, and stays at the end if that is where the reader was. */
function keepingEnd(scroller, draw) {
  const sending = state.pending.some((each) => each.channel === state.route.channel);
  const atEnd = sending || scroller.print !== scroller.shown || fromEnd(scroller) < 90;
  scroller.shown = scroller.print;
  draw();
  if (atEnd) toEnd(scroller);
  return atEnd;
}

function drawMain() {
  const channel = here();
  $("messages").hidden = Boolean(state.route.home);
  $("home").hidden = !state.route.home;
  if (state.route.home) drawHome();
  lists.messages.setAttribute("aria-busy", String(!state.messages));
  lists.messages.setAttribute("aria-label", channel ? `Messages in ${titleOf(channel)}` : "Messages");
  if (!channel || !state.messages) { lists.messages.replaceChildren(); return; }
  const scroller = $("messages");
  scroller.print = `${state.as}/${channel.id}`;
  const newest = state.messages.at(-1)?.ts;
  const all = mixed(state.messages, undefined);
  const atEnd = keepingEnd(scroller, () => drawMessages(lists.messages, all, { intro: intro(channel) }));
  if (atEnd) $("newest").hidden = true;
  else if (scroller.newest && scroller.newest !== newest) $("newest").hidden = false;
  scroller.newest = newest;
}

function drawThread() {
  $("thread").hidden = !state.route.thread;
  if (!state.route.thread) return;
  $("replies").print = `${state.as}/${state.route.thread}`;
  const channel = here();
  if (!$("thread-title")) {
    $("thread-header").replaceChildren(
      h("button.plain.only-phone", { "aria-label": "Back", onclick: closeThread }, icon("back")),
      h("div.where", h("h2", { id: "thread-title" }, "Thread"), h("span.topic", { dir: "auto" })),
      h("button.plain.not-phone", { "aria-label": "Close thread", onclick: closeThread }, icon("close")));
  }
  $("thread-header").querySelector(".topic").textContent = channel ? titleOf(channel) : "";
  lists.thread.setAttribute("aria-label", "Messages in this thread");
  const all = mixed(state.replies ?? [], state.route.thread);
  keepingEnd($("replies"), () => drawMessages(lists.thread, all, { thread: true }));
}

onRedraw(() => { changed("messages"); changed("thread"); });
onChange((what) => {
  if (!state.me) return;
  if (what === "snapshot" || what === "online") {
    drawSidebar(become);
    drawHeader();
    drawBanner(composer);
    drawViews();
    composer.update();
    threadComposer.update();
    if (state.route.home) drawHome();
  }
  if (what === "messages") drawMain();
  if (what === "thread") drawThread();
});

// What happens ------------------------------------------------------------------------------------

/** Says aloud (to a screen reader) what someone else has just said where you are looking. */
function sayNew(push) {
  const message = [...(state.replies ?? []), ...(state.messages ?? [])].find((each) => each.ts === push.ts);
  if (!message || message.user === state.as) return;
  const words = wordsOf(message.blocks?.length ? message.blocks : message);
  announce(`${nameOf(message.user ?? state.app.user_id)}: ${words.slice(0, 300)}`);
}

async function hear(push) {
  if (push.type === "clock") {
    const set = (state.until ?? null) === (push.until ?? null);
    setClock(push);
    tick();
    if (!set) {
      drawSidebar(become);
      announce(push.until ? `Moving the clock to ${clockText(push.until)}.` : `It is ${clockText()} now.`);
    }
    if (push.until) return; // While time flies, what says how long ago something was waits until it is there.
    changed("messages");
    changed("thread");
    return;
  }
  if (!push.channel) { await load.snapshot(); return; }
  const channel = state.channels.get(push.channel);
  if (push.channel === state.route.channel) {
    await refresh();
    if (push.type === "message") sayNew(push);
  } else if (push.type === "message" && channel && (!push.thread_ts || push.thread_ts === push.ts)) {
    channel.last_ts = String(Math.max(Number(channel.last_ts ?? 0), Number(push.ts)));
    changed("snapshot");
  } else if (!channel) await load.snapshot();
}

let hush = () => {};
function connect() {
  hush();
  let dropped = false;
  hush = listen(state.as, (push) => hear(push).catch(complain), (online) => {
    state.online = online;
    changed("online");
    if (online && dropped) Promise.all([load.snapshot(), refresh()]).catch(complain);
    dropped ||= !online;
  });
}

async function become(id) {
  if (id === state.as) return;
  switchTo(id);
  changed("messages");
  try {
    await load.snapshot();
    connect();
    announce(`You are now ${nameOf(id)}.`);
    state.route = { ...state.route, channel: state.channels.has(state.route.channel) ? state.route.channel : null };
    await navigate();
  } catch (error) { complain(error); }
}

document.addEventListener("click", (event) => {
  const anchor = event.target.closest?.("a[href]");
  if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const href = anchor.getAttribute("href");
  const to = href.startsWith("#/") ? href : placeOf(anchor.href);
  if (!to) return;
  event.preventDefault();
  if (anchor.closest("dialog")) closeAll();
  if (location.hash === to) navigate();
  else location.hash = to;
});
document.addEventListener("keydown", (event) => {
  const covered = document.querySelector("dialog[open], :popover-open:not(#toasts)");
  if (event.key === "Escape" && state.route.thread && !covered) closeThread();
});
addEventListener("hashchange", navigate);
$("newest").addEventListener("click", () => {
  toEnd($("messages"));
  $("newest").hidden = true;
});
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("messages").querySelector(".message[tabindex='0']")?.focus();
});
setInterval(tick, 1000);

/** What was the end stays the end when the room for it changes: a growing composer, a phone's keyboard. */
const room = new ResizeObserver((entries) => entries.forEach(({ target }) => {
  if (target.ending !== false) toEnd(target);
}));
for (const scroller of [$("messages"), $("replies")]) {
  room.observe(scroller);
  scroller.addEventListener("scroll", () => {
    scroller.ending = fromEnd(scroller) < 60;
    if (scroller.ending && scroller === $("messages")) $("newest").hidden = true;
  }, { passive: true });
}

async function start() {
  try { await load.snapshot(); } catch (error) {
    complain(error);
    setTimeout(start, 1500);
    return;
  }
  connect();
  await navigate();
  if (!isPhone() && !state.route.ts && !document.querySelector("dialog[open]")) composer.focus();
}
start();
