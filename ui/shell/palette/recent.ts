import * as v from 'valibot'

const KEY = 'palette-recent'
const MOST = 5
const Ids = v.pipe(v.string(), v.parseJson(), v.array(v.string()))

/** Ids of the pages and actions chosen last; people and texts are not kept in the browser. */
export function recentIds(): string[] {
  const kept = v.safeParse(Ids, localStorage.getItem(KEY))
  return kept.success ? kept.output : []
}

export function remember(id: string) {
  const ids = [id, ...recentIds().filter((other) => other !== id)].slice(0, MOST)
  localStorage.setItem(KEY, JSON.stringify(ids))
}
