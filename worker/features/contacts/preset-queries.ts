import { and, eq } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { importPresets } from './tables'

export type PresetRow = typeof importPresets.$inferSelect

export const listPresetRows = (db: AccountDb, limit: number): Promise<PresetRow[]> =>
  db
    .select()
    .from(importPresets)
    .where(eq(importPresets.accountId, db.accountId))
    .orderBy(importPresets.id)
    .limit(limit)

export const insertPreset = (db: AccountDb, row: Omit<PresetRow, 'accountId'>) =>
  db
    .insert(importPresets)
    .values({ ...row, accountId: db.accountId })
    .onConflictDoUpdate({ target: [importPresets.accountId, importPresets.id], set: row })

export const deletePreset = (db: AccountDb, id: string) =>
  db
    .delete(importPresets)
    .where(and(eq(importPresets.accountId, db.accountId), eq(importPresets.id, id)))
