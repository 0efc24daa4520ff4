import { base32 } from '../../lib/ids'

/** Enough of the import's id to keep its time and 47 random bits; 7 characters hold the row. */
const PREFIX = 19

/** The id of whatever a row of an import creates: a row that is read twice creates nothing twice. */
export function importedId(importId: string, row: number): string {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, row)
  return importId.slice(0, PREFIX) + base32(bytes)
}
