// The name over chats: asked for, reviewed, and shown once the number is registered again.

import * as v from 'valibot'
import { numberOf, tell } from './actions'
import { findNumber } from './businesses'
import { GraphError, invalidParameter } from './errors'
import type { Meta } from './meta'
import { first } from './rows'
import { MANAGEMENT, requireScope, requireSight, type Token } from './tokens'

export type Wish = { number_id: string; name: string; status: string }

export const NewName = v.object({
  new_display_name: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(75)),
})

export const wishOf = (sql: SqlStorage, id: string) =>
  first<Wish>(sql.exec('SELECT * FROM names WHERE number_id = ?', id))

/** POST /{phone} {"new_display_name"}: one review at a time. */
export function askForName(meta: Meta, token: Token, id: string, body: unknown): Response {
  const number = findNumber(meta.sql, id)
  requireSight(token, number, id, 'post')
  requireScope(token, MANAGEMENT)
  const parsed = v.safeParse(NewName, body)
  if (!parsed.success) throw invalidParameter('Param new_display_name is not valid')
  if (wishOf(meta.sql, id)?.status === 'PENDING_REVIEW') {
    throw new GraphError(100, {
      userTitle: 'Display name is in review',
      userMessage: 'Another name of this number is being reviewed.',
    })
  }
  const { new_display_name } = parsed.output
  meta.sql.exec(
    `INSERT INTO names VALUES (?, ?, 'PENDING_REVIEW')
     ON CONFLICT DO UPDATE SET name = excluded.name, status = excluded.status`,
    id,
    new_display_name,
  )
  const { templateReviewMs } = meta.board.of(null)
  if (number && templateReviewMs > 0) {
    const verdict = decisionOn(new_display_name)
    meta.outbox.schedule([
      {
        kind: 'change',
        wabaId: number.waba_id,
        phoneNumberId: '',
        happenedAt: Date.now() + templateReviewMs,
        body: { ...newsOf(number.digits, new_display_name, verdict), names: id },
      },
    ])
  }
  return Response.json({ success: true })
}

type Decision = 'APPROVED' | 'REJECTED'

/** Nobody is called like Meta's own products. */
const decisionOn = (name: string): Decision =>
  /whatsapp|facebook|instagram/i.test(name) ? 'REJECTED' : 'APPROVED'

const newsOf = (digits: string, name: string, decision: Decision) => ({
  field: 'phone_number_name_update',
  value: {
    display_phone_number: digits,
    decision,
    requested_verified_name: name,
    rejection_reason: decision === 'REJECTED' ? 'NAME_ENDCLIENT_NOTRELATED' : null,
  },
})

export const NameDecision = v.strictObject({
  phoneNumberId: v.string(),
  decision: v.picklist(['APPROVED', 'REJECTED']),
})

/** An admin decides at once. */
export function decideName(meta: Meta, wish: v.InferOutput<typeof NameDecision>): void {
  const { id, waba_id, digits } = numberOf(meta, wish.phoneNumberId)
  const asked = wishOf(meta.sql, id)
  if (!asked) return
  endNameReview(meta.sql, id, wish.decision)
  tell(meta, waba_id, newsOf(digits, asked.name, wish.decision))
}

export function endNameReview(sql: SqlStorage, id: string, decision: string): void {
  const status = decision === 'APPROVED' ? 'APPROVED' : 'DECLINED'
  sql.exec(
    "UPDATE names SET status = ? WHERE number_id = ? AND status = 'PENDING_REVIEW'",
    status,
    id,
  )
}

/** A number that is registered again shows the name that was approved. */
export function takeName(sql: SqlStorage, id: string): void {
  const asked = wishOf(sql, id)
  if (asked?.status !== 'APPROVED') return
  sql.exec(
    "UPDATE numbers SET verified_name = ?, name_status = 'APPROVED' WHERE id = ?",
    asked.name,
    id,
  )
  sql.exec('DELETE FROM names WHERE number_id = ?', id)
}
