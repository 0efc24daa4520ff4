// The demo: a business with a connected number, people, templates and two finished broadcasts, made
// only by what the product and the simulator offer to everybody: their HTTP interfaces.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApiError, openBrowser, openSimulator, signIn, signUp } from './api.mjs'

const OWNER = {
  name: 'Maya Levi',
  email: 'maya@almondandfig.example',
  phone: '+972 54-555-0142',
  businessName: 'Almond & Fig',
  language: 'en',
  timeZone: 'Asia/Jerusalem',
  country: 'IL',
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
    seed: async () => {},
  }
}

async function enter(browser, simulator, memory) {
  const { cookies } = memory.read()
  if (cookies === undefined) return signUp(browser, simulator, OWNER)
  try {
    return await browser.get('/session')
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      return signIn(browser, simulator, OWNER.email)
    }
    throw error
  }
}

/** What a later start must know: who is signed in, and the token that Meta gave out. */
function openMemory(file) {
  const read = () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})
  const write = (facts) =>
    writeFileSync(file, JSON.stringify({ ...read(), ...facts }), { mode: 0o600 })
  return { read, write }
}
