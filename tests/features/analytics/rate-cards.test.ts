import { expect, it } from 'vitest'
import type { RateCardView } from '../../../worker/contract/usage'
import { readCard } from '../../../worker/features/analytics/rate-card-file'
import { MARKETS } from '../../../worker/features/meta/rates'
import { invite } from '../../support/members'
import { signUp } from '../../support/people'

const HEAD = 'Market,Currency,Marketing,Utility,Authentication,Authentication-International,Service'
const lineOf = (market: string, price = '0.05') =>
  `${market.includes(',') ? `"${market}"` : market},EUR,${price},0.01,0.01,n/a,0.01`
const ALL = MARKETS.map((market) => lineOf(market))
const fileOf = (lines: string[]) => ['Rates effective April 2027', '', HEAD, ...lines].join('\r\n')

const CARD = { currency: 'EUR', effective: '2027-04-01', csv: fileOf(ALL) }

const importing = async (change: Partial<typeof CARD>) => {
  const { browser } = await signUp()
  const response = await browser.post('/api/v1/billing/rate-cards', { ...CARD, ...change })
  return { status: response.status, body: await response.json(), browser }
}

it('an owner imports Meta’s file, and it stands beside the one that comes with the product', async () => {
  const { status, body } = await importing({})
  expect(status).toBe(201)
  const [first, ...rest] = (body as { items: RateCardView[] }).items
  expect(first).toMatchObject({
    ...{ currency: 'EUR', effective: '2027-04-01' },
    source: 'imported',
  })
  expect(first?.markets).toBe(MARKETS.length)
  expect(rest.some(({ source, singleSource }) => source === 'product' && singleSource > 0)).toBe(
    true,
  )
})

it.each([
  ['unknown_market', 4, [lineOf('Atlantis'), ...ALL]],
  ['wrong_currency', 5, [ALL[0], 'Israel,INR,0.05,0.01,0.01,n/a,0.01']],
  ['negative_price', 4, [lineOf('Israel', '-0.05')]],
  ['bad_price', 4, [lineOf('Israel', 'free')]],
  ['overlapping_dates', 6, [ALL[0], ALL[1], ALL[0]]],
])('refuses a card with %s and names line %i', async (problem, line, lines) => {
  const { status, body } = await importing({ csv: fileOf(lines as string[]) })
  expect(status).toBe(422)
  const { error } = body as { error: { code: string; message: string; details: unknown } }
  expect(error.code).toBe(`rate_card.${problem}`)
  expect(error.message).toContain(String(line))
  expect(error.details).toMatchObject({ problems: [{ line, problem }] })
})

it('reads a file as spreadsheets of other countries write it: 0,05 stays a twentieth', async () => {
  const csv = fileOf(ALL)
    .replaceAll('.', '#')
    .replaceAll(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/gm, ';')
    .replaceAll(/(\d)#(\d)/g, '$1,$2')
  expect(csv).toContain('Israel;EUR;0,05;0,01;0,01;n/a;0,01')
  expect((await importing({ csv })).status).toBe(201)
  const card = { currency: 'EUR', effective: '2027-04-01' }
  expect(readCard(csv, card)).toEqual(readCard(CARD.csv, card))
  const thousands = csv.replace('Israel;EUR;0,05', 'Israel;EUR;1.000,05')
  expect(readCard(thousands, card).problems).toMatchObject([{ problem: 'bad_price' }])
})

it('refuses dates of a line that lie outside of the quarter', async () => {
  const head =
    'Market,Currency,Effective from,Effective to,Marketing,Utility,Authentication,Service'
  const csv = `${head}\n"Israel",EUR,2027-01-01,,0.05,0.01,0.01,0.01`
  const { body } = await importing({ csv })
  expect(body).toMatchObject({
    error: { code: 'rate_card.overlapping_dates', details: { problems: [{ line: 2 }] } },
  })
})

it('refuses what is no card, a day on which prices never change, and a second card of a day', async () => {
  expect((await importing({ csv: 'Name,Phone\nNoa,050' })).body).toMatchObject({
    error: { code: 'rate_card.no_header' },
  })
  expect((await importing({ effective: '2027-02-01' })).body).toMatchObject({
    error: { code: 'rate_card.date_wrong' },
  })
  const { browser } = await importing({})
  const again = await browser.post('/api/v1/billing/rate-cards', CARD)
  expect(again.status).toBe(409)
})

it('is for owners', async () => {
  const owner = await signUp()
  const admin = await invite(owner, 'admin')
  const response = await admin.browser.post('/api/v1/billing/rate-cards', CARD)
  expect(response.status).toBe(403)
})
