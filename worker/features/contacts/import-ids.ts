import { digits32 } from '../../lib/ids'

/** Enough of the import's id to keep its time and 47 random bits; 7 characters hold the row. */
const PREFIX = 19
const ROW_DIGITS = 7

/** How ids of what an import creates begin. */
export const importPrefix = (id: string): string => id.slice(0, PREFIX)

/** The id of whatever a row of an import creates: a row that is read twice creates nothing twice. */
export const importedId = (importId: string, row: number): string =>
  importId.slice(0, PREFIX) + digits32(row, ROW_DIGITS)
