// HTML by template: what is put in is text and gets escaped, unless it is markup already. And how our pages look.

export interface Markup {
  readonly text: string;
}

export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  return { text: strings.map((part, i) => (i === 0 ? "" : render(values[i - 1])) + part).join("") };
}

function render(value: string | number | Markup | readonly Markup[]): string {
  if (typeof value === "object") return "text" in value ? value.text : value.map(({ text }) => text).join("");
  return escapeHtml(String(value));
}

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** Light and dark as the reader has it; columns of the class `wide` only where there is room. */
export const STYLE: Markup = {
  text: `
:root { --back: #fff; --text: #1c2024; --faint: #5b6570; --line: #d9dee3; --ideal: #1558b0; --rest: #9cc3f2; }
@media (prefers-color-scheme: dark) {
  :root { --back: #14171a; --text: #e6e9ec; --faint: #9aa4ae; --line: #343a41; --ideal: #7db4ff; --rest: #2c4f7d; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.45 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
p { margin: 0.25rem 0 0.75rem; }
dl.totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 0.5rem; margin: 1rem 0; }
dl.totals div { border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.5rem 0.7rem; }
dt { color: var(--faint); font-size: 0.8rem; }
dd { margin: 0; font-size: 1.1rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: 0.2rem 0.5rem; text-align: right; border-top: 1px solid var(--line); white-space: nowrap; }
thead th, thead td { border-top: 0; color: var(--faint); font-weight: normal; }
th[scope="row"] { text-align: left; font-weight: 500; max-width: 18rem; overflow: hidden; text-overflow: ellipsis; }
small { display: block; color: var(--faint); font-weight: normal; overflow: hidden; text-overflow: ellipsis; }
td.text, th.text { text-align: left; }
td.chart { width: 40%; min-width: 7rem; padding: 0.2rem 0; }
.bar { display: block; height: 0.9rem; min-width: 1px; background: var(--rest); }
.bar span { display: block; height: 100%; background: var(--ideal); }
.key { padding: 0 0.3rem; border-radius: 0.2rem; }
.key.ideal { background: var(--ideal); color: var(--back); }
.key.rest { background: var(--rest); }
figure { display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 0.5rem; margin: 0 0 1rem; font-size: 0.8rem; color: var(--faint); }
.axis { display: flex; flex-direction: column; justify-content: space-between; text-align: right; }
figure svg { width: 100%; height: 18rem; border: 1px solid var(--line); border-width: 0 0 1px 1px; }
figcaption { grid-column: 2; display: flex; justify-content: space-between; }
rect { stroke: var(--back); stroke-width: 1; vector-effect: non-scaling-stroke; }
.hue0 { fill: #4e79a7; } .hue1 { fill: #f28e2b; } .hue2 { fill: #59a14f; } .hue3 { fill: #e15759; }
.hue4 { fill: #76b7b2; } .hue5 { fill: #b07aa1; } .hue6 { fill: #c9a227; }
summary { cursor: pointer; padding: 0.3rem 0; }
@media (max-width: 40rem) {
  .wide { display: none; }
  th[scope="row"] { max-width: 8.5rem; }
  td.chart { width: 30%; min-width: 4rem; }
}
`,
};
