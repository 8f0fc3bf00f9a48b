// Block Kit's interactive elements: each draws itself, keeps its state in its surface, and acts on the app.
import { ask, complain, h, icon, menu, newId, POPS } from "./dom.js";
import { plain, textNode } from "./mrkdwn.js";
import { chosenIn, select, stateOfSelect } from "./select.js";
import { load, post, state } from "./store.js";
import { epochOf, wallOf } from "./times.js";

/** A surface is one message or view: how it is named to the server, and what has been filled in on it. */
const surfaces = new Map();
export function surfaceOf(key, ref, filled = {}) {
  const whole = `${state.as}/${key}`;
  if (!surfaces.has(whole)) {
    const isEmpty = (one) => Object.entries(one)
      .every(([name, value]) => name === "type" || value === null || value?.length === 0);
    const values = {};
    for (const [block, actions] of Object.entries(filled)) {
      values[block] = Object.fromEntries(Object.entries(actions).filter(([, one]) => !isEmpty(one)));
    }
    surfaces.set(whole, { ref, values });
  }
  return surfaces.get(whole);
}
export const forgetSurface = (key) => surfaces.delete(`${state.as}/${key}`);

/** Tells the app that an element was used. The page stays free meanwhile; a second press is a second press. */
async function act(el, ctx, node, elementState) {
  if (el.confirm && !(await ask({
    title: plain(el.confirm.title), text: textNode(el.confirm.text), confirm: plain(el.confirm.confirm) || "Yes",
    deny: plain(el.confirm.deny) || "Cancel", danger: el.confirm.style === "danger",
  }))) return;
  node?.classList.add("pending");
  try {
    await post("action", {
      ...ctx.surface.ref, block_id: ctx.blockId, action_id: el.action_id,
      state: elementState, values: ctx.surface.values,
    });
    load.snapshot();
  } catch (error) {
    complain(error);
  } finally {
    setTimeout(() => node?.classList.remove("pending"), 250);
  }
}

const kept = (el, ctx) => (ctx.surface.values[ctx.blockId] ?? {})[el.action_id];
function keep(el, ctx, elementState) {
  (ctx.surface.values[ctx.blockId] ??= {})[el.action_id] = elementState;
  return elementState;
}
const change = (el, ctx, node, elementState) => {
  keep(el, ctx, elementState);
  ctx.onChange?.();
  if (ctx.acts) act(el, ctx, node, elementState);
};

function button(el, ctx) {
  const kind = el.style ? `.button.${el.style}` : ".button";
  const label = { "aria-label": el.accessibility_label, "data-focus": ctx.attributes["data-focus"] };
  const press = (event) => act(el, ctx, event.currentTarget);
  const away = { href: el.url, target: "_blank", rel: "noopener noreferrer" };
  if (el.url) return h(`a${kind}`, { ...label, ...away, onclick: press }, plain(el.text));
  return h(`button${kind}`, { ...label, onclick: press, "data-action-id": el.action_id }, plain(el.text));
}

function overflow(el, ctx) {
  const items = () => el.options.map((option) => ({
    label: plain(option.text), hint: option.description && plain(option.description),
    run: () => {
      if (option.url) window.open(option.url, "_blank", "noopener");
      act(el, ctx, node, { type: "overflow", selected_option: option });
    },
  }));
  const node = h("button.button.overflow", {
    ...POPS, "aria-label": "More actions",
    "data-focus": ctx.attributes["data-focus"], onclick: () => menu(node, "More actions", items()),
  }, icon("more"));
  return node;
}

function choose(el, ctx) {
  const now = kept(el, ctx);
  const chosen = now ? chosenIn(el, now, "selected")
    : chosenIn(el, el, "initial", ctx.surface.ref.channel ?? state.route.channel);
  keep(el, ctx, stateOfSelect(el, chosen));
  const node = select(el, ctx, chosen, (next) => change(el, ctx, node, stateOfSelect(el, next)));
  return node;
}

/** Inputs with one value: how each reads its initial value, and writes and reads its state. */
const FIELDS = {
  plain_text_input: { initial: "initial_value", state: "value" },
  number_input: { initial: "initial_value", state: "value", inputmode: "decimal", type: "number" },
  email_text_input: { initial: "initial_value", state: "value", type: "email" },
  url_text_input: { initial: "initial_value", state: "value", type: "url" },
  datepicker: { initial: "initial_date", state: "selected_date", type: "date", acts: true },
  timepicker: { initial: "initial_time", state: "selected_time", type: "time", acts: true },
  datetimepicker: {
    initial: "initial_date_time", state: "selected_date_time", type: "datetime-local", acts: true,
    write: wallOf, read: epochOf,
  },
};

