// Matchings that are kept under a name, and found again by the headers of a file.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { List } from '../../contract/common'
import type { NewPreset, PresetView } from '../../contract/imports'
import { randomId } from '../../lib/ids'
import { importNotIn, presetNotFound, tooManyPresets } from './errors'
import { fold } from './folding'
import { getImport } from './import-operations'
import { deletePreset, insertPreset, listPresetRows, type PresetRow } from './preset-queries'

const PRESETS_PER_ACCOUNT = 50

export const listPresets = async (db: AccountDb): Promise<List<PresetView>> => ({
  items: (await listPresetRows(db, PRESETS_PER_ACCOUNT)).map(toPresetView),
  next: null,
})

const toPresetView = ({ id, name, headers, settings }: PresetRow): PresetView => ({
  id,
  name,
  headers,
  settings,
})

/** Keeps how an import is matched. The tags and the day of one list are no habit, so they stay out. */
export async function savePreset(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  { name, importId }: NewPreset,
): Promise<PresetView> {
  const { headers, settings } = await getImport(db, importId)
  if (!settings) throw importNotIn('matching')
  const known = await listPresetRows(db, PRESETS_PER_ACCOUNT)
  // The same name again is the same matching, made better.
  const same = known.find((preset) => fold(preset.name) === fold(name))
  if (!same && known.length >= PRESETS_PER_ACCOUNT) throw tooManyPresets(PRESETS_PER_ACCOUNT)
  const row = {
    id: same?.id ?? randomId(),
    name,
    headers,
    settings: { ...settings, tag: null, consentDay: null },
    createdBy: member.userId,
    createdAt: deps.clock.now(),
  }
  await insertPreset(db, row)
  return toPresetView({ ...row, accountId: db.accountId })
}

export async function forgetPreset(db: AccountDb, id: string): Promise<void> {
  const { meta } = await deletePreset(db, id)
  if (meta.changes === 0) throw presetNotFound()
}

/** The latest that was saved for exactly these columns. */
export async function findFittingPreset(
  db: AccountDb,
  headers: readonly string[],
): Promise<PresetRow | undefined> {
  const wanted = headers.map(fold).join('\n')
  const fitting = (await listPresetRows(db, PRESETS_PER_ACCOUNT)).filter(
    (preset) => preset.headers.map(fold).join('\n') === wanted,
  )
  return fitting.sort((a, b) => b.createdAt - a.createdAt)[0]
}
