// Tables and charts: real tables, and drawings with the same figures in words for those who do not see them.
import { h } from "./dom.js";
import { plain, richText, textNode, wordsOf } from "./mrkdwn.js";

function cell(value) {
  if (value?.type === "rich_text") return richText(value);
  return value?.type === "mrkdwn" ? textNode(value) : h("span", { dir: "auto" }, plain(value));
}

/** table and data_table: the first row is the head. */
export function table(block) {
  const [head = [], ...rows] = block.rows;
  const align = (at) => {
    const numbers = rows.length && rows.every((row) => row[at]?.type === "raw_number");
    const wanted = block.column_settings?.[at]?.align ?? (numbers ? "right" : null);
    return wanted && `text-align:${wanted}`;
  };
  const named = block.row_header_column_index;
  const label = block.caption ? plain(block.caption) : "Table";
  return h("div.table", { tabindex: "0", role: "region", "aria-label": label }, h("table",
    block.caption && h("caption", plain(block.caption)),
    h("thead", h("tr", head.map((value, at) => h("th", { scope: "col", style: align(at) }, cell(value))))),
    h("tbody", rows.map((row) => h("tr", row.map((value, at) => h(at === named ? "th" : "td",
      { scope: at === named ? "row" : null, style: align(at) }, cell(value))))))));
}

const number = (value) => new Intl.NumberFormat("en", { maximumFractionDigits: 2 }).format(value);

/** Every kind of chart becomes {categories, series: [{name, values}]}. */
function figures({ type, segments, series = [], axis_config: axis }) {
  if (type === "pie") {
    const values = segments.map((each) => each.value);
    return { categories: segments.map((each) => each.label), series: [{ name: "", values }] };
  }
  const categories = axis?.categories ?? series[0]?.data.map((point) => point.label) ?? [];
  return { categories, series: series.map(({ name, data }) => ({
    name, values: categories.map((label) => data.find((point) => point.label === label)?.value ?? 0),
  })) };
}

function shares({ categories, series: [{ values }] }) {
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  return h("ul.shares", categories.map((label, at) => h("li", h("span", { dir: "auto" }, label),
    h("span.share", h("span", { class: `fill series-${at % 6}`, style: `width:${(100 * values[at]) / total}%` })),
    h("span.muted", `${number(values[at])} (${Math.round((100 * values[at]) / total)}%)`))));
}

const [WIDTH, HEIGHT, LEFT, FOOT] = [480, 200, 36, 24];

function drawing(type, { categories, series }) {
  const all = series.flatMap((each) => each.values);
  const most = Math.max(1, ...all);
  const high = most > 4 && most % 2 ? 2 * Math.ceil(most / 2) : most; // so that its half is a round figure
  const low = Math.min(0, ...all);
  const step = (WIDTH - LEFT) / Math.max(1, categories.length);
  const y = (value) => 8 + (HEIGHT - FOOT - 8) * (1 - (value - low) / (high - low));
  const middle = (at) => LEFT + step * (at + 0.5);
  const every = Math.ceil(categories.length / 8);
  const levels = high <= 4 ? [...Array(Math.ceil(high) + 1).keys()] : [0, high / 2, high];
  const grid = levels.map((value) => [
    h("line.grid", { x1: LEFT, x2: WIDTH, y1: y(value), y2: y(value) }),
    h("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, number(value))]);
  const names = categories.map((label, at) => (at % every ? null
    : h("text", { x: middle(at), y: HEIGHT - 6, "text-anchor": "middle" }, label)));
  const bar = Math.min(36, (step * 0.7) / series.length);
  const marks = series.map(({ values }, index) => {
    const path = values.map((value, at) => `${middle(at)},${y(value)}`);
    if (type === "bar") {
      return values.map((value, at) => h(`rect.series-${index % 6}`, {
        x: middle(at) + bar * (index - series.length / 2) + 1, y: Math.min(y(value), y(0)),
        width: Math.max(2, bar - 2), height: Math.abs(y(value) - y(0)), rx: 2,
      }));
    }
    const under = [`${middle(0)},${y(0)}`, ...path, `${middle(values.length - 1)},${y(0)}`].join(" ");
    return h(`g.series-${index % 6}`, type === "area" && h("polygon", { points: under }),
      h("polyline", { points: path.join(" ") }),
      values.map((value, at) => h("circle", { cx: middle(at), cy: y(value), r: 3 })));
  });
  return h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "drawing", "aria-hidden": "true" }, grid, marks, names);
}

/** data_visualization: bars, lines, areas; a pie is shown as shares, which are easier to compare. */
export function chart(block) {
  const { type } = block.chart ?? {};
  if (!type) return textNode(wordsOf(block));
  const data = figures(block.chart);
  const title = plain(block.title);
  if (type === "pie") return h("figure.chart", h("figcaption", title), shares(data));
  const axis = block.chart.axis_config ?? {};
  return h("figure.chart", h("figcaption", title, axis.y_label && h("span.muted", ` · ${axis.y_label}`)),
    drawing(type, data),
    data.series.length > 1 && h("div.legend", { "aria-hidden": "true" },
      data.series.map(({ name }, at) => h("span", h("span", { class: `dot series-${at % 6}` }), name))),
    h("table.unseen", h("caption", title),
      h("tr", h("td", axis.x_label ?? ""), data.series.map(({ name }) => h("th", { scope: "col" }, name))),
      data.categories.map((label, at) => h("tr", h("th", { scope: "row" }, label),
        data.series.map(({ values }) => h("td", number(values[at])))))));
}
