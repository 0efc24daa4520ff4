import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiError } from '../../scripts/api.mjs'
import { connectNumber, uploadContacts } from '../../scripts/journey.mjs'
import type { CheckView } from '../../worker/contract/connections'
import { type Browser, openWorld, type World } from '../support/runtime'

let world: World
let browser: Browser
beforeAll(async () => {
  world = await openWorld()
  browser = await world.signUp()
})
afterAll(() => world.stop())

describe('a file that is no list of people is refused with a reason', () => {
  const HALF_A_NAME = Buffer.from([0xf9, 0xed]) // Hebrew in Windows-1255
  const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex')
  const columns = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`).join(',')
  const manyRows = 'Dana,0545550101\r\n'.repeat(6000)

  it.each([
    ['empty', Buffer.from(''), 'import.empty'],
    ['only a header', Buffer.from('name,phone\r\n'), 'import.no_rows'],
    [
      'Windows-1255',
      Buffer.concat([HALF_A_NAME, Buffer.from(',phone\r\nx,1\r\n')]),
      'import.encoding',
    ],
    ['UTF-16', Buffer.from('\ufeffname,phone\r\nDana,1\r\n', 'utf16le'), 'import.encoding'],
    [
      'a quote that never closes',
      Buffer.from(`name,phone\r\n"${manyRows}`),
      'import.unclosed_quote',
    ],
    [
      '200 columns',
      Buffer.from(`${columns(200)}\r\n${columns(200)}\r\n`),
      'import.too_many_columns',
    ],
    ['a renamed picture', PNG, 'import.not_text'],
  ])('%s', async (_what, bytes, code) => {
    const error: ApiError = await uploadContacts(browser, 'list.csv', bytes).catch((one) => one)
    expect(error).toMatchObject({ status: 422, code })
  })

  it('300 MB', async () => {
    const json = { fileName: 'list.csv', size: 300 * 1024 * 1024 }
    const { status, body } = await browser.request('POST', '/api/v1/imports', { json })
    expect({ status, code: body.error.code }).toEqual({ status: 413, code: 'import.too_large' })
  })

  it('without a phone column, when somebody starts it', async () => {
    const bytes = Buffer.from('name,city\r\nDana,Haifa\r\n')
    const { id } = await uploadContacts(browser, 'list.csv', bytes)
    const { status, body } = await browser.request('POST', `/api/v1/imports/${id}/start`)
    expect({ status, code: body.error.code }).toEqual({
      status: 422,
      code: 'import.no_phone_column',
    })
  })
})

describe('a token that will not do is refused by the check that it fails', () => {
  it.each([
    ['of another app', { appId: '999999999999999' }, 'token_app'],
    ['without scopes', { scopes: ['whatsapp_business_management'] }, 'token_scopes'],
    ['expired', { expiresAt: 1_700_000_000 }, 'token_valid'],
    ['revoked', { valid: false }, 'token_valid'],
  ])('%s', async (_what, token, failing) => {
    const business = await world.newBusiness({ token })
    const error: ApiError = await connectNumber(browser, business).catch((one: ApiError) => one)
    expect(error.code).toBe('connection.check_failed')
    const checks: CheckView[] = error.details.checks
    const failed = checks.find(({ state }) => state === 'failed')
    expect(failed?.name).toBe(failing)
    expect(failed?.problem && failed.fix).toBeTruthy()
    expect(JSON.stringify(error.details)).not.toContain(business.accessToken)
  })

  it('for a number that another account has, without saying whose', async () => {
    const business = await world.newBusiness()
    const owner = await world.signUp({ businessName: 'Secret Bakery' })
    await connectNumber(owner, business)
    const error: ApiError = await connectNumber(browser, business).catch((one: ApiError) => one)
    const failed = error.details.checks.find(({ state }: CheckView) => state === 'failed')
    expect(failed.name).toBe('unclaimed')
    expect(JSON.stringify(error.details)).not.toContain('Secret Bakery')
  })
})

describe('a request body that is not what was asked for is refused', () => {
  const json = { 'Content-Type': 'application/json' }

  it.each([
    ['not JSON', { body: '{"name":', headers: json }, 400, 'request.not_json'],
    [
      'not called JSON',
      { body: '{}', headers: { 'Content-Type': 'text/plain' } },
      415,
      'request.wrong_type',
    ],
    ['unknown keys', { json: { name: 'x', state: 'done' } }, 400, 'request.invalid'],
    ['too large', { json: { name: 'x'.repeat(300_000) } }, 413, 'request.too_large'],
    ['too deep', { body: '['.repeat(99) + ']'.repeat(99), headers: json }, 400, 'request.too_deep'],
    [
      'from elsewhere',
      { json: { name: 'x' }, headers: { Origin: 'https://evil.example' } },
      403,
      'request.foreign_origin',
    ],
  ])('%s', async (_what, request, status, code) => {
    const before = (await browser.get('/broadcasts')).items.length
    const answer = await browser.request('POST', '/api/v1/broadcasts', request)
    expect({ status: answer.status, code: answer.body.error.code }).toEqual({ status, code })
    expect((await browser.get('/broadcasts')).items).toHaveLength(before)
  })
})
