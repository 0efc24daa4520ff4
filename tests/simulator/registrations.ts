import * as v from 'valibot'
import { findNumber } from './businesses'
import { takeName } from './display-names'
import { GraphError, invalidParameter, notVisible } from './errors'
import type { Meta } from './meta'
import { first } from './rows'
import { MANAGEMENT, requireScope, requireSight, type Token } from './tokens'

type Registration = { number_id: string; pin: string | null; wrong: number; registered: number }

/** Numbers that nobody said anything about are in use already, with a PIN that nobody knows. */
export const registrationOf = (sql: SqlStorage, id: string) =>
  first<Registration>(sql.exec('SELECT * FROM registrations WHERE number_id = ?', id))

const Pin = v.object({ pin: v.pipe(v.string(), v.regex(/^\d{6}$/)) })

/** After so many wrong PINs Meta takes none for hours. */
const MOST_WRONG = 5

/** POST /{phone}/register: a new PIN where there is none; a wrong one is counted. */
export function register(meta: Meta, token: Token, id: string, body: unknown): Response {
  const number = findNumber(meta.sql, id)
  requireSight(token, number, id, 'post')
  requireScope(token, MANAGEMENT)
  const parsed = v.safeParse(Pin, body)
  if (!parsed.success) throw invalidParameter('Param pin must be six digits')
  if (number?.is_on_biz_app) throw new GraphError(133000)
  const { pin } = parsed.output
  const known = registrationOf(meta.sql, id)
  if (known && known.wrong >= MOST_WRONG) throw new GraphError(133008)
  if (known?.pin && known.pin !== pin) {
    meta.sql.exec('UPDATE registrations SET wrong = wrong + 1 WHERE number_id = ?', id)
    throw new GraphError(133005)
  }
  keep(meta, id, pin)
  meta.sql.exec("UPDATE numbers SET status = 'CONNECTED' WHERE id = ?", id)
  takeName(meta.sql, id)
  return Response.json({ success: true })
}

/** POST /{phone} {"pin"}: another PIN for a number in use. */
export function setPin(meta: Meta, token: Token, id: string, body: unknown): Response {
  if (!findNumber(meta.sql, id)) throw notVisible(id, 'post')
  requireScope(token, MANAGEMENT)
  const parsed = v.safeParse(Pin, body)
  if (!parsed.success) throw invalidParameter('Param pin must be six digits')
  keep(meta, id, parsed.output.pin)
  return Response.json({ success: true })
}

const keep = (meta: Meta, id: string, pin: string) =>
  meta.sql.exec(
    `INSERT INTO registrations VALUES (?, ?, 0, 1)
     ON CONFLICT DO UPDATE SET pin = excluded.pin, wrong = 0, registered = 1`,
    id,
    pin,
  )

const Sync = v.object({ sync_type: v.picklist(['smb_app_state_sync', 'history']) })

/** POST /{phone}/smb_app_data: once each, for a number that lives in the phone app. */
export function askPhoneApp(meta: Meta, token: Token, id: string, body: unknown): Response {
  const number = findNumber(meta.sql, id)
  requireSight(token, number, id, 'post')
  const parsed = v.safeParse(Sync, body)
  if (!parsed.success || !number?.is_on_biz_app) throw invalidParameter('Param sync_type is wrong')
  const { sync_type } = parsed.output
  const asked = first(
    meta.sql.exec('SELECT 1 FROM syncs WHERE number_id = ? AND type = ?', id, sync_type),
  )
  if (asked) throw new GraphError(2593107)
  meta.sql.exec('INSERT INTO syncs VALUES (?, ?)', id, sync_type)
  return Response.json({ messaging_product: 'whatsapp', request_id: `${Date.now()}` })
}
