// Connecting by Meta's sign-up window: what its owner chose there, and what became of it here.

import { expect } from 'vitest'
import type { ErrorBody } from '../../worker/contract/common'
import type { CheckView, ConnectionView } from '../../worker/contract/connections'
import type { SignupSettings } from '../../worker/contract/signup'
import { MetaBusiness } from './meta'
import type { SignedIn } from './people'

export const MANAGEMENT = 'whatsapp_business_management'

/** A business whose owner chose it, and nothing else, in Meta's window. */
export function chosen(): MetaBusiness {
  const meta = new MetaBusiness()
  meta.token.granular_scopes = [{ scope: MANAGEMENT, target_ids: [meta.wabaId] }]
  meta.waba = { owner_business_info: { id: `9${meta.wabaId.slice(1)}` } }
  return meta
}

/** As a number is that was just verified: not registered for the API, without a PIN. */
export const unregistered = (meta: MetaBusiness, change: object = {}) => {
  const [number] = meta.numbers
  Object.assign(number ?? {}, { platform_type: 'NOT_APPLICABLE', status: 'PENDING', ...change })
}

export const start = ({ browser }: SignedIn, body: object = {}) =>
  browser.read<SignupSettings>(browser.post('/api/v1/connections/signup', body))

export const idsOf = ({ wabaId, numberId }: MetaBusiness) => ({ wabaId, phoneNumberId: numberId })

export const finish = (person: SignedIn, state: string, meta: MetaBusiness, change: object = {}) =>
  person.browser.post('/api/v1/connections/signup/finish', {
    state,
    code: meta.giveCode(),
    ...idsOf(meta),
    ...change,
  })

export async function connect(person: SignedIn, meta: MetaBusiness, change: object = {}) {
  const { state } = await start(person)
  return person.browser.read<ConnectionView>(finish(person, state, meta, change))
}

export const connectionsOf = async ({ browser }: SignedIn) =>
  (await browser.read<{ items: ConnectionView[] }>(browser.get('/api/v1/connections'))).items

/** The refusal's code, the check that failed, and that nothing stayed behind. */
export async function refusal(person: SignedIn, meta: MetaBusiness, answer: Response) {
  const text = await answer.text()
  expect(text).not.toContain(meta.accessToken)
  expect(await connectionsOf(person)).toEqual([])
  const { error } = JSON.parse(text) as ErrorBody
  // The details of this refusal are its checks.
  const checks = (error.details as { checks: CheckView[] } | undefined)?.checks ?? []
  return {
    status: answer.status,
    code: error.code,
    failed: checks.find(({ state }) => state === 'failed')?.name,
    message: error.message,
  }
}
