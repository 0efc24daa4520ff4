import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Language } from '../../contract/common'
import { listSampleRows } from '../contacts/sample-queries'
import { samplePeople } from '../contacts/samples'
import { listNumberRows } from '../meta/queries'
import { storeHistory } from './history-operations'
import { hasTalks } from './queries'
import { SAMPLE_NUMBER, sampleThreads } from './sample-talks'

/** Conversations with the sample people that are there, all of them in the past. Once. */
export async function addSampleTalks(
  deps: Pick<Deps, 'clock' | 'jobs' | 'keys'>,
  db: AccountDb,
  language: Language,
): Promise<void> {
  const rows = await listSampleRows(db)
  const there = new Map(rows.map((row) => [row.id, row]))
  // Reckoned from when the people came: asked twice at the same moment, the messages are the same.
  const cameAt = rows[0]?.createdAt ?? deps.clock.now()
  const people = samplePeople(language, cameAt).map(({ id }) => there.get(id) ?? null)
  if (await hasTalks(db, [...there.keys()])) return
  const [number] = await listNumberRows(db)
  const threads = sampleThreads(people, language, cameAt)
  const place = { numberId: number?.id ?? SAMPLE_NUMBER, came: { at: cameAt, no: 0 } }
  await storeHistory(deps, db, place, threads)
}
