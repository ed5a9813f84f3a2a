// A few words of SVG: elements as strings, text escaped, numbers short.

export type Attributes = Readonly<Record<string, string | number>>;

export function escapeText(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => names[character]);
}

const short = (value: string | number) =>
  typeof value === "number" ? String(Math.round(value * 100) / 100) : escapeText(value);

/** An element; children are elements made before. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${short(value)}"`);
  return children.length === 0
    ? `<${name}${list.join("")}/>`
    : `<${name}${list.join("")}>${children.join("\n")}</${name}>`;
}

export function text(content: string, x: number, y: number, attributes: Attributes = {}): string {
  return element("text", { x, y, ...attributes }, [escapeText(content)]);
}

/** The title is what is read out to those who cannot see it. */
export function picture(
  title: string,
  [width, height]: readonly [number, number],
  children: readonly string[],
): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    "font-family": "system-ui, sans-serif",
    "font-size": 11,
    fill: "#222",
  };
  const ground = element("rect", { width, height, fill: "#fff" });
  return `${element("svg", { ...attributes, width, height }, [element("title", {}, [escapeText(title)]), ground, ...children])}\n`;
}
