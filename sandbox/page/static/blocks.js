// Block Kit's blocks made into DOM nodes, for messages, modals and Home alike.
import { chart, table } from "./charts.js";
import { h, newId, reconcile } from "./dom.js";
import { element } from "./elements.js";
import { mrkdwn, plain, richText, textNode, wordsOf } from "./mrkdwn.js";

function section(block, ctx) {
  return h(block.accessory?.type === "image" ? "div.section.with-image" : "div.section",
    h("div.section-body", block.text && textNode(block.text),
      block.fields && h("div.fields", block.fields.map(textNode))),
    block.accessory && h("div.accessory", element(block.accessory, ctx)));
}

function input(block, ctx) {
  const [id, hintId, errorId] = [newId("input"), newId("hint"), newId("error")];
  const error = ctx.errors?.[block.block_id];
  const group = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const label = plain(block.label);
  const control = element(block.element, {
    ...ctx, acts: Boolean(block.dispatch_action), label, onChange: () => ctx.onInput?.(block.block_id),
    attributes: {
      id, "aria-describedby": [error && errorId, block.hint && hintId].filter(Boolean).join(" ") || null,
      "aria-invalid": error ? "true" : null, "aria-required": block.optional ? null : "true",
      ...(group ? { "aria-labelledby": `${id}-label` } : {}),
    },
  });
  return h(error ? "div.input.invalid" : "div.input",
    h(group ? "div.label" : "label.label", { for: group ? null : id, id: `${id}-label` }, h("span", { dir: "auto" }, label),
      block.optional && h("span.optional", " (optional)")),
    control,
    error && h("div.error", { id: errorId, role: "alert" }, error),
    block.hint && h("div.hint", { id: hintId, dir: "auto" }, plain(block.hint)));
}

const image = (block) => h("figure", block.title && h("figcaption", plain(block.title)),
  h("img", { src: block.image_url ?? block.slack_file?.url, alt: block.alt_text ?? "", loading: "lazy" }));

const picture = (item, kind) => h(`img.${kind}`, { src: item.image_url, alt: item.alt_text ?? "" });
const small = (item) => (item.type === "image" ? picture(item, "tiny") : textNode(item));

const LEVELS = { default: "💬", info: "ℹ️", warning: "⚠️", error: "⛔", success: "✅" };
const alert = (block) => h(`div.alert.${block.level ?? "default"}`, { role: block.level === "error" ? "alert" : "note" },
  h("span", { "aria-hidden": "true" }, LEVELS[block.level ?? "default"]), textNode(block.text));

function card(block, ctx) {
  return h("div.card", block.hero_image && picture(block.hero_image, "hero"), h("div.card-body",
    block.title && h("div.card-title", textNode(block.title)),
    block.subtitle && h("div.muted", textNode(block.subtitle)), block.body && textNode(block.body),
    block.actions && h("div.actions", block.actions.map((each) => element(each, ctx))),
    block.subtext && h("div.context", textNode(block.subtext))));
}

const container = (block, ctx) => h("div.card", h("div.card-body",
  h("div.card-title", block.title ? textNode(block.title) : richText(block.rich_text_title)),
  block.subtitle && h("div.muted", textNode(block.subtitle)),
  block.child_blocks.map((each, at) => drawBlock(each, ctx, at))));

const DRAW = {
  section, input, image, alert, card, container, table, data_table: table, data_visualization: chart,
  header: (block, ctx) => h(ctx.heading ?? "h3", { class: "header", dir: "auto" }, plain(block.text)),
  divider: () => h("hr"),
  context: (block) => h("div.context", block.elements.map(small)),
  actions: (block, ctx) => h("div.actions", block.elements.map((each) => element(each, ctx))),
  carousel: (block, ctx) => h("div.carousel", { tabindex: "0", role: "group", "aria-label": "Cards" },
    block.elements.map((each) => card(each, ctx))),
  markdown: (block) => mrkdwn(block.text, "markdown"),
  rich_text: richText,
};

function drawBlock(block, ctx, at) {
  const known = DRAW[block.type];
  const own = { ...ctx, blockId: block.block_id ?? `block-${at}`, acts: true };
  try {
    return h("div.block", known ? known(block, own) : textNode(wordsOf(block)));
  } catch {
    return h("div.block", textNode(wordsOf(block))); // a shape we did not expect still says its words
  }
}

/** Makes the parent show these blocks; only blocks that changed are drawn anew. ctx: {surface, errors?, onInput?} */
export function drawBlocks(parent, blocks, ctx, mark = "") {
  const seen = new Set();
  reconcile(parent, blocks.map((block, at) => {
    let key = `${block.block_id ?? `block-${at}`}`;
    if (seen.has(key)) key = `${key}/${at}`;
    seen.add(key);
    const print = JSON.stringify([block, ctx.errors?.[block.block_id], mark]);
    return { key, print, make: () => drawBlock(block, ctx, at) };
  }));
  return parent;
}
