// One account with one broadcast, made and watched over the HTTP API like any customer's.
import { ApiError, openBrowser, openSimulator, signUp, until } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  importContacts,
  launchBroadcast,
  listAll,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import type { ListedRecipient } from './checker.ts'
import type { Ready } from './product.ts'

export type Progress = { state: string; total: number; counts: Record<string, number> }
export type Business = {
  wabaId: string
  accessToken: string
  numbers: { id: string; displayPhoneNumber: string }[]
}
export type Campaign = {
  broadcastId: string
  business: Business
  numberId: string
  people: string[]
  cookies: Record<string, string>
}
type Browser = ReturnType<typeof openBrowser>
type Template = {
  category: string
  status: string
  unsupported: string | null
  parameters: { key: string; kind: string }[]
}

const PERSON = {
  name: 'Noa Peled',
  email: 'noa@torture.example',
  phone: '+972 54-555-0100',
  businessName: 'Torture',
  language: 'en',
  timeZone: 'Asia/Jerusalem',
  country: 'IL',
}
/** So that some are left out: their message would have a hole. */
const NAMELESS_EVERY = 40

/** Everything up to Send, with nothing sent yet. */
export async function prepareCampaign(
  ready: Ready,
  count: number,
  isFast: boolean,
): Promise<Campaign> {
  const simulator = openSimulator(ready.simulatorUrl)
  const browser = openBrowser(ready.url)
  await signUp(browser, simulator, PERSON)
  const business: Business = await simulator.post('/businesses', {
    numbers: [{ throughput: isFast ? 'HIGH' : 'STANDARD' }],
  })
  await connectNumber(browser, business)
  const numberId = business.numbers[0]?.id ?? ''
  const people = Array.from({ length: count }, (_, at) => `+97254${5_000_000 + at}`)
  const rows = people.map((phone, at) => `${at % NAMELESS_EVERY ? `Person ${at}` : ''},${phone}`)
  const csv = Buffer.from(`Name,Phone\r\n${rows.join('\r\n')}\r\n`)
  await importContacts(browser, 'people.csv', csv, { consent: 'everyone', consentSource: 'form' })
  const { id } = await compose(browser, numberId)
  return { broadcastId: id, business, numberId, people, cookies: browser.cookies() }
}

async function compose(browser: Browser, numberId: string) {
  const templates: Template[] = await syncedTemplates(browser)
  // Marketing may rest at night, and this runs at any time of day.
  const template = templates.find(
    ({ category, status, parameters, unsupported }) =>
      category === 'UTILITY' &&
      status === 'APPROVED' &&
      !unsupported &&
      parameters.length > 0 &&
      parameters.every(({ kind }) => kind === 'text'),
  )
  if (!template) throw new Error('there is no template with texts only')
  const source = { from: 'contact', column: 'name', fallback: null }
  const mapping = Object.fromEntries(template.parameters.map(({ key }) => [key, source]))
  return composeBroadcast(browser, { name: 'Torture', numberId, template, mapping })
}

/** The campaign in one life of the product: the same account and browser, the addresses of this start. */
export function openCampaign(campaign: Campaign, ready: Ready) {
  const { broadcastId: id, numberId } = campaign
  const browser = openBrowser(ready.url, campaign.cookies)
  const simulator = openSimulator(ready.simulatorUrl)
  const progress = (): Promise<Progress> => browser.get(`/broadcasts/${id}/progress`)
  return {
    simulator,
    progress,
    recipients: (): Promise<ListedRecipient[]> =>
      listAll(browser, `/broadcasts/${id}/recipients?limit=200`),
    send: async () => {
      const { version } = await browser.get(`/broadcasts/${id}`)
      await launchBroadcast(browser, { id, version })
    },
    turn: (dials: object) => simulator.put('/dials', { phoneNumberId: numberId, dials }),
    /** Goes on where it stopped by itself, as a person would after reading why. */
    resume: async (): Promise<boolean> => {
      try {
        await browser.post(`/broadcasts/${id}/resume`)
        return true
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) return false
        throw error
      }
    },
    /** Until Meta has told everything and nothing changes any more. */
    settled: async () => {
      await until(async () => (await pendingOf(simulator, numberId)) === 0, {
        timeoutMs: 180_000,
        everyMs: 500,
        what: 'the last webhook',
      })
      let seen = ''
      await until(async () => isSame((await progress()).counts), {
        timeoutMs: 180_000,
        everyMs: 3000,
        what: 'the counts to stand still',
      })
      function isSame(counts: object) {
        const before = seen
        seen = JSON.stringify(counts)
        return before === seen
      }
    },
  }
}

async function pendingOf(simulator: ReturnType<typeof openSimulator>, numberId: string) {
  return (await simulator.get(`/summary?phoneNumberId=${numberId}`)).webhooksPending
}
