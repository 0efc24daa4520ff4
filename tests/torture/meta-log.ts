// What the simulated Meta knows for certain. It is committed before a sender is answered, so it outlives
// every kill.
import type { openSimulator } from '../../scripts/api.mjs'
import type { Business } from './campaign.ts'
import type { LoggedMessage } from './checker.ts'

type Simulator = ReturnType<typeof openSimulator>
export type MetaMessage = {
  seq: number
  to: string
  identity: string
  wamid: string
  callbackData: string | null
  outcome: string
  code: number | null
  answer: string
}

const PAGE = 5000
const TOLD_AT_ONCE = 200

/** Refusals that say nothing about whether the message was taken. */
const UNCLEAR_CODES = [1, 2, 131000, 131016]

export async function readMetaLog(simulator: Simulator, numberId: string): Promise<MetaMessage[]> {
  const all: MetaMessage[] = []
  for (let after: number | null = 0; after !== null; ) {
    const path = `/recipient-states?phoneNumberId=${numberId}&after=${after}&limit=${PAGE}`
    const page: { items: MetaMessage[]; next: number | null } = await simulator.get(path)
    all.push(...page.items)
    after = page.next
  }
  return all
}

export const toLogged = ({ identity, to, answer, outcome }: MetaMessage): LoggedMessage => ({
  person: identity,
  to,
  answer,
  outcome,
})

export async function countUnclearRefusals(simulator: Simulator, numberId: string) {
  const { refusedByCode } = await simulator.get(`/summary?phoneNumberId=${numberId}`)
  return UNCLEAR_CODES.reduce((sum, code) => sum + (refusedByCode[code] ?? 0), 0)
}

/**
 * Tells how every message ended, once more. A webhook that was taken waits in a queue; where Cloudflare
 * keeps it, the local one has it in memory, so that a kill loses what Meta believes to have told.
 */
export async function tellEverything(
  simulator: Simulator,
  { wabaId, numbers }: Business,
  log: MetaMessage[],
): Promise<void> {
  const [number] = numbers
  for (let at = 0; at < log.length; at += TOLD_AT_ONCE) {
    const statuses = log.slice(at, at + TOLD_AT_ONCE).map(toStatus)
    const value = {
      messaging_product: 'whatsapp',
      metadata: {
        display_phone_number: number?.displayPhoneNumber.replace(/\D/g, ''),
        phone_number_id: number?.id,
      },
      statuses,
    }
    const entry = [{ id: wabaId, changes: [{ field: 'messages', value }] }]
    const body = { object: 'whatsapp_business_account', entry }
    const { status } = await simulator.post('/webhook', { body })
    if (status !== 200) throw new Error(`the webhook was answered ${status}`)
  }
}

const toStatus = ({ wamid, to, outcome, code, callbackData }: MetaMessage) => ({
  id: wamid,
  status: outcome,
  timestamp: String(Math.floor(Date.now() / 1000)),
  recipient_id: to.replace(/\D/g, ''),
  ...(callbackData !== null && { biz_opaque_callback_data: callbackData }),
  ...(outcome === 'failed' && { errors: [{ code, title: 'Told again' }] }),
})
