// Dates and times as people in the workspace read them: in their own time zone, by the sandbox's clock.
import { clock, state } from "./store.js";

const LOCALE = navigator.language.startsWith("en") ? navigator.language : "en-GB";
const formats = new Map();

function format(epoch, options, zone = state.me?.tz) {
  const key = JSON.stringify([options, zone]);
  if (!formats.has(key)) {
    let made;
    try { made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: zone }); } catch {
      made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" });
    }
    formats.set(key, made);
  }
  return formats.get(key).format(Number(epoch) * 1000);
}

const TIME = { hour: "numeric", minute: "2-digit" };
export const timeOf = (epoch, zone) => format(epoch, TIME, zone);
export const dayKey = (epoch) => format(epoch, { year: "numeric", month: "2-digit", day: "2-digit" });
export const fullOf = (epoch) => format(epoch, { weekday: "long", day: "numeric", month: "long", year: "numeric", ...TIME });
export const clockText = (epoch = clock()) => format(epoch, { weekday: "short", day: "numeric", month: "short", ...TIME });

function pretty(epoch, otherwise) {
  const day = dayKey(epoch);
  if (day === dayKey(clock())) return "today";
  if (day === dayKey(clock() - 86400)) return "yesterday";
  return day === dayKey(clock() + 86400) ? "tomorrow" : otherwise;
}

export function dayOf(epoch) {
  const near = pretty(epoch, "");
  if (near) return near[0].toUpperCase() + near.slice(1);
  const year = Math.abs(clock() - epoch) > 300 * 86400 ? { year: "numeric" } : {};
  return format(epoch, { weekday: "long", day: "numeric", month: "long", ...year });
}

export function ago(epoch) {
  const seconds = clock() - epoch;
  const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"]]
    .find(([length]) => Math.abs(seconds) >= length) ?? [1, ""];
  if (!unit) return "just now";
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.trunc(seconds / size), unit);
}

/** Slack's <!date^...> format, with its {tokens} filled in. */
export function slackDate(epoch, text) {
  const date = (month, more = {}) => format(epoch, { month, day: "numeric", year: "numeric", ...more });
  const long = () => date("long", { weekday: "long" });
  const tokens = {
    date_num: () => new Intl.DateTimeFormat("sv", { timeZone: state.me.tz }).format(epoch * 1000),
    date: () => date("long"), date_short: () => date("short"), date_long: long,
    date_pretty: () => pretty(epoch, date("long")), date_short_pretty: () => pretty(epoch, date("short")),
    date_long_pretty: () => pretty(epoch, long()), day_divider_pretty: () => dayOf(epoch),
    time: () => timeOf(epoch), time_secs: () => format(epoch, { ...TIME, second: "2-digit" }), ago: () => ago(epoch),
  };
  return text.replace(/\{(\w+)\}/g, (whole, name) => tokens[name]?.() ?? whole);
}

/** The wall time of an instant in my zone, as "2026-08-03T09:00"; and back. */
export function wallOf(epoch) {
  const parts = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone: state.me.tz });
  return parts.format(epoch * 1000).replace(" ", "T");
}
export function epochOf(wall) {
  const wanted = Date.parse(`${wall}:00Z`) / 1000;
  let guess = wanted;
  for (let round = 0; round < 2; round++) guess += wanted - Date.parse(`${wallOf(guess)}:00Z`) / 1000;
  return guess;
}

export function nextMonday() {
  const today = new Date(`${wallOf(clock()).slice(0, 10)}T00:00:00Z`);
  const days = ((8 - today.getUTCDay()) % 7) || 7;
  const monday = new Date(today.getTime() + days * 86400_000).toISOString().slice(0, 10);
  const thisMorning = epochOf(`${wallOf(clock()).slice(0, 10)}T09:00`);
  return days === 7 && thisMorning > clock() ? thisMorning : epochOf(`${monday}T09:00`);
}
