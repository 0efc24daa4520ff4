import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Language } from '../../contract/common'
import { listSampleRows } from '../contacts/sample-queries'
import { samplePeople } from '../contacts/samples'
import { parametersOf } from '../templates/parameters'
import { insertSampleTemplates } from '../templates/sample-queries'
import { sampleTemplates } from '../templates/samples'
import { newDraft } from './operations'
import { freezeTemplate } from './plan-operations'
import { insertSampleBroadcast } from './sample-queries'
import { SAMPLE_BROADCAST, SAMPLE_NAME, sampleRows, sampleTimes } from './samples'

/** Templates, and a broadcast to the sample people that is over. Repeatable. */
export async function addSampleBroadcast(
  deps: Pick<Deps, 'clock' | 'keys'>,
  db: AccountDb,
  member: Member,
  language: Language,
): Promise<void> {
  const templates = sampleTemplates(db.accountId, language)
  await insertSampleTemplates(db, templates)
  const there = await listSampleRows(db)
  const [template] = templates
  if (!template || there.length === 0) return
  const cameAt = there[0]?.createdAt ?? deps.clock.now()
  const people = samplePeople(language, cameAt)
  const known = new Map(there.map((row) => [row.id, row]))
  const rows = sampleRows(
    people.map(({ id }) => known.get(id) ?? null),
    cameAt,
  )
  const { startedAt, finishedAt } = sampleTimes(cameAt)
  const keys = await deps.keys.open(db)
  const [{ key = '' } = {}] = parametersOf(template.components)
  const firstName = new Map(people.map((one) => [one.id, one.firstName]))
  const sealed = rows.map(async (row) => {
    const values = JSON.stringify({ [key]: firstName.get(row.contactId) ?? '' })
    const rowId = `${SAMPLE_BROADCAST}:${row.no}`
    return { ...row, sealedParams: await keys.seal('recipients.sealed_params', rowId, values) }
  })
  await insertSampleBroadcast(
    db,
    {
      ...newDraft(db.accountId, member, SAMPLE_NAME[language], startedAt),
      ...{ id: SAMPLE_BROADCAST, state: 'done', templateId: template.id },
      template: freezeTemplate(template),
      audience: { everyone: true, tags: [], withoutTags: [] },
      mapping: { [key]: { from: 'contact', column: 'first_name', fallback: null } },
      ...{ total: rows.length, included: rows.length, frozenAt: startedAt },
      ...{ launchedAt: startedAt, startedAt, finishedAt, updatedAt: finishedAt },
    },
    await Promise.all(sealed),
  )
}
