// The sidebar: the workspace, who you are, its channels and conversations, the app, and the clock.
import { $, complain, h, icon, menu, reconcile } from "./dom.js";
import { avatar, badges } from "./messages.js";
import { appDm, clock, isUnread, load, nameOf, person, post, state, titleOf } from "./store.js";
import { clockText, secondsToMonday, timeOf } from "./times.js";

const present = (each) => !each.deleted && !each.is_bot;
const byName = (one, two) => titleOf(one).localeCompare(titleOf(two));

function personItem(each) {
  const job = [each.title, each.team].filter(Boolean).join(" · ");
  return h("span.person", avatar(each), h("span", { class: "who" },
    h("span", h("strong", { dir: "auto" }, nameOf(each.id)), badges(each)), job && h("small", { dir: "auto" }, job)),
  h("small.local", { title: each.tz_label || each.tz }, timeOf(clock(), each.tz)));
}

function switcher(choose) {
  const items = () => [...state.people.values()].filter(present).sort((one, two) => nameOf(one.id).localeCompare(nameOf(two.id)))
    .map((each) => ({ label: `${nameOf(each.id)}${each.title ? `, ${each.title}` : ""}`, content: personItem(each), checked: each.id === state.as, run: () => choose(each.id) }));
  return h("button.switcher", {
    "data-testid": "person-switcher", "data-focus": "switcher", ...POPS,
    onclick: (event) => menu(event.currentTarget, "Be someone else", items(), "people"),
  }, avatar(state.me), h("span.who", h("span", "You are ", h("strong", { dir: "auto" }, nameOf(state.as))),
    h("small", state.me.title || state.me.tz_label || state.me.tz)), icon("down"));
}

/** A menu of people to choose from: for a new conversation or an invitation. */
export function peopleMenu(anchor, label, choices, run) {
  menu(anchor, label, choices.map((each) => ({ label: nameOf(each.id), content: personItem(each), run: () => run(each.id) })), "people");
}

const dm = async (user) => {
  try {
    const { channel } = await post("dm", { user });
    await load.snapshot();
    location.hash = `#/${channel}`;
  } catch (error) { complain(error); }
};

function entry({ href, current, unread, mark, label, after, faint }) {
  return h("li", h("a", { href, "data-focus": href, "aria-current": current ? "page" : null, class: [unread && "unread", faint && "faint"].filter(Boolean).join(" ") || null },
    mark, h("span.name", { dir: "auto" }, label), after, unread && h("span.dot", { title: "Unread" }, h("span.unseen", "unread"))));
}

function channels() {
  const all = [...state.channels.values()].filter((each) => each.kind !== "dm" && (!each.is_archived || each.id === state.route.channel)).sort(byName);
  return h("section", h("h2", "Channels"), h("ul", all.map((each) => entry({
    href: `#/${each.id}`, current: each.id === state.route.channel && !state.route.home, unread: isUnread(each), faint: !each.is_member,
    mark: icon(each.kind === "private" ? "lock" : "hash"), label: each.name, after: each.is_member ? null : h("small", "not joined"),
  }))));
}

function conversations() {
  const all = [...state.channels.values()].filter((each) => each.kind === "dm" && each.with !== state.app.user_id && (each.last_ts || each.id === state.route.channel)).sort(byName);
  const known = [...state.people.values()].filter((each) => present(each) && each.id !== state.as);
  const add = h("button.plain", { "aria-label": "New direct message", title: "New direct message", ...POPS,
    onclick: (event) => peopleMenu(event.currentTarget, "Write to", known, dm) }, icon("plus"));
  return h("section", h("h2", "Direct messages", add), h("ul", all.map((each) => entry({
    href: `#/${each.id}`, current: each.id === state.route.channel, unread: isUnread(each), mark: avatar(person(each.with), "tiny"), label: titleOf(each),
  }))));
}

function apps() {
  const { name = "App", connected, user_id: user } = state.app;
  const channel = appDm();
  const said = connected ? "connected" : "not connected";
  return h("section", h("h2", "Apps"), h("ul", entry({
    href: channel ? `#/${channel.id}` : "#/app", current: state.route.home || (channel && channel.id === state.route.channel), unread: channel && isUnread(channel),
    mark: avatar(person(user), "tiny"), label: name, after: h("span", { class: connected ? "status up" : "status", title: said }, h("span.unseen", `(${said})`)),
  })), !connected && h("p.note", `${name} is not running yet, so it cannot answer.`));
}

async function advance(seconds) {
  await post("clock", { seconds }).catch(complain);
  await load.snapshot().catch(complain);
}

function clockPanel() {
  const jump = (text, label, seconds) => h("button.button.tiny", { title: label, "data-focus": text, onclick: () => advance(seconds()) }, text);
  return h("section.clock", { "aria-label": "Clock" },
    h("div", h("span.unseen", "The sandbox's time: "), h("time", { id: "clock" }, clockText())),
    state.canAdvance && h("div.jumps", jump("+1 hour", "Move the clock 1 hour ahead", () => 3600), jump("+1 day", "Move the clock 1 day ahead", () => 86400),
      jump("Mon 9:00", "Move the clock to next Monday 09:00", secondsToMonday)));
}

export function drawSidebar(choose) {
  const everything = JSON.stringify([state.as, state.team, state.app, state.route, [...state.channels.values()], [...state.channels.values()].map(isUnread), state.people.size]);
  reconcile($("sidebar"), [
    { key: "team", print: state.team.name, make: () => h("header.team", h("span", { dir: "auto" }, state.team.name), h("span.badge", "Sandbox")) },
    { key: "me", print: JSON.stringify(state.me), make: () => switcher(choose) },
    { key: "places", print: everything, make: () => h("div.places", channels(), conversations(), apps()) },
    { key: "clock", print: `${state.canAdvance}/${state.me.tz}`, make: clockPanel },
  ]);
}

export function tick() {
  const node = $("clock");
  if (node && state.me) node.textContent = clockText();
}
