import { describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { askApp } from '../support/app'

const NEEDED = [
  'META_APP_ID',
  'META_APP_SECRET',
  'META_VERIFY_TOKEN',
  'META_GRAPH_URL',
  'META_GRAPH_VERSION',
  'LINK_SECRET',
  'TOMBSTONE_PEPPER',
  'RECEIPT_KEY',
  'MAIL_FROM',
  'SUPPORT_EMAIL',
]

it('tells that it lives, in which version, and nothing else', async () => {
  const response = await askApp('/healthz')

  expect(await response.json()).toEqual({ ok: true, version })
})

describe.each(NEEDED)('without %s', (name) => {
  it('stops at the first request with a message that names it', async () => {
    for (const path of ['/healthz', '/', '/api/v1/session', '/privacy']) {
      const response = await askApp(path, { [name]: undefined })

      expect(response.status).toBe(503)
      expect(await response.text()).toBe(`${name} is not set: see .dev.vars.example`)
    }
  })
})

it('names a malformed secret without showing it', async () => {
  const short = await askApp('/healthz', { LINK_SECRET: 'hunter2' })
  expect(await short.text()).toBe('LINK_SECRET is malformed: see .dev.vars.example')

  const odd = await askApp('/healthz', { KEK_1: 'not a key' })
  expect(await odd.text()).toMatch(/^KEK_1 is malformed/)
  expect(odd.status).toBe(503)
})

it('names the key-encryption key when there is none', async () => {
  const response = await askApp('/healthz', { KEK_1: '' })

  expect(response.status).toBe(503)
  expect(await response.text()).toContain('KEK_1')
})
