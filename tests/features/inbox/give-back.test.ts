import { beforeEach, describe, expect, it } from 'vitest'
import { handlers } from '../../../worker/consumer/dispatch'
import type {
  ConversationView,
  InboxChanges,
  InboxSummary,
  ThreadEntry,
} from '../../../worker/contract/inbox'
import { removeMember } from '../../../worker/features/accounts/team-operations'
import { giveBackAtOnce } from '../../../worker/features/inbox/give-back-operations'
import { invite, teamCode } from '../../support/members'
import { merge, timeline, undo } from '../../support/merging'
import type { SignedIn } from '../../support/people'
import { Shop } from '../../support/shop'

let shop: Shop
let agent: SignedIn
let contactId: string
let id: string
const agentId = () => agent.session.user.id
const ownerId = () => shop.person.session.user.id

/** Somebody wrote, and the agent has the conversation. */
beforeEach(async () => {
  shop = await Shop.open()
  agent = await invite(shop.person, 'agent')
  ;[contactId = ''] = await shop.add([{ firstName: 'Noa', phone: '+972541111117' }])
  await shop.reply(contactId, 'Are you open?')
  id = (await list('open'))[0]?.id ?? ''
  await act({ do: 'assign', to: agentId() })
})

const act = (wish: object) =>
  shop.browser.read(shop.browser.post(`/api/v1/conversations/${id}/act`, wish))
const list = async (name: string) =>
  (await shop.get<{ items: ConversationView[] }>(`/conversations?list=${name}`)).items
const remove = () => shop.browser.read(shop.browser.delete(`/api/v1/members/${agentId()}`))
const assignees = () =>
  shop.query<{ assignee: string }>('SELECT assignee FROM conversations WHERE account_id = ?')

/** The job that comes after the act, as the queue brings it. */
const comesAfter = (userId = agentId()) =>
  handlers['conversations.give_back'](shop.deps, {
    ...{ type: 'conversations.give_back', accountId: shop.accountId },
    ...{ userId, by: ownerId() },
  })

describe('somebody who is taken out of the team', () => {
  it('leaves their conversations to nobody, at once, on every screen', async () => {
    const { seq } = await shop.get<InboxSummary>('/conversations/summary')
    await remove()
    expect(await list('unassigned')).toMatchObject([{ id, assignee: null }])
    expect(await shop.get('/conversations/summary')).toMatchObject({ unassigned: 1 })
    const changes = await shop.get<InboxChanges>(`/conversations/changes?after=${seq}`)
    expect(changes).toMatchObject({ threads: [id], conversations: [{ id, assignee: null }] })
  })

  it('is named in the thread, in what happened with the person and in the audit', async () => {
    await remove()
    const { items } = await shop.get<{ items: ThreadEntry[] }>(`/conversations/${id}/thread`)
    expect(items[0]).toMatchObject({
      author: { id: ownerId() },
      act: { what: 'unassigned', to: { id: agentId() } },
    })
    expect((await timeline(shop, contactId, '?what=messages'))[0]).toMatchObject({
      ...{ kind: 'assigned', to: null, by: { id: ownerId() } },
    })
    const lines = await shop.query(
      `SELECT actor, before, after FROM audit
       WHERE account_id = ? AND action = 'conversation.unassigned' AND target = ?`,
      `conversation:${id}`,
    )
    expect(lines).toEqual([{ actor: `user:${ownerId()}`, before: agentId(), after: '' }])
  })

  it('has no closed or snoozed ones either, nor hundreds', async () => {
    await act({ do: 'close' })
    const people = Array.from({ length: 250 }, (_, at) => [`c${at}`, `p${at}`])
    await shop.query(
      `INSERT INTO conversations (account_id, id, contact_id, number_id, state, assignee, labels,
         last_id, last_at, last_side, preview, opened_at)
       SELECT ?, j.value ->> 0, j.value ->> 1, '1', 'snoozed', '${agentId()}', '[]', '', 0, 'in', '', 0
       FROM json_each(?) AS j`,
      JSON.stringify(people),
    )
    await remove()
    const left = await assignees()
    expect(left).toHaveLength(251)
    expect(new Set(left.map(({ assignee }) => assignee))).toEqual(new Set(['']))
  })

  it('gets no conversation in turn, and none back when two people are two again', async () => {
    const [other = ''] = await shop.add([{ phone: '+972541111118' }])
    const merged = await merge(shop, other, contactId)
    await shop.browser.patch('/api/v1/inbox/settings', { assign: 'round_robin' })
    await remove()
    await undo(shop, merged.id)
    expect(await assignees()).toEqual([{ assignee: '' }])
    await shop.reply(other, 'Hi')
    await shop.reply(contactId, 'Hello?')
    expect(new Set((await assignees()).map(({ assignee }) => assignee))).toEqual(
      new Set([ownerId()]),
    )
  })
})

