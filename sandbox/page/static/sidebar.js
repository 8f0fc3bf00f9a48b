// The sidebar: the workspace, who you are, its channels and conversations, the app, and the clock.
import { $, complain, h, icon, POPS, reconcile } from "./dom.js";
import { avatar, humans, peopleMenu } from "./people.js";
import { appDm, isUnread, load, nameOf, person, post, state, titleOf } from "./store.js";
import { clockText, nextMonday } from "./times.js";

const channelsWhere = (wanted) => [...state.channels.values()].filter(wanted)
  .sort((one, two) => titleOf(one).localeCompare(titleOf(two)));
const isHere = (channel) => channel?.id === state.route.channel && !state.route.home;

function switcher(choose) {
  return h("button.switcher", {
    ...POPS, "data-testid": "person-switcher", "data-focus": "switcher",
    onclick: (event) => peopleMenu(event.currentTarget, "Be someone else", humans(), choose, state.as),
  }, avatar(state.me), h("span.who",
    h("span", "You are ", h("strong", { dir: "auto" }, nameOf(state.as))),
    h("small", state.me.title || state.me.tz_label || state.me.tz)), icon("down"));
}

async function openDm(user) {
  try {
    const { channel } = await post("dm", { user });
    await load.snapshot();
    location.hash = `#/${channel}`;
  } catch (error) { complain(error); }
}

function entry({ href, current, unread, mark, label, after, faint }) {
  const look = [unread && "unread", faint && "faint"].filter(Boolean).join(" ") || null;
  return h("li", h("a", { href, class: look, "data-focus": href, "aria-current": current ? "page" : null },
    mark, h("span.name", { dir: "auto" }, label), after,
    unread && h("span.dot", { title: "Unread" }, h("span.unseen", "unread"))));
}

function channels() {
  const all = channelsWhere((each) => each.kind !== "dm" && (!each.is_archived || isHere(each)));
  return h("section", h("h2", "Channels"), h("ul", all.map((each) => entry({
    href: `#/${each.id}`, current: isHere(each), unread: isUnread(each), faint: !each.is_member,
    mark: icon(each.kind === "private" ? "lock" : "hash"), label: each.name,
    after: each.is_member ? null : h("small", "not joined"),
  }))));
}

function conversations() {
  const begun = (each) => each.last_ts || isHere(each);
  const all = channelsWhere((each) => each.kind === "dm" && each.with !== state.app.user_id && begun(each));
  const others = () => humans().filter((each) => each.id !== state.as);
  const add = h("button.plain", {
    ...POPS, "aria-label": "New direct message", title: "New direct message",
    onclick: (event) => peopleMenu(event.currentTarget, "Write to", others(), openDm),
  }, icon("plus"));
  return h("section", h("h2", "Direct messages", add), h("ul", all.map((each) => entry({
    href: `#/${each.id}`, current: isHere(each), unread: isUnread(each), mark: avatar(person(each.with), "tiny"),
    label: titleOf(each),
  }))));
}

function apps() {
  const { name = "App", connected, user_id: user } = state.app;
  const channel = appDm();
  const said = connected ? "connected" : "not connected";
  return h("section", h("h2", "Apps"), h("ul", entry({
    href: channel ? `#/${channel.id}` : "#/app", current: state.route.home || isHere(channel),
    unread: channel && isUnread(channel), mark: avatar(person(user), "tiny"), label: name,
    after: h(connected ? "span.status.up" : "span.status", { title: said }, h("span.unseen", `(${said})`)),
  })), !connected && h("p.note", `${name} is not running yet, so it cannot answer.`));
}

async function advance(time) {
  try {
    await post("clock", time);
    await load.snapshot();
  } catch (error) { complain(error); }
}

function clockPanel() {
  const jump = (text, title, time) =>
    h("button.button.tiny", { title, "data-focus": text, onclick: () => advance(time()) }, text);
  return h("section.clock", { "aria-label": "Clock", "aria-busy": String(Boolean(state.until)) },
    h("div", h("span.unseen", "The sandbox's time: "), h("time", { id: "clock" }, clockText())),
    state.until && h("p.moving", `Moving to ${clockText(state.until)} …`),
    state.canAdvance && h("div.jumps",
      jump("+1 hour", "Move the clock 1 hour ahead", () => ({ seconds: 3600 })),
      jump("+1 day", "Move the clock 1 day ahead", () => ({ seconds: 86400 })),
      jump("Mon 9:00", "Move the clock to next Monday 09:00", () => ({ until: nextMonday() }))));
}

export function drawSidebar(choose) {
  const all = [...state.channels.values()];
  const places = JSON.stringify([state.as, state.app, state.route, all, all.map(isUnread), state.people.size]);
  const team = () => h("header.team", h("span", { dir: "auto" }, state.team.name), h("span.badge", "Sandbox"));
  reconcile($("sidebar"), [
    { key: "team", print: state.team.name, make: team },
    { key: "me", print: JSON.stringify(state.me), make: () => switcher(choose) },
    { key: "places", print: places, make: () => h("div.places", channels(), conversations(), apps()) },
    { key: "clock", print: JSON.stringify([state.canAdvance, state.me.tz, state.until]), make: clockPanel },
  ]);
}

export function tick() {
  const node = $("clock");
  if (node && state.me) node.textContent = clockText();
}
