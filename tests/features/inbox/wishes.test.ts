import { expect, it } from 'vitest'
import { handlers } from '../../../worker/consumer/dispatch'
import type { ConsentWords, EvidenceView, OptInView } from '../../../worker/contract/consent'
import { askToJoin } from '../../../worker/features/contacts/joining-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS } from '../../../worker/lib/time'
import { Kills } from '../../support/kills'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'

type Out = { state: string; created_by: string }
const outbox = (shop: Shop) => shop.query<Out>('SELECT * FROM outbox WHERE account_id = ?')
const stateOf = async (shop: Shop, id: string) =>
  (await shop.get<{ consent: string }>(`/contacts/${id}`)).consent

/** A workspace that answers, and somebody who agreed and has written before. */
async function answering() {
  const shop = await Shop.open()
  const words = { answersStop: true, answersStart: true }
  await shop.browser.read(shop.browser.patch('/api/v1/consent/words', words))
  const [person = ''] = await shop.add([{ consent: 'opted_in', country: 'IL' }])
  return { shop, person }
}

async function deliver(shop: Shop): Promise<string[]> {
  for (const chore of shop.chores.splice(0)) {
    if (chore.type === 'message.deliver') await handlers['message.deliver'](shop.deps, chore)
  }
  return shop.meta.posts.map(
    ({ message }) => (message as { text?: { body: string } }).text?.body ?? '',
  )
}

it('answers a stop once, in the language of the person, and what comes back too', async () => {
  const { shop, person } = await answering()
  await shop.reply(person, 'STOP')
  await shop.reply(person, 'Stop!')
  expect(await deliver(shop)).toEqual([
    'לא יישלחו אליך יותר הודעות שיווקיות מ־Levi Flowers. כדי לחזור, אפשר לכתוב ״התחל״.',
  ])
  expect(await stateOf(shop, person)).toBe('opted_out')
  await shop.reply(person, 'התחל')
  expect(await deliver(shop)).toHaveLength(2)
  expect(await stateOf(shop, person)).toBe('opted_in')
  expect(await outbox(shop)).toMatchObject([{ state: 'accepted' }, { state: 'accepted' }])
})

it('answers once when Meta sends the same message again, and not at all when it comes a day late', async () => {
  const { shop, person } = await answering()
  const [{ phone = '' } = {}] = await shop.query<{ phone: string }>(
    'SELECT phone FROM contacts WHERE account_id = ?',
  )
  const message = (at: number) => ({
    id: `wamid.${randomId()}`,
    ...{ from: phone.slice(1), type: 'text', text: { body: 'STOP' } },
    timestamp: `${Math.floor(at / 1000)}`,
  })
  const late = message(shop.now() - DAY_MS - 1000)
  await shop.inbound(late)
  expect(await stateOf(shop, person)).toBe('opted_out')
  expect(await outbox(shop)).toEqual([])
  await shop.reply(person, 'START')
  const again = message(shop.now())
  await shop.inbound(again, again)
  await shop.inbound(again)
  expect(await outbox(shop)).toHaveLength(2)
})

it('says nothing by itself before somebody wished it', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([{ consent: 'opted_in' }])
  await shop.reply(person, 'הסר')
  expect(await stateOf(shop, person)).toBe('opted_out')
  expect(await outbox(shop)).toEqual([])
})

it('stops by a word of the account’s own, and not by one that it left out', async () => {
  const { shop, person } = await answering()
  const words = await shop.browser.read<ConsentWords>(
    shop.browser.patch('/api/v1/consent/words', { own: ['די כבר'], leftOut: ['די', 'stop'] }),
  )
  expect(words).toMatchObject({ own: ['די כבר'], answersStop: true })
  await shop.reply(person, 'די')
  expect(await stateOf(shop, person)).toBe('opted_in')
  await shop.reply(person, 'די כבר!')
  expect(await stateOf(shop, person)).toBe('opted_out')
  const both = await shop.browser.patch('/api/v1/consent/words', { own: ['start'] })
  expect(both.status).toBe(422)
})