it('who leaves by themselves leaves their conversations', async () => {
  await agent.browser.read(agent.browser.post('/api/v1/session/leave', {}))
  expect(await list('unassigned')).toMatchObject([{ id }])
})

it('who may only read from now on leaves their conversations; who may answer keeps them', async () => {
  const change = async (role: string) =>
    shop.browser.read(
      shop.browser.patch(`/api/v1/members/${agentId()}`, {
        ...{ role, code: await teamCode(shop.person) },
      }),
    )
  await change('marketer')
  expect(await assignees()).toEqual([{ assignee: agentId() }])
  await change('viewer')
  expect(await assignees()).toEqual([{ assignee: '' }])
})

describe('the job that comes after', () => {
  const giveTo = (userId: string) =>
    shop.query('UPDATE conversations SET assignee = ?2 WHERE account_id = ?1', userId)

  it('is ordered before the act, so that a crash right behind it leaves nothing for ever', async () => {
    const onGone = async () => {
      throw new Error('killed')
    }
    const { accountId } = shop
    const rest = { shard: '', sessionId: '', seesPhones: true }
    const member = { ...rest, accountId, userId: ownerId(), role: 'owner' as const }
    const removed = removeMember({ ...shop.deps, onGone }, await shop.db(), member, agentId())
    await expect(removed).rejects.toThrow('killed')
    expect(await assignees()).toEqual([{ assignee: agentId() }])
    const [job] = shop.chores.filter(({ type }) => type === 'conversations.give_back')
    expect(job).toMatchObject({ userId: agentId(), by: ownerId() })
    await comesAfter()
    expect(await assignees()).toEqual([{ assignee: '' }])
  })

  it('takes nothing from who was given it in the same moment, and tells nothing of it', async () => {
    const { keys } = shop.deps
    const open: typeof keys.open = async (db) => {
      await giveTo(ownerId())
      return keys.open(db)
    }
    const deps = { ...shop.deps, keys: { ...keys, open } }
    await giveBackAtOnce(deps, await shop.db(), { userId: agentId(), by: ownerId() })
    expect(await assignees()).toEqual([{ assignee: ownerId() }])
    const told = "SELECT 1 FROM audit WHERE account_id = ? AND action = 'conversation.unassigned'"
    expect(await shop.query(told)).toEqual([])
  })

  it('finds what somebody gave them meanwhile, once', async () => {
    await remove()
    await giveTo(agentId())
    await comesAfter()
    await comesAfter()
    expect(await assignees()).toEqual([{ assignee: '' }])
    const lines = await shop.query(
      "SELECT 1 FROM messages WHERE account_id = ? AND type = 'unassigned'",
    )
    expect(lines).toHaveLength(2)
  })

  it('finds what somebody has who left long ago', async () => {
    await giveTo('somebodygone')
    await comesAfter()
    expect(await assignees()).toEqual([{ assignee: '' }])
  })

  it('leaves alone who was not taken out after all, and other accounts', async () => {
    const other = await Shop.open()
    const [person = ''] = await other.add([{ phone: '+972541111117' }])
    await other.reply(person, 'Hi')
    const all = 'SELECT assignee FROM conversations WHERE account_id = ?'
    await other.query('UPDATE conversations SET assignee = ?2 WHERE account_id = ?1', agentId())
    await comesAfter()
    expect(await assignees()).toEqual([{ assignee: agentId() }])
    await remove()
    await comesAfter()
    expect(await other.query(all)).toEqual([{ assignee: agentId() }])
  })
})
