// The demo: a business with a connected number, people, templates and two finished broadcasts, made
// only by what the product and the simulator offer to everybody: their HTTP interfaces. Each step looks
// whether it is done already, so that a start which was cut short goes on where it stopped.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApiError, openBrowser, openSimulator, signIn, signUp } from './api.mjs'
import { demoCsv, ENGLISH_READERS, HEBREW_READERS } from './demo-people.mjs'
import {
  composeBroadcast,
  connectNumber,
  finishedBroadcast,
  importContacts,
  launchBroadcast,
  listAll,
  syncedTemplates,
} from './journey.mjs'

const OWNER = {
  name: 'Maya Levi',
  email: 'maya@almondandfig.example',
  phone: '+972 54-555-0142',
  businessName: 'Almond & Fig',
  language: 'en',
  timeZone: 'Asia/Jerusalem',
  country: 'IL',
}
const BUSINESS = {
  legalName: 'Almond & Fig Ltd · שקד ותאנה בע״מ',
  registrationNumber: '515550142',
  address: 'Dizengoff 101, Tel Aviv-Yafo, Israel',
}
const FIRST_NAME = (fallback) => ({ from: 'contact', column: 'first_name', fallback })
const BROADCASTS = [
  {
    name: 'מבצע סוף השבוע',
    template: ['weekend_offer', 'he'],
    tag: HEBREW_READERS,
    mapping: {
      'body.1': FIRST_NAME('לכולם'),
      'body.2': { from: 'fixed', value: 'תל אביב' },
    },
  },
  {
    name: 'Weekend offer',
    template: ['weekend_offer', 'en_US'],
    tag: ENGLISH_READERS,
    mapping: {
      'body.1': FIRST_NAME('friend'),
      'body.2': { from: 'fixed', value: 'Tel Aviv' },
    },
  },
]
/** As among real customers, only sooner. */
const DEMO_DIALS = {
  shares: {
    delivered: 0.97,
    read: 0.72,
    replied: 0.1,
    tapped: 0.14,
    stop: 0.012,
    failedByCode: { 131026: 0.02, 131049: 0.012 },
  },
  statusDelaysMs: { sent: 150, delivered: 500, read: 2500, reply: 4000, spread: 0.6 },
}

/** Signs in as the demo's owner; the account is made where the state has none yet. */
export async function openDemo({ url, simulatorUrl, folder }) {
  const memory = openMemory(join(folder, 'demo.json'))
  const browser = openBrowser(url, memory.read().cookies)
  const simulator = openSimulator(simulatorUrl)
  await enter(browser, simulator, memory)
  memory.write({ cookies: browser.cookies() })
  return {
    inviteOwner: async () => {
      const { email, name } = OWNER
      return (await browser.post('/members/invitations', { email, name, role: 'owner' })).link
    },
    cookies: browser.cookies,
    seed: async (report) => {
      if (memory.read().isComplete) return
      await seed({ browser, simulator, memory, report })
      memory.write({ isComplete: true })
    },
  }
}

async function enter(browser, simulator, memory) {
  const { cookies } = memory.read()
  if (cookies === undefined) {
    await signUp(browser, simulator, OWNER)
    return browser.patch('/account', BUSINESS)
  }
  try {
    return await browser.get('/session')
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      return signIn(browser, simulator, OWNER.email)
    }
    throw error
  }
}

async function seed({ browser, simulator, memory, report }) {
  const business = await atMeta(simulator, memory)
  await connect(browser, business)
  report('WhatsApp connected')
  await importPeople(browser)
  report('300 contacts imported')
  const templates = await syncedTemplates(browser)
  report(`${templates.length} templates synced`)

  const [{ id: phoneNumberId }] = business.numbers
  await simulator.put('/dials', { phoneNumberId, dials: DEMO_DIALS })
  const sent = []
  for (const wish of BROADCASTS) sent.push(await launch(browser, wish, phoneNumberId, templates))
  report('two broadcasts launched')
  const ended = await Promise.all(sent.map((id) => finishedBroadcast(browser, id)))
  for (const { name, state } of ended) report(`broadcast “${name}”: ${state}`)
  await simulator.put('/dials', { phoneNumberId, dials: await simulator.get('/dials') })
  report('complete')
}

async function atMeta(simulator, memory) {
  const known = memory.read().business
  if (known) return known
  const number = { displayPhoneNumber: '+972 55-555-0177', verifiedName: 'Almond & Fig' }
  const business = await simulator.post('/businesses', { name: 'Almond & Fig', numbers: [number] })
  memory.write({ business })
  return business
}

async function connect(browser, business) {
  const { items } = await browser.get('/connections')
  const isConnected = items.some(({ wabaId }) => wabaId === business.wabaId)
  if (!isConnected) await connectNumber(browser, business)
}

async function importPeople(browser) {
  const { items } = await browser.get('/imports')
  if (items.some(({ state }) => state === 'done')) return
  const view = await importContacts(browser, 'customers.csv', Buffer.from(demoCsv()), {
    consent: 'column',
    consentSource: 'Order form in the shop',
  })
  if (view.state !== 'done') throw new Error(`the import ended as ${view.state}: ${view.problem}`)
}

async function launch(browser, { name, template, tag, mapping }, numberId, templates) {
  const earlier = await broadcastNamed(browser, name)
  if (earlier && earlier.state !== 'draft') return earlier.id
  // A draft that an earlier start did not get to launch.
  if (earlier) await browser.delete(`/broadcasts/${earlier.id}`)
  const [wanted, language] = template
  const chosen = templates.find((one) => one.name === wanted && one.language === language)
  const draft = await composeBroadcast(browser, { name, numberId, template: chosen, tag, mapping })
  await launchBroadcast(browser, draft)
  return draft.id
}

async function broadcastNamed(browser, name) {
  const list = await listAll(browser, '/broadcasts?limit=100')
  return list.map(({ broadcast }) => broadcast).find((one) => one.name === name)
}

/** What a later start must know: who is signed in, and the token that Meta gave out. */
function openMemory(file) {
  const read = () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})
  const write = (facts) =>
    writeFileSync(file, JSON.stringify({ ...read(), ...facts }), { mode: 0o600 })
  return { read, write }
}
