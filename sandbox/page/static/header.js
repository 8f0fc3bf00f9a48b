// What stands above the messages: where you are, the app's tabs, and a line that welcomes or explains.
import { $, complain, h, icon, isPhone, POPS } from "./dom.js";
import { avatar, everyone, peopleMenu } from "./people.js";
import { load, nameOf, post, refresh, state, titleOf } from "./store.js";

export const here = () => state.channels.get(state.route.channel);
const isApp = (channel) => Boolean(channel) && channel.with === state.app.user_id;
const isReadOnly = (channel) => isApp(channel) && Boolean(state.app.read_only);
/** Whether one can write where one is. */
export function isOpen() {
  const channel = here();
  return Boolean(channel) && !state.route.home && !channel.is_archived && channel.is_member !== false && !isReadOnly(channel);
}

/** Puts content into a place, unless it says the same as what is there: what has the focus keeps it. */
function fill(place, print, content) {
  if (place.print !== print) place.replaceChildren(...content().filter(Boolean));
  place.print = print;
}

function showList() {
  document.body.dataset.pane = "list";
  $("sidebar").querySelector("button, a").focus();
}

function inviteButton(channel) {
  const count = channel.member_count ?? 0;
  const known = () => everyone().filter((each) => each.id !== state.as);
  const invite = (user) => post("invite", { channel: channel.id, user }).then(load.snapshot).catch(complain);
  return h("button.plain.members", {
    ...POPS, "aria-label": `${count} members, add people`, title: "Add people",
    onclick: (event) => peopleMenu(event.currentTarget, "Add to this channel", known(), invite),
  }, icon("people"), String(count));
}

export function drawHeader() {
  const channel = here();
  const app = state.route.home || isApp(channel);
  const title = app ? state.app.name : channel ? titleOf(channel) : "No channel";
  const tab = (label, href, on) => h("a.tab", { href, "aria-current": on ? "page" : null }, label);
  const label = `Channels and people (you are ${nameOf(state.as)})`;
  fill($("header"), JSON.stringify([state.me, channel, state.route.home, state.app, title]), () => [
    h("button.plain.only-phone", { "aria-label": label, onclick: showList }, icon("menu"), avatar(state.me, "tiny")),
    h("div.where", h("h1", { id: "main-title", dir: "auto" }, title),
      channel?.topic && !app && h("span.topic", { dir: "auto", title: channel.topic }, channel.topic)),
    channel && channel.kind !== "dm" && channel.is_member && !channel.is_archived && inviteButton(channel),
    app && h("nav.tabs", { "aria-label": `${title}'s tabs` },
      state.app.home !== false && tab("Home", "#/home", state.route.home),
      channel && tab("Messages", `#/${channel.id}`, !state.route.home)),
  ]);
  document.title = `${title} · ${state.team.name}`;
}

const SAMPLE = "/learn How do I read a Postgres query plan?";

function welcome(composer) {
  const dismiss = () => {
    localStorage.setItem("sandbox.welcomed", "yes");
    drawBanner(composer);
    composer.focus();
  };
  return h("div.bar.welcome", { role: "note" },
    h("span.words", h("strong", `Welcome! This is a pretend Slack with ${state.app.name} in it.`),
      " Ask something with ", h("code", "/learn How do I …"), ", then become someone else (", h("em", "You are …"),
      isPhone() ? " in the menu" : " at the top left", ") and answer it."),
    h("button.button.primary", { onclick: () => composer.suggest(SAMPLE) }, "Try it"),
    h("button.plain", { "aria-label": "Dismiss the welcome", onclick: dismiss }, icon("close")));
}

function joinBar(channel) {
  const join = () => post("join", { channel: channel.id }).then(load.snapshot).then(refresh).catch(complain);
  return h("div.bar", h("span.words", `You are not in #${channel.name} yet.`),
    h("button.button.primary", { onclick: join }, "Join"));
}

export function drawBanner(composer) {
  const channel = state.route.home ? null : here();
  const isNew = channel?.name === "learning" && !localStorage.getItem("sandbox.welcomed");
  const readOnly = `${state.app.name} writes to you here, and does not read along. Type its commands in a channel.`;
  const print = JSON.stringify([state.as, state.online, isNew, channel?.id, channel?.is_archived, channel?.is_member]);
  fill($("banner"), print, () => [
    !state.online && h("div.bar.warn", { role: "status" }, "The sandbox is not answering. Trying again…"),
    isNew && welcome(composer),
    channel?.is_archived && h("div.bar", "This channel is archived: it can be read, not written to."),
    isReadOnly(channel) && h("div.bar", readOnly),
    channel && !channel.is_archived && channel.is_member === false && joinBar(channel),
  ]);
}
