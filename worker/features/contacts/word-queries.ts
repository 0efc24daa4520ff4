import { eq } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { consentSettings } from './consent-tables'

export type ConsentSettings = Omit<typeof consentSettings.$inferSelect, 'accountId'>

export const findConsentSettings = (db: AccountDb) =>
  db.select().from(consentSettings).where(eq(consentSettings.accountId, db.accountId)).get()

export const saveConsentSettings = (db: AccountDb, settings: ConsentSettings) =>
  db
    .insert(consentSettings)
    .values({ accountId: db.accountId, ...settings })
    .onConflictDoUpdate({ target: consentSettings.accountId, set: settings })
