// The app's views: modals (the top of the stack is shown) and its Home tab.
import { drawBlocks } from "./blocks.js";
import { $, h, icon, toast, trapFocus } from "./dom.js";
import { complaintAbout, forgetSurface, surfaceOf } from "./elements.js";
import { plain } from "./mrkdwn.js";
import { load, post, state } from "./store.js";

let shown = null; // {view, errors, refusal, busy}
let before = null; // what had the focus before the modal opened
const closing = new Set(); // views that were closed here and may still be in an answer on its way

const surfaceFor = (view) => surfaceOf(view.id, { view_id: view.id }, view.state?.values);
const dialog = $("modal");
trapFocus(dialog);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  close();
});

export function drawViews() {
  const view = state.views.filter((each) => !closing.has(each.id)).at(-1);
  for (const id of closing) if (!state.views.some((each) => each.id === id)) closing.delete(id);
  if (!view) {
    if (dialog.open) {
      forgetSurface(shown.view.id);
      shown = null;
      dialog.close();
      dialog.replaceChildren();
      (before?.isConnected ? before : document.querySelector("[data-testid=composer]"))?.focus();
    }
    return;
  }
  const another = view.id !== shown?.view.id;
  if (!dialog.open) before = document.activeElement;
  const changed = another || JSON.stringify(view) !== JSON.stringify(shown.view);
  if (!changed) return;
  const same = !another && view.hash === shown.view.hash;
  shown = { view, errors: same ? shown.errors : {}, refusal: null, busy: false, touched: !another && shown.touched };
  if (another) frame();
  draw();
  if (!dialog.open) dialog.showModal();
  const { activeElement: active } = document;
  if (another || active === document.body || active === dialog) focusFirst(); // or what had the focus is gone
}

function frame() {
  dialog.replaceChildren(h("form", { novalidate: true, onsubmit: submit },
    h("header", h("h2", { id: "modal-title", tabindex: "-1", dir: "auto" }),
      h("button.plain", { "aria-label": "Close", onclick: close }, icon("close"))),
    h("div.modal-refusal", { role: "alert" }),
    h("div.modal-body.blocks"),
    h("footer", {})));
}

function draw() {
  const { view, errors, refusal, busy } = shown;
  const part = (selector) => dialog.querySelector(selector);
  part("h2").textContent = plain(view.title);
  part(".modal-refusal").textContent = refusal ?? "";
  const onInput = (blockId) => {
    shown.touched = true;
    if (part("[type=submit]")) part("[type=submit]").disabled = false;
    if (errors[blockId]) { delete errors[blockId]; clearError(blockId); }
  };
  drawBlocks(part(".modal-body"), view.blocks, { surface: surfaceFor(view), errors, onInput }, view.id);
  const submitText = view.submit ? plain(view.submit) : view.blocks.some((block) => block.type === "input") && "Submit";
  const label = `${submitText}/${view.close ? plain(view.close) : ""}`;
  const footer = part("footer");
  if (footer.label !== label) {
    footer.label = label;
    footer.replaceChildren(
      h("button.button", { onclick: close }, view.close ? plain(view.close) : submitText ? "Cancel" : "Close"),
      ...(submitText ? [h("button.button.primary", { type: "submit" }, submitText)] : []));
  }
  const submitButton = part("[type=submit]");
  submitButton?.classList.toggle("pending", busy);
  submitButton?.setAttribute("aria-busy", String(busy));
  if (submitButton) submitButton.disabled = Boolean(view.submit_disabled) && !shown.touched;
}

/** Typing into a field takes its complaint away without drawing the field anew. */
function clearError(blockId) {
  const block = dialog.querySelector(`[data-key="${CSS.escape(blockId)}"]`);
  if (!block) return;
  block.print = null; // drawn anew if the same complaint comes again
  block.querySelector(".error")?.remove();
  block.querySelector(".invalid")?.classList.remove("invalid");
  block.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
}

const inBlock = (id, what) => dialog.querySelector(`[data-key="${CSS.escape(id)}"] ${what}`);

function focusFirst() {
  const fields = ".modal-body :is(input, textarea)";
  const wanted = shown.view.blocks.find((block) => block.element?.focus_on_load);
  const first = (wanted && inBlock(wanted.block_id, ":is(input, textarea)")) ?? dialog.querySelector(fields);
  (first ?? dialog.querySelector(".modal-body button") ?? dialog.querySelector("footer button:last-child")).focus();
}

function refuse(errors) {
  shown.errors = errors;
  draw();
  const first = shown.view.blocks.find((block) => errors[block.block_id]);
  inBlock(first?.block_id ?? "", ":is(input, textarea, button)")?.focus();
}

async function submit(event) {
  event.preventDefault();
  const { view, busy } = shown;
  if (busy) return;
  const inputs = view.blocks.filter((block) => block.type === "input");
  const surface = surfaceFor(view);
  const complaints = inputs.map((block) => [block.block_id, complaintAbout(block, surface)]).filter(([, text]) => text);
  if (complaints.length) return refuse(Object.fromEntries(complaints));
  const here = new Set(view.blocks.map((block) => block.block_id));
  const values = Object.fromEntries(Object.entries(surface.values).filter(([blockId]) => here.has(blockId)));
  Object.assign(shown, { busy: true, refusal: null });
  draw();
  try {
    const { errors } = await post("submit", { view_id: view.id, values });
    if (shown?.view.id === view.id) shown.busy = false;
    if (errors && Object.keys(errors).length && shown?.view.id === view.id) return refuse(errors);
    await load.snapshot();
  } catch (error) {
    if (shown?.view.id !== view.id) return toast(error.message, true);
    shown.refusal = `${error.message} Nothing you wrote is lost: you can try again.`;
  }
  if (shown?.view.id === view.id) {
    shown.busy = false;
    draw();
  }
  return null;
}

async function leave(view) {
  const above = state.views.slice(state.views.findIndex((each) => each.id === view.id));
  above.forEach((each) => closing.add(each.id));
  drawViews();
  await post("close", { view_id: view.id }).catch((error) => toast(error.message, true));
  await load.snapshot();
}
const close = () => leave(shown.view);

/** Closes every modal: what someone goes to is behind them. */
export const closeAll = () => state.views.length && leave(state.views[0]);

export function drawHome() {
  const home = $("home");
  if (!state.home) {
    home.replaceChildren(h("div.empty", h("h2", `${state.app.name ?? "The app"} has nothing on its Home tab`),
      h("p", "What it has to say to you is under Messages.")));
    return;
  }
  if (!home.querySelector(":scope > .blocks")) home.replaceChildren(h("div.blocks"));
  drawBlocks(home.firstElementChild, state.home.blocks, { surface: surfaceFor(state.home), heading: "h2" }, state.as);
}
