import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, openSimulator, signUp, until } from '../../scripts/api.mjs'
import { bundleWorkers, ROOT } from '../../scripts/build.mjs'
import {
  composeBroadcast,
  connectNumber,
  finishedBroadcast,
  importContacts,
  launchBroadcast,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import { startRuntime } from '../../scripts/runtime.mjs'
import { exampleOf, filledExample, newKek, parseVars, withVar } from '../../scripts/secrets.mjs'
import { newPerson } from '../support/runtime'

type Business = { wabaId: string; accessToken: string; numbers: { id: string }[] }
type KekState = { id: string; keys: number; bodies: number; mayBeRemoved: boolean }
type Owner = ReturnType<typeof openBrowser>

/** What must not stand anywhere on the disk as it is. */
const WROTE = 'canary: somebody wrote this to the shop'
/** A contact's name is readable; what a message was filled with is not. */
const FILLED_IN = '"body.1":"Dana'
const TOO_LARGE = 'canary-of-a-webhook-too-large-for-a-queue'

const folder = mkdtempSync(join(tmpdir(), 'proconnect-keys-'))
const firstKey = filledExample(exampleOf(ROOT))
const second = newKek(firstKey)
const bothKeys = withVar(firstKey, second.name, second.value)
const person = newPerson()
let business: Business
let cookies: Record<string, string>

beforeAll(() => bundleWorkers())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The product on the kept state with the given secrets, for one piece of work. */
async function running<T>(
  vars: string,
  work: (world: { url: string; simulatorUrl: string; owner: Owner }) => Promise<T>,
): Promise<T> {
  const runtime = await startRuntime({ vars: parseVars(vars), persist: folder })
  try {
    const simulatorUrl = runtime.simulatorUrl ?? ''
    const owner = openBrowser(runtime.url, cookies)
    return await work({ url: runtime.url, simulatorUrl, owner })
  } finally {
    await runtime.stop()
  }
}

it('nothing that is sealed stands on the disk in the clear: databases, files, objects', async () => {
  await running(firstKey, async ({ url, simulatorUrl, owner }) => {
    const simulator = openSimulator(simulatorUrl)
    await signUp(owner, simulator, person)
    cookies = owner.cookies()
    business = await simulator.post('/businesses', { templates: 'demo' })
    await connectNumber(owner, business)
    await importContacts(
      owner,
      'list.csv',
      Buffer.from('phone,name\n+972545550142,Dana Canary\n'),
      {
        consent: 'everyone',
        consentSource: 'order form',
      },
    )
    await sendOne(owner)
    const [phoneNumberId = ''] = business.numbers.map(({ id }) => id)
    await simulator.post('/inbound', { phoneNumberId, from: '+972545550142', text: WROTE })
    await simulator.post('/flush')
    await simulator.post('/webhook', { body: tooLarge(phoneNumberId) })
    await until(async () => (await simulator.get('/summary')).webhooksPending === 0, {
      what: 'the last webhook',
    })
    // Queues live in memory here: what waits in them would be lost with this run.
    const state = await keysAt(url, simulatorUrl)
    await until(async () => (await state()).every(({ bodies }) => bodies === 0), {
      what: 'the large webhook',
    })
  })
  const found = (text: string) => filesWith(productFiles(), text)
  // The search finds what is readable by design, so it would find the rest too.
  expect(found('Dana Canary').length).toBeGreaterThan(0)
  for (const canary of [WROTE, FILLED_IN, TOO_LARGE, business.accessToken]) {
    expect(found(canary), canary.slice(0, 12)).toEqual([])
    expect(found(Buffer.from(canary).toString('base64').slice(4, -4))).toEqual([])
  }
})

async function openDesk(url: string, simulatorUrl: string) {
  const { token } = await openSimulator(simulatorUrl).post('/operator-token', {})
  return openBrowser(url, { CF_Authorization: token })
}

/** What each key still wraps, as the desk tells it. */
async function keysAt(url: string, simulatorUrl: string): Promise<() => Promise<KekState[]>> {
  const desk = await openDesk(url, simulatorUrl)
  return async () => (await desk.request('GET', '/operator/keys.json')).body.keks
}

async function sendOne(owner: Owner) {
  const templates = await syncedTemplates(owner)
  const draft = await composeBroadcast(owner, {
    name: 'Hello',
    numberId: business.numbers[0]?.id ?? '',
    template: templates.find(({ name }: { name: string }) => name === 'weekend_offer'),
    mapping: {
      'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
      'body.2': { from: 'fixed', value: 'Tel Aviv' },
    },
  })
  await launchBroadcast(owner, draft)
  await finishedBroadcast(owner, draft.id)
}

/** One message with more in it than a queue message holds. */
function tooLarge(phoneNumberId: string) {
  const body = `${TOO_LARGE} ${'x'.repeat(300_000)}`
  const message = { from: '972545550142', id: 'wamid.large', type: 'text', text: { body } }
  const metadata = { phone_number_id: phoneNumberId, display_phone_number: '1' }
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] }
  const changes = [{ field: 'messages', value }]
  return { object: 'whatsapp_business_account', entry: [{ id: business.wabaId, changes }] }
}

/** The product's own files; the simulator's state knows tokens, as Meta does. */
const productFiles = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('simulator') && !path.includes('MetaState'))

const filesWith = (paths: string[], text: string) =>
  paths.filter((path) => readFileSync(path).includes(text)).map((path) => path.slice(folder.length))

it('another key-encryption key takes over while the product runs, and the old one can go', async () => {
  await running(bothKeys, async ({ url, simulatorUrl, owner }) => {
    const desk = await openDesk(url, simulatorUrl)
    const state = await keysAt(url, simulatorUrl)
    expect((await desk.request('POST', '/operator/keys/sweep')).status).toBe(303)
    await until(async () => (await state()).find(({ id }) => id === '1')?.keys === 0, {
      what: 'nothing left under the old key',
    })
    expect(await state()).toMatchObject([
      { id: '1', keys: 0, mayBeRemoved: true },
      { id: '2', keys: 1, mayBeRemoved: false },
    ])
    expect((await owner.get('/connections')).items).toHaveLength(1)
  })

  const onlySecond = bothKeys.replace(/^KEK_1=.*$/m, '')
  await running(onlySecond, async ({ owner }) => {
    const { items } = await owner.get('/connections')
    const { checks } = await owner.post(`/connections/${items[0].id}/check`, {})
    // The token was opened and is good: Meta answered every question.
    expect(checks.every(({ state }: { state: string }) => state === 'ok')).toBe(true)
  })
})

it('a key that rows still need is missed by name', async () => {
  await running(firstKey, async ({ url }) => {
    const answer = await fetch(`${url}/healthz`)
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('KEK_2 is not set')
  })
})
