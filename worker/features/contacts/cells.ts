// A cell on its way in from a file that people open in a spreadsheet; `lib/csv` writes them.

/** A cell that the writer protected, so that no spreadsheet takes it for a formula. */
const PROTECTED_FORMULA = /^'+[=+\-@\t\r\n＝＋－＠]/

/** Takes away the apostrophe that was put there: a file comes back as it went out. */
export const unprotectCell = (cell: string) => (PROTECTED_FORMULA.test(cell) ? cell.slice(1) : cell)

/**
 * For cells that are text already, as those of a workbook: only what an import would take for protected is
 * protected, so that it comes back.
 */
export const protectAgain = (cell: string) => (PROTECTED_FORMULA.test(cell) ? `'${cell}` : cell)

/** A cell as it is kept: well-formed, without NUL and outer space, and without a protecting apostrophe. */
export const readCell = (cell: string) =>
  unprotectCell(cell.replaceAll('\u0000', '').toWellFormed().trim()).trim()
