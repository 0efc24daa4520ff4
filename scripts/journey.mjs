// The main job, verb by verb, through the product's own HTTP API: for the demo, the flow tests and the
// benchmarks.
import { ApiError, until } from './api.mjs'

const FINAL_STATES = new Set(['done', 'cancelled', 'paused'])

/** Connects a business that exists at Meta, with its first number. */
export const connectNumber = (browser, { wabaId, numbers, accessToken }) =>
  browser.post('/connections', { wabaId, phoneNumberId: numbers[0].id, accessToken })

/** Every template, once the sync that a new connection starts has ended. */
export async function syncedTemplates(browser) {
  await until(async () => (await browser.get('/templates/sync')).state === 'done', {
    what: 'the templates',
  })
  return listAll(browser, '/templates?limit=200')
}

/** All pages of a list. */
export async function listAll(browser, path) {
  const items = []
  for (let next = ''; next !== null; ) {
    const joint = path.includes('?') ? '&' : '?'
    const page = await browser.get(`${path}${next && `${joint}after=${encodeURIComponent(next)}`}`)
    items.push(...page.items)
    next = page.next
  }
  return items
}

/** Uploads a file in the parts that the server asks for, up to the guessed columns. */
export async function uploadContacts(browser, fileName, bytes) {
  const started = await browser.post('/imports', { fileName, size: bytes.length })
  for (let at = 0, part = 1; at < bytes.length; at += started.partBytes, part += 1) {
    const path = `/api/v1/imports/${started.id}/parts/${part}`
    const answer = await browser.request('PUT', path, {
      body: bytes.subarray(at, at + started.partBytes),
      headers: { 'Content-Type': 'application/octet-stream' },
    })
    if (answer.status >= 300) throw new ApiError('PUT', path, answer)
  }
  return browser.post(`/imports/${started.id}/uploaded`)
}

/** Imports a CSV from upload to the last row, with the guessed columns unless told otherwise. */
export async function importContacts(browser, fileName, bytes, settings = {}, everyMs = 250) {
  const { id, settings: guessed } = await uploadContacts(browser, fileName, bytes)
  await browser.patch(`/imports/${id}`, { ...guessed, ...settings })
  await browser.post(`/imports/${id}/start`)
  return until(
    async () => {
      const view = await browser.get(`/imports/${id}`)
      return ['done', 'failed', 'cancelled'].includes(view.state) && view
    },
    { timeoutMs: 300_000, everyMs, what: 'the end of the import' },
  )
}

/**
 * A draft with everything chosen; `tag` is a name, without one it goes to everyone.
 * @param {{ name: string, numberId: string, template: any, tag?: string, mapping?: object }} wish
 */
export async function composeBroadcast(browser, wish) {
  const { name, numberId, template, tag, mapping = {} } = wish
  const draft = await browser.post('/broadcasts', { name })
  const tags = tag === undefined ? [] : [(await tagNamed(browser, tag)).id]
  return browser.patch(`/broadcasts/${draft.id}`, {
    version: draft.version,
    numberId,
    templateId: template.id,
    audience: { everyone: tag === undefined, tags, withoutTags: [] },
    mapping,
  })
}

async function tagNamed(browser, wanted) {
  const found = (await browser.get('/tags')).items.find(({ name }) => name === wanted)
  if (!found) throw new Error(`no contact has the tag ${wanted}`)
  return found
}

/** Confirms exactly what the plan says. */
export async function launchBroadcast(browser, { id, version }) {
  const plan = await browser.get(`/broadcasts/${id}/plan`)
  const confirmed = { version, people: plan.people, maxCostMicros: plan.highMicros }
  await browser.post(`/broadcasts/${id}/launch`, confirmed)
  return plan
}

/** The broadcast once it sends nothing more by itself. */
export const finishedBroadcast = (browser, id, { timeoutMs = 300_000 } = {}) =>
  until(
    async () => {
      const view = await browser.get(`/broadcasts/${id}`)
      return FINAL_STATES.has(view.state) && view
    },
    { timeoutMs, everyMs: 500, what: 'the end of the broadcast' },
  )
