// A record of a file that people open in a spreadsheet.

/** What a spreadsheet would take for a formula, behind any apostrophes that protect it. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/

/** An apostrophe in front keeps a spreadsheet from running the cell as a formula. */
export const protectCell = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell)

/** Less than nothing, and no formula: a spreadsheet has to add it up. */
const NEGATIVE = /^-\d+(\.\d+)?$/

/** One record of a CSV file, quoted where needed. */
export const csvRecord = (cells: readonly string[]) =>
  `${cells.map((cell) => (NEGATIVE.test(cell) ? cell : quoteCell(protectCell(cell)))).join(',')}\r\n`

const quoteCell = (cell: string) =>
  /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
