/** A moment's day on the clocks of a zone, as date fields have it: `2026-11-28`. */
export const dayIn = (timeZone: string, at: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(at)
