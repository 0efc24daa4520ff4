// A cell on its way into and out of a file that people open in a spreadsheet.

/** What a spreadsheet would take for a formula, behind any apostrophes that protect it. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const PROTECTED_FORMULA = /^'+[=+\-@\t\r\n＝＋－＠]/

/** An apostrophe in front keeps a spreadsheet from running the cell as a formula. */
export const protectCell = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell)

/** Takes away the apostrophe that `protectCell` wrote: a file comes back as it went out. */
export const unprotectCell = (cell: string) => (PROTECTED_FORMULA.test(cell) ? cell.slice(1) : cell)

/**
 * For cells that are text already, as those of a workbook: only what an import would take for protected is
 * protected, so that it comes back.
 */
export const protectAgain = (cell: string) => (PROTECTED_FORMULA.test(cell) ? `'${cell}` : cell)

/** One record of a CSV file, quoted where needed. */
export const csvRecord = (cells: readonly string[]) =>
  `${cells.map((cell) => quoteCell(protectCell(cell))).join(',')}\r\n`

const quoteCell = (cell: string) =>
  /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** A cell as it is kept: well-formed, without NUL and outer space, and without a protecting apostrophe. */
export const readCell = (cell: string) =>
  unprotectCell(cell.replaceAll('\u0000', '').toWellFormed().trim()).trim()
