// What commands print: one JSON document for programs, text for people; and how numbers and tables look.

export function print(asJson: boolean | undefined, value: unknown, text: () => string): void {
  process.stdout.write(`${asJson ? JSON.stringify(value) : text()}\n`);
}

/** Remarks that are not the result. */
export function note(message: string): void {
  process.stderr.write(`note: ${message}\n`);
}

/** Columns as wide as their widest cell, two spaces apart; columns whose cells below the head are all numbers go right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, c) => Math.max(...cells.map((row) => row[c].length)));
  const isNumeric = head.map(
    (_, c) => rows.length > 0 && rows.every((row) => /^[-+\d.,%]*( ?\w?B)?$/.test(String(row[c]))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => (isNumeric[c] ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join("  ")
      .trimEnd();
  return cells.map(line).join("\n");
}

/** 1234567 -> "1,234,567". */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function milliseconds(ms: number): string {
  return ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms >= 0.1 ? ms.toFixed(2) : ms.toFixed(4);
}

export function percent(part: number): string {
  return `${(100 * part).toFixed(2)} %`;
}

/** For JSON: no more digits than a measurement has. */
export function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}

export function typeName({ dtype, shape }: { readonly dtype: string; readonly shape: readonly number[] }): string {
  return `${dtype}[${shape.join(",")}]`;
}

/** 3474720 -> "3.47 MB"; powers of 1000, as the size budgets and the documents count. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const kilo = value / 1000;
  return kilo < 1000 ? `${kilo.toFixed(1)} kB` : `${(kilo / 1000).toFixed(2)} MB`;
}
