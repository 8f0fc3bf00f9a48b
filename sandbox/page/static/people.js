// How people look on the page: their avatar, their badges, and the menus that list them.
import { h, menu } from "./dom.js";
import { clock, nameOf, state } from "./store.js";
import { timeOf } from "./times.js";

export function avatar(who, size = "") {
  const words = (who.real_name || who.name || "?").trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word][0] ?? "");
  const style = `--color:#${String(who.color || "64748b").replace("#", "")}`;
  const letters = initials.join("").toUpperCase();
  return h(size ? `span.avatar.${size}` : "span.avatar", { style, "aria-hidden": "true", "data-letters": letters });
}

export const badges = (who) => [who.is_bot && "App", who.is_admin && "Admin", who.is_guest && "Guest"]
  .filter(Boolean).map((text) => h("span.badge", text));

export const everyone = () => [...state.people.values()].filter((each) => !each.deleted)
  .sort((one, two) => nameOf(one.id).localeCompare(nameOf(two.id)));
export const humans = () => everyone().filter((each) => !each.is_bot);

function card(each) {
  const job = [each.title, each.team].filter(Boolean).join(" · ");
  return h("span.person", avatar(each),
    h("span.who", h("span", h("strong", { dir: "auto" }, nameOf(each.id)), badges(each)),
      job && h("small", { dir: "auto" }, job)),
    h("small.local", { title: each.tz_label || each.tz }, timeOf(clock(), each.tz)));
}

/** A menu of people to choose one of; current is the id of the one who is chosen already. */
export function peopleMenu(anchor, label, choices, run, current) {
  menu(anchor, label, choices.map((each) => ({
    label: each.title ? `${nameOf(each.id)}, ${each.title}` : nameOf(each.id), content: card(each),
    checked: current ? each.id === current : undefined, run: () => run(each.id),
  })), "people");
}
