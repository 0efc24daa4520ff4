import { openZone } from '../../worker/lib/zones'

const zone = openZone('Asia/Jerusalem')

/** A moment's day on the clocks of the workspaces that tests make, as `2026-11-28`. */
export const shopDay = (at: number = Date.now()): string => zone.dayAt(at)

/** The raw log goes by the same clock for all. */
export const archiveDay = (at: number = Date.now()): string =>
  new Date(at).toISOString().slice(0, 10)
