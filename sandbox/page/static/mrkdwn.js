// Text as Slack writes it (mrkdwn, rich text, plain markdown) made into DOM nodes, never into HTML strings.
import { h } from "./dom.js";
import { emoji, emojify, isEmoji } from "./emoji.js";
import { nameOf, state } from "./store.js";
import { fullOf, slackDate } from "./times.js";

export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** A plain_text object's (or string's) words. */
export const plain = (text) => emojify(unescape(typeof text === "string" ? text : text?.text ?? ""));

/** A permalink of this sandbox (or one shaped like Slack's) as a place on this page, else null. */
export function placeOf(url) {
  if (!url.startsWith(`${location.origin}/`)) return null;
  const [, where] = url.match(/(?:#\/|\/archives\/)(.+)$/) ?? [];
  return where ? `#/${where}` : null;
}

export function link(url, label = url) {
  if (!/^(https?:|mailto:)/i.test(url)) return h("span", label);
  const place = placeOf(url);
  if (place) return h("a", { href: place }, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

const mention = (text, mine) => h("span", { class: mine ? "mention mine" : "mention", dir: "auto" }, text);
const userMention = (id, label) => mention(`@${state.people.has(id) ? nameOf(id) : label || id}`, id === state.as);
function channelMention(id, label) {
  const name = state.channels.get(id)?.name ?? label;
  if (state.channels.has(id)) return h("a.mention", { href: `#/${id}` }, `#${name}`);
  return mention(`#${name || "private channel"}`);
}

/** What stands between < and >. */
function angle(body) {
  const [target, label] = [body.split("|", 1)[0], body.includes("|") ? body.slice(body.indexOf("|") + 1) : ""];
  if (target[0] === "@") return userMention(target.slice(1), label);
  if (target[0] === "#") return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, epoch, text, url] = target.split("^");
    const exact = { datetime: new Date(epoch * 1000).toISOString(), title: fullOf(epoch) };
    const node = h("time", exact, slackDate(Number(epoch), unescape(text)));
    return url ? link(unescape(url), node) : node;
  }
  if (target[0] === "!") return mention(unescape(label || `@${target.slice(1).split("^")[0]}`), true);
  return link(unescape(target), label ? plain(label) : unescape(target));
}

const around = (mark, near = mark) =>
  `(?<![\\p{L}\\p{N}${near}])${mark}(?=\\S)([^\\n]+?)(?<=\\S)${mark}(?![\\p{L}\\p{N}${near}])`;
const URL_ = "(https?://[^\\s<>|]*[^\\s<>|.,;:!?'\"()\\]*_~])";
const tokens = (special, bold, italic, strike) =>
  new RegExp(["`([^`\\n]+)`", special, bold, italic, strike, ":([a-z0-9_+'-]+):", URL_].join("|"), "gu");
const TOKENS = {
  mrkdwn: tokens("<([^<>\\n]+)>", around("\\*"), around("_"), around("~")),
  markdown: tokens("\\[([^\\]\\n]+\\]\\([^)\\s]+)\\)", around("\\*\\*"), around("[*_]", "*_"), around("~~")),
};

export function inline(text, kind = "mrkdwn") {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(TOKENS[kind])) {
    const [whole, code, special, bold, italic, strike, name, url] = found;
    if (found.index > end) nodes.push(unescape(text.slice(end, found.index)));
    end = found.index + whole.length;
    if (code) nodes.push(h("code", unescape(code)));
    else if (special && kind === "mrkdwn") nodes.push(angle(special));
    else if (special) nodes.push(link(special.split("](")[1], inline(special.split("](")[0], kind)));
    else if (bold) nodes.push(h("strong", inline(bold, kind)));
    else if (italic) nodes.push(h("em", inline(italic, kind)));
    else if (strike) nodes.push(h("s", inline(strike, kind)));
    else if (name) nodes.push(isEmoji(name) ? emoji(name) : whole);
    else nodes.push(link(unescape(url)));
  }
  if (end < text.length) nodes.push(unescape(text.slice(end)));
  return nodes;
}

const LINES = [ // what a line begins with, and the element its group becomes
  [/^(?:&gt;|>)\s?/, "blockquote"], [/^\s*[•◦*-]\s+/, "ul"], [/^\s*\d+[.)]\s+/, "ol"],
];

