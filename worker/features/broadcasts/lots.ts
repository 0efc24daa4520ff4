// A sample that nobody chose: each person draws a lot, by the random end of their id and numbers that are
// the broadcast's own. The same broadcast draws the same people again; another one draws others.

import { type SQL, sql } from 'drizzle-orm'

/** Of the characters at an id's end, which are random; 40 bits tell people apart. */
const CHARACTERS = 8
/** A prime, so that sums of products are spread evenly. */
const PRIME = 2_147_483_647

/** A contact's (`contacts AS c`) lot in a broadcast: below the prime. */
export function lotOf(broadcastId: string): SQL {
  const parts = factorsOf(broadcastId).map(
    (factor, at) => `unicode(substr(c.id, -${at + 1}, 1)) * ${factor}`,
  )
  // Numbers of our own, not anybody's words: a statement binds 100 values, and audiences need them.
  return sql.raw(`((${parts.join(' + ')}) % ${PRIME})`)
}

/** FNV-1a of the id and the place; any even spread does. */
const factorsOf = (broadcastId: string): number[] =>
  Array.from({ length: CHARACTERS }, (_, at) => {
    let hash = 2_166_136_261
    for (const letter of `${at}:${broadcastId}`) {
      hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619)
    }
    return ((hash >>> 0) % (PRIME - 1)) + 1
  })