function field(el, ctx) {
  const kind = FIELDS[el.type];
  const now = kept(el, ctx) ?? keep(el, ctx, { type: el.type, [kind.state]: el[kind.initial] ?? null });
  const value = now[kind.state];
  const read = () => (node.value === "" ? null : (kind.read ?? String)(node.value));
  const tag = el.multiline ? "textarea" : "input";
  const triggers = el.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const keepNow = () => {
    keep(el, ctx, { type: el.type, [kind.state]: read() });
    ctx.onChange?.();
    count?.replaceChildren(String(el.max_length - node.value.length));
  };
  const tell = () => act(el, ctx, node, kept(el, ctx));
  const node = h(tag, {
    ...ctx.attributes, type: tag === "input" ? kind.type ?? "text" : null, class: "field", dir: "auto",
    value: value === null ? "" : (kind.write ?? String)(value),
    placeholder: plain(el.placeholder) || null, rows: tag === "textarea" ? "4" : null, maxlength: el.max_length,
    step: kind.type === "number" ? (el.is_decimal_allowed ? "any" : "1") : null, min: el.min_value, max: el.max_value,
    oninput: () => {
      keepNow();
      if (ctx.acts && triggers.includes("on_character_entered")) tell();
    },
    onchange: () => ctx.acts && kind.acts && tell(),
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.isComposing || tag === "textarea") return;
      if (ctx.acts && !kind.acts && triggers.includes("on_enter_pressed")) { event.preventDefault(); tell(); }
    },
  });
  const count = el.max_length && h("span.count", { "aria-hidden": "true" }, String(el.max_length - (value ?? "").length));
  return count && el.max_length <= 500 ? h("div.counted", node, count) : node;
}

function ticks(el, ctx) {
  const many = el.type === "checkboxes";
  const now = kept(el, ctx) ?? keep(el, ctx, many ? { type: el.type, selected_options: el.initial_options ?? [] }
    : { type: el.type, selected_option: el.initial_option ?? null });
  const before = (many ? now.selected_options : [now.selected_option]).filter(Boolean);
  const chosen = new Set(before.map((option) => option.value));
  const name = newId("choice");
  const onchange = () => {
    const on = el.options.filter((_, at) => node.querySelectorAll("input")[at].checked);
    const picked = many ? { selected_options: on } : { selected_option: on[0] ?? null };
    change(el, ctx, null, { type: el.type, ...picked });
  };
  const { id, "data-focus": focusKey, ...attributes } = ctx.attributes;
  const type = many ? "checkbox" : "radio";
  const tick = (option, at) => h("label",
    h("input", { type, name, checked: chosen.has(option.value), onchange, "data-focus": `${focusKey}/${at}` }),
    h("span", textNode(option.text), option.description && h("small", textNode(option.description))));
  const node = h("div.ticks", { ...attributes, id, role: many ? "group" : "radiogroup" }, el.options.map(tick));
  return node;
}

const picture = (el) => h("img.picture", { src: el.image_url, alt: el.alt_text ?? "", loading: "lazy" });

/** Draws one element. ctx: {surface, blockId, label, attributes?, acts} (acts: using it tells the app at once). */
export function element(el, context) {
  const ctx = { label: plain(el.placeholder) || null, ...context };
  const named = { "aria-label": ctx.attributes?.id ? null : ctx.label };
  ctx.attributes = { "data-focus": `${ctx.blockId}/${el.action_id}`, ...named, ...ctx.attributes };
  if (el.type === "button") return button(el, ctx);
  if (el.type === "overflow") return overflow(el, ctx);
  if (el.type === "image") return picture(el);
  if (el.type === "checkboxes" || el.type === "radio_buttons") return ticks(el, ctx);
  if (el.type in FIELDS) return field(el, ctx);
  if (el.type?.endsWith("_select")) return choose(el, ctx);
  return h("span", plain(el.text));
}

/** Why an input block's value cannot be sent, in words, or null. */
export function complaintAbout(block, surface) {
  const el = block.element;
  const { type, ...rest } = (surface.values[block.block_id] ?? {})[el.action_id] ?? {};
  const value = Object.values(rest)[0];
  const empty = value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  if (empty) return block.optional || !type ? null : "Please complete this required field.";
  if (el.min_length && value.length < el.min_length) return `Please write at least ${el.min_length} characters.`;
  if (el.max_length && value.length > el.max_length) return `Please write at most ${el.max_length} characters.`;
  if (type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(value)) return "Please write an email address.";
  if (type === "url_text_input" && !/^https?:\/\/\S+$/.test(value)) return "Please write an address that starts with https://.";
  if (type !== "number_input") return null;
  if (Number.isNaN(Number(value))) return "Please write a number.";
  if (!el.is_decimal_allowed && !/^-?\d+$/.test(value)) return "Please write a whole number.";
  if (el.min_value && Number(value) < Number(el.min_value)) return `Please write ${el.min_value} or more.`;
  return el.max_value && Number(value) > Number(el.max_value) ? `Please write ${el.max_value} or less.` : null;
}
