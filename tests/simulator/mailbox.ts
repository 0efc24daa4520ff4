import { WorkerEntrypoint } from 'cloudflare:workers'
import * as v from 'valibot'
import type { Env } from './env'

const Address = v.union([v.string(), v.object({ email: v.string(), name: v.optional(v.string()) })])

/** A mail as it is given to Cloudflare's `send_email` binding. */
export const Mail = v.object({
  from: Address,
  to: v.union([Address, v.array(Address)]),
  subject: v.string(),
  text: v.optional(v.string(), ''),
  html: v.optional(v.string(), ''),
})
export type Mail = v.InferInput<typeof Mail>

/** Stands in for the `EMAIL` binding: what is sent is kept, and shown on /mailbox. */
export class Mailbox extends WorkerEntrypoint<Env> {
  async send(mail: Mail): Promise<{ messageId: string }> {
    return this.env.META.getByName('meta').storeMail(mail)
  }
}

export type StoredMail = {
  id: number
  at: number
  from: string
  to: string
  subject: string
  text: string
  html: string
}

export function storeMail(sql: SqlStorage, given: Mail): { messageId: string } {
  const mail = v.parse(Mail, given)
  const to = (Array.isArray(mail.to) ? mail.to : [mail.to]).map(written).join(', ')
  sql.exec(
    'INSERT INTO mails (at, sender, recipient, subject, text, html) VALUES (?, ?, ?, ?, ?, ?)',
    Date.now(),
    written(mail.from),
    to,
    mail.subject,
    mail.text,
    mail.html,
  )
  return { messageId: `<${crypto.randomUUID()}@simulator>` }
}

const written = (address: v.InferOutput<typeof Address>): string => {
  if (typeof address === 'string') return address
  return address.name ? `${address.name} <${address.email}>` : address.email
}

const COLUMNS = 'id, at, sender AS "from", recipient AS "to", subject, text, html'

/** Oldest first, as a program that waits for its mail reads them. */
export const mailsAfter = (sql: SqlStorage, to: string, after: number): StoredMail[] =>
  sql
    .exec<StoredMail>(
      `SELECT ${COLUMNS} FROM mails WHERE id > ? AND (? = '' OR instr(lower(recipient), lower(?)) > 0)
       ORDER BY id LIMIT 500`,
      after,
      to,
      to,
    )
    .toArray()

export const latestMails = (sql: SqlStorage): StoredMail[] =>
  sql.exec<StoredMail>(`SELECT ${COLUMNS} FROM mails ORDER BY id DESC LIMIT 50`).toArray()