/** A whole text: paragraphs, quotes, lists and ``` blocks. */
export function mrkdwn(text, kind = "mrkdwn") {
  const out = h("div.text", { dir: "auto" });
  text.split(/```\w*\n?([\s\S]*?)\n?```\n?/).forEach((chunk, at) => {
    if (at % 2) return out.append(h("pre", { tabindex: "0" }, h("code", unescape(chunk))));
    const groups = [];
    for (const line of chunk.split("\n")) {
      const heading = kind === "markdown" && line.match(/^(#{1,6})\s+(.*)/);
      const [begins, tag] = LINES.find(([pattern]) => pattern.test(line)) ?? [/^/, "p"];
      if (heading) groups.push({ tag: "h3", lines: [heading[2]] });
      else if (kind === "markdown" && /^(-{3,}|\*{3,})$/.test(line.trim())) groups.push({ tag: "hr", lines: [] });
      else if (groups.at(-1)?.tag === tag) groups.at(-1).lines.push(line.replace(begins, ""));
      else groups.push({ tag, lines: [line.replace(begins, "")] });
    }
    for (const { tag, lines } of groups) out.append(group(tag, lines, kind));
  });
  return out;
}

function group(tag, lines, kind) {
  if (tag === "ul" || tag === "ol") return h(tag, lines.map((line) => h("li", { dir: "auto" }, inline(line, kind))));
  if (tag === "p") {
    while (lines.length && !lines[0].trim()) lines.shift();
    while (lines.length && !lines.at(-1).trim()) lines.pop();
    if (!lines.length) return "";
  }
  return h(tag, { dir: "auto" }, lines.map((line, at) => [at > 0 && h("br"), inline(line, kind)]));
}

/** A text object, by its type. */
export const textNode = (text) => (text?.type === "mrkdwn" ? mrkdwn(text.text)
  : h("div.text", { dir: "auto" }, plain(text)));

function richLeaf(leaf) {
  const { style = {} } = leaf;
  const made = {
    text: () => leaf.text, link: () => link(leaf.url, leaf.text || leaf.url), emoji: () => emoji(leaf.name),
    user: () => userMention(leaf.user_id), channel: () => channelMention(leaf.channel_id), color: () => leaf.value,
    broadcast: () => mention(`@${leaf.range}`, true), usergroup: () => mention("@group"),
    date: () => slackDate(leaf.timestamp, leaf.format ?? "{date_short_pretty} {time}"),
  }[leaf.type]?.() ?? leaf.text ?? leaf.fallback ?? "";
  const tags = { code: "code", strike: "s", italic: "em", bold: "strong" };
  return Object.entries(tags).reduce((node, [name, tag]) => (style[name] ? h(tag, node) : node), made);
}

export function richText(part) {
  const inside = () => (part.elements ?? []).map(richText);
  if (part.type === "rich_text") return h("div.text.rich", inside());
  if (part.type === "rich_text_section") return h("div.section-text", { dir: "auto" }, inside());
  if (part.type === "rich_text_preformatted") return h("pre", { tabindex: "0" }, h("code", inside()));
  if (part.type === "rich_text_quote") return h("blockquote", { dir: "auto" }, inside());
  if (part.type !== "rich_text_list") return richLeaf(part);
  const shape = { style: `margin-inline-start:${(part.indent ?? 0) * 1.5}em`, start: part.offset ? part.offset + 1 : null };
  return h(part.style === "ordered" ? "ol" : "ul", shape, part.elements.map((item) => h("li", richText(item))));
}

/** Swaps names for marks in a text, the longest name first. */
function swap(text, pairs) {
  const known = new Map(pairs.filter(([name]) => name.length > 1).map(([name, mark]) => [name.toLowerCase(), mark]));
  const names = [...known.keys()].sort((one, two) => two.length - one.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join("|")})(?![\\p{L}\\p{N}_-])`, "giu");
  return names.length ? text.replace(pattern, (name) => known.get(name.toLowerCase()) ?? name) : text;
}
const peoplePairs = (mark) => [...state.people.values()]
  .flatMap((each) => [[`@${each.real_name}`, mark(each)], [`@${each.name}`, mark(each)]]);

/** What was written here, as the server wants it typed: people by their short names. */
export const toTyped = (text) => swap(text, peoplePairs((each) => `@${each.name}`));

/** The same as the server will keep it, to show it at once; and back from that, to edit it. */
export const toWire = (text) => swap(escape(text), [...peoplePairs((each) => `<@${each.id}>`),
  ...[...state.channels.values()].filter((each) => each.kind !== "dm")
    .map((each) => [`#${each.name}`, `<#${each.id}|${each.name}>`])]);
export const fromWire = (text) => unescape(text.replace(/<@(\w+)(?:\|[^>]*)?>/g, (_, id) => `@${nameOf(id)}`)
  .replace(/<#(\w+)(?:\|([^>]*))?>/g, (_, id, name) => `#${state.channels.get(id)?.name ?? name}`)
  .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1"));

/** Any message or block as one line of plain words, for announcements and fallbacks. */
export function wordsOf(thing) {
  if (!thing || typeof thing !== "object") return "";
  if (Array.isArray(thing)) return thing.map(wordsOf).filter(Boolean).join(" ");
  if (typeof thing.text === "string") return plain(fromWire(thing.text.replace(/<https?:[^|>]+\|([^>]+)>/g, "$1")));
  const parts = ["title", "text", "label", "elements", "rows", "fields", "blocks"].map((key) => wordsOf(thing[key]));
  return parts.filter(Boolean).join(" ");
}