it('takes a wrong stop back for the owner alone, with a reason that the ledger keeps', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([{ consent: 'opted_in' }])
  await shop.reply(person, 'cancel')
  const path = `/contacts/${person}/stop-undone`
  const { browser } = await invite(shop.person, 'admin')
  const reason = { reason: 'They meant an order' }
  expect((await browser.post(`/api/v1${path}`, reason)).status).toBe(403)

  await shop.post(path, reason)
  const stops = await shop.query('SELECT * FROM suppressions WHERE account_id = ?')
  expect(stops).toEqual([])
  const { entries } = await shop.get<EvidenceView>(`/contacts/${person}/evidence`)
  expect(entries).toMatchObject([
    { change: 'opted_out', source: { kind: 'message' }, wording: 'cancel' },
    {
      ...{ change: 'retracted', source: { kind: 'correction' }, wording: 'They meant an order' },
      actor: { kind: 'user', name: 'Noa Levi' },
      evidence: { takesBack: entries[0]?.id },
    },
  ])
  const again = await shop.browser.post(`/api/v1${path}`, reason)
  expect(again.status).toBe(409)
  const lines = await shop.query<{ action: string }>(
    "SELECT action FROM audit WHERE account_id = ? AND target = 'contact:' || ? ORDER BY id",
    person,
  )
  expect(lines.map(({ action }) => action)).toEqual([
    'contact.stop_undone',
    'contact.evidence_made',
  ])
})

it('gives back what Meta said, where the wrong stop had replaced it', async () => {
  const shop = await Shop.open()
  const [person = ''] = await shop.add([{ consent: 'opted_in' }])
  const [{ phone = '' } = {}] = await shop.query<{ phone: string }>(
    'SELECT phone FROM contacts WHERE account_id = ?',
  )
  const preference = {
    ...{
      wa_id: phone.slice(1),
      category: 'marketing_messages',
      value: 'stop',
      detail: 'User requested to stop marketing messages',
    },
    timestamp: Math.floor(shop.now() / 1000) - 60,
  }
  await shop.webhooks(shop.change({ user_preferences: [preference] }, 'user_preferences'))
  await shop.reply(person, 'cancel')
  await shop.post(`/contacts/${person}/stop-undone`, { reason: 'They meant an order' })
  expect(await stateOf(shop, person)).toBe('opted_out')
  const stops = await shop.query('SELECT reason FROM suppressions WHERE account_id = ?')
  expect(stops).toEqual([{ reason: 'meta' }])
})

it('killed at every effect, stops once and answers once, and joins once', async () => {
  const { shop, person } = await answering()
  const [{ phone = '' } = {}] = await shop.query<{ phone: string }>(
    'SELECT phone FROM contacts WHERE account_id = ?',
  )
  const saying = (body: string) =>
    shop.change({
      messages: [
        {
          ...{ id: `wamid.${randomId()}`, from: phone.slice(1), type: 'text', text: { body } },
          timestamp: `${Math.floor(shop.now() / 1000)}`,
        },
      ],
    })
  const kills = new Kills(shop)
  await kills.webhook(saying('STOP'))
  const { page } = await shop.browser.read<OptInView>(
    shop.browser.patch('/api/v1/consent/page', { numberId: shop.meta.numberId }),
  )
  const typed = { name: 'Dana', phone, language: 'he', version: 1 } as const
  const joined = await askToJoin(shop.deps, null, page?.code ?? '', typed)
  await kills.webhook(saying(`JOIN-${'ask' in joined ? joined.ask : ''}`))
  expect([...kills.killed.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(20)

  const { entries } = await shop.get<EvidenceView>(`/contacts/${person}/evidence`)
  expect(entries.map(({ change }) => change)).toEqual(['opted_out', 'opted_in'])
  expect(await outbox(shop)).toHaveLength(2)
  expect(await shop.query('SELECT * FROM messages WHERE account_id = ?')).toHaveLength(4)
  expect((await shop.get<OptInView>('/consent/page')).total).toMatchObject({ confirmed: 1 })
})

it('heeds what was said last, whatever comes last', async () => {
  const { shop, person } = await answering()
  const ago = (seconds: number) => shop.now() - seconds * 1000
  await shop.reply(person, 'STOP', ago(90))
  await shop.reply(person, 'STOP', ago(30))
  // Sent between the two, and late.
  await shop.reply(person, 'START', ago(60))
  expect(await stateOf(shop, person)).toBe('opted_out')
  expect(await shop.query('SELECT 1 FROM suppressions WHERE account_id = ?')).toHaveLength(1)
  await shop.reply(person, 'START', ago(5))
  expect(await stateOf(shop, person)).toBe('opted_in')
})
