import { describe, expect, it } from 'vitest'
import { askApp } from '../support/app'
import { signUp } from '../support/people'

const EVERYWHERE = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
}

describe.each([
  ['a page', '/', 200],
  ['a file', '/icon.svg', 200],
  ['a file that is not there', '/gone.js', 404],
  ['the policy', '/privacy', 200],
  ['the policy in Hebrew', '/he/privacy', 200],
  ['the health of the service', '/healthz', 200],
  ['the description of the API', '/api/openapi.json', 200],
  ['a refusal', '/api/v1/session', 401],
  ['a path of the API that is not there', '/api/v1/nothing', 404],
  ['a live connection that is none', '/live', 401],
])('%s', (_, path, status) => {
  it('carries the headers that stand on every response', async () => {
    const response = await askApp(path)

    expect(response.status).toBe(status)
    expect(Object.fromEntries(response.headers)).toMatchObject(EVERYWHERE)
    expect(response.headers.get('permissions-policy')).toContain('camera=()')
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  it('carries them even when a secret is missing', async () => {
    const response = await askApp(path, { LINK_SECRET: undefined })

    expect(response.status).toBe(503)
    expect(Object.fromEntries(response.headers)).toMatchObject(EVERYWHERE)
  })
})

it('answers of the API are kept by nobody, whether they succeed or not', async () => {
  const { browser } = await signUp()
  for (const path of ['/api/v1/session', '/api/v1/account', '/api/v1/nothing']) {
    const response = await browser.get(path)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    )
  }
})

it('never takes the name of a request from the client', async () => {
  const forged = '00000000-0000-4000-8000-000000000000'
  const response = await askApp('/healthz', {}, { 'x-request-id': forged })

  expect(response.headers.get('x-request-id')).not.toBe(forged)
})
