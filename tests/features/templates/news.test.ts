import { describe, expect, it } from 'vitest'
import { handlers } from '../../../worker/consumer/dispatch'
import type { List } from '../../../worker/contract/common'
import type { TemplateHistoryView, TemplateView } from '../../../worker/contract/templates'
import {
  refreshTemplateJob,
  sweepTemplatesJob,
  syncTemplatesJob,
} from '../../../worker/features/templates/jobs'
import { HOUR_MS } from '../../../worker/lib/time'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'
import { aTemplate } from '../../support/templates'

const theOne = async (shop: Shop) => {
  const { items } = await shop.get<List<TemplateView>>('/templates')
  const [first] = items
  if (!first) throw new Error('there is no template')
  return first
}
const tell = (shop: Shop, field: string, value: object, at = Date.now()) =>
  shop.webhooks({
    object: 'whatsapp_business_account',
    entry: [{ id: shop.meta.wabaId, time: Math.floor(at / 1000), changes: [{ field, value }] }],
  })
const one = (category: 'UTILITY' | 'MARKETING' = 'MARKETING') =>
  Shop.open({ templates: [aTemplate('sale', category, { quality_score: { score: 'GREEN' } })] })

describe('a webhook about a template', () => {
  it.each([
    ['REJECTED', { reason: 'INVALID_FORMAT', rejection_info: { reason: 'They touch.' } }],
    ['PAUSED', { other_info: { title: 'FIRST_PAUSE', description: 'For 3 hours.' } }],
    ['DISABLED', { disable_info: { disable_date: '1794300000' } }],
    ['ARCHIVED', {}],
    ['PENDING_DELETION', { reason: null }],
  ])('changes its status at once: %s, with what Meta says of it', async (event, more) => {
    const shop = await one()
    const { id } = await theOne(shop)
    await tell(shop, 'message_template_status_update', {
      event,
      message_template_id: id,
      reason: 'NONE',
      ...more,
    })
    const template = await theOne(shop)
    expect(template.status).toBe(event)
    if (event === 'REJECTED') {
      expect(template.rejectedReason).toBe('INVALID_FORMAT')
      expect(template.statusDetail).toEqual({ reason: 'They touch.' })
    }
    if (event === 'PAUSED') expect(template.statusDetail?.title).toBe('FIRST_PAUSE')
    if (event === 'DISABLED') expect(template.statusDetail?.at).toBe(1_794_300_000_000)
    const { events } = await shop.get<TemplateHistoryView>(`/templates/${id}/history`)
    expect(events).toMatchObject([{ kind: 'status', before: 'APPROVED', after: event }])
  })

  it('is told once in its history, however often it comes', async () => {
    const shop = await one()
    const { id } = await theOne(shop)
    for (const score of ['YELLOW', 'YELLOW', 'RED']) {
      const value = { message_template_id: Number(id), new_quality_score: score }
      await tell(shop, 'message_template_quality_update', { ...value, message_template_id: id })
    }
    const { events } = await shop.get<TemplateHistoryView>(`/templates/${id}/history`)
    expect(events.map(({ before, after }) => [before, after])).toEqual([
      ['YELLOW', 'RED'],
      ['GREEN', 'YELLOW'],
    ])
    expect((await theOne(shop)).quality).toBe('RED')
  })

  it('announces another category with its price, and then it is so', async () => {
    const shop = await one('UTILITY')
    await shop.addMany(2)
    const { id } = await theOne(shop)
    const base = { message_template_id: id }
    await tell(shop, 'template_category_update', {
      ...base,
      correct_category: 'MARKETING',
      new_category: 'UTILITY',
      category_update_timestamp: 1_794_386_400,
    })
    expect(await theOne(shop)).toMatchObject({
      category: 'UTILITY',
      correctCategory: 'MARKETING',
      categoryAt: 1_794_386_400_000,
    })
    const ahead = await shop.get<TemplateHistoryView>(`/templates/${id}/history`)
    expect(ahead.price).toMatchObject({ from: 'UTILITY', to: 'MARKETING' })
    expect(ahead.price?.toMicros).toBeGreaterThan(ahead.price?.fromMicros ?? 0)

    await tell(shop, 'template_category_update', {
      ...base,
      previous_category: 'UTILITY',
      new_category: 'MARKETING',
    })
    expect(await theOne(shop)).toMatchObject({
      category: 'MARKETING',
      previousCategory: 'UTILITY',
      correctCategory: null,
    })
    const done = await shop.get<TemplateHistoryView>(`/templates/${id}/history`)
    expect(done.price).toEqual(ahead.price)
  })

  it('about its words has it read anew, and one of an unknown template too', async () => {
    const shop = await one()
    const [template] = shop.meta.templates
    const id = String(template?.id)
    Object.assign(template ?? {}, { components: [{ type: 'BODY', text: 'Other words.' }] })
    shop.chores.length = 0
    await tell(shop, 'message_template_components_update', { message_template_id: id })
    const unknown = `${shop.meta.wabaId}9`
    shop.meta.templates.push({ ...aTemplate('brand_new', 'UTILITY'), id: unknown })
    await tell(shop, 'message_template_status_update', {
      event: 'APPROVED',
      message_template_id: unknown,
    })
    const jobs = shop.chores.flatMap((job) => (job.type === 'template.refresh' ? [job] : []))
    expect(jobs.map(({ templateId }) => templateId)).toEqual([id, unknown])
    for (const job of jobs) await refreshTemplateJob(shop.deps, job)
    const { items } = await shop.get<List<TemplateView>>('/templates')
    expect(items.map(({ name }) => name).sort()).toEqual(['brand_new', 'sale'])
    expect(JSON.stringify(items)).toContain('Other words.')
  })
})

describe('what uses a template', () => {
  it('pauses when Meta pauses the template, and when it makes it dearer', async () => {
    for (const [field, value, reason] of [
      ['message_template_status_update', { event: 'PAUSED' }, 'template_changed'],
      [
        'template_category_update',
        { previous_category: 'UTILITY', new_category: 'MARKETING' },
        'template_recategorised',
      ],
    ] as const) {
      const shop = await one('UTILITY')
      await shop.addMany(3)
      const id = await shop.running({ template: 'sale' })
      await tell(shop, field, { message_template_id: (await theOne(shop)).id, ...value })
      expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: reason })
      expect((await shop.see(id)).stateText).not.toBe('')
    }
  })

  it('also when only the hourly sync brings the news', async () => {
    const shop = await one()
    const [connection] = (await shop.get<List<{ id: string }>>('/connections')).items
    const lost: string[] = []
    Object.assign(shop.meta.templates[0] ?? {}, { status: 'DISABLED' })
    const { accountId } = shop
    const connectionId = connection?.id ?? ''
    const job = { type: 'templates.sync' as const, accountId, connectionId }
    await syncTemplatesJob(shop.deps, job, async (_deps, _account, ones) => {
      lost.push(...ones.map(({ id }) => id))
    })
    expect(lost).toEqual([(await theOne(shop)).id])
    const { events } = await shop.get<TemplateHistoryView>(`/templates/${lost[0]}/history`)
    expect(events).toMatchObject([{ kind: 'status', after: 'DISABLED' }])
  })

  it('also when only the sync sees that it became marketing, whatever is killed after that', async () => {
    const shop = await one('UTILITY')
    await shop.addMany(3)
    const id = await shop.running({ template: 'sale' })
    Object.assign(shop.meta.templates[0] ?? {}, { category: 'MARKETING' })
    const [connection] = (await shop.get<List<{ id: string }>>('/connections')).items
    const { accountId } = shop
    const job = { type: 'templates.sync' as const, accountId, connectionId: connection?.id ?? '' }
    const killed = syncTemplatesJob(shop.deps, job, async (_deps, _account, lost) => {
      if (lost.length > 0) throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    await handlers['templates.sync'](shop.deps, job)
    expect(await shop.see(id)).toMatchObject({
      state: 'paused',
      stateReason: 'template_recategorised',
    })
  })

  it('goes on where the news are old: what a sync read since is asked for, and not believed', async () => {
    const shop = await one('UTILITY')
    await shop.addMany(3)
    const id = await shop.running({ template: 'sale' })
    const templateId = (await theOne(shop)).id
    shop.chores.length = 0
    const hourAgo = Date.now() - HOUR_MS
    const base = { message_template_id: templateId }
    await tell(shop, 'message_template_status_update', { ...base, event: 'PAUSED' }, hourAgo)
    const moved = { ...base, previous_category: 'UTILITY', new_category: 'MARKETING' }
    await tell(shop, 'template_category_update', moved, hourAgo)
    expect(await theOne(shop)).toMatchObject({ status: 'APPROVED', category: 'UTILITY' })
    expect((await shop.see(id)).state).toBe('running')

    Object.assign(shop.meta.templates[0] ?? {}, { status: 'PAUSED' })
    for (const job of shop.chores) {
      if (job.type === 'template.refresh') await handlers['template.refresh'](shop.deps, job)
    }
    expect((await theOne(shop)).status).toBe('PAUSED')
    expect((await shop.see(id)).state).toBe('paused')
  })

  it('is told to whoever scheduled it, once', async () => {
    const shop = await one()
    await shop.addMany(1)
    const { id } = await shop.draft({ template: 'sale' })
    await shop.query(`UPDATE broadcasts SET state = 'scheduled' WHERE account_id = ?1`)
    await shop.query(
      `INSERT INTO active_broadcasts (account_id, broadcast_id, state, updated_at)
       VALUES (?1, ?2, 'scheduled', 0)`,
      id,
    )
    const mails: string[] = []
    shop.deps.mailer.send = async ({ to, subject }) => {
      mails.push(`${to} ${subject}`)
    }
    const value = { event: 'PAUSED', message_template_id: (await theOne(shop)).id }
    await tell(shop, 'message_template_status_update', value)
    await tell(shop, 'message_template_status_update', value)
    expect(mails).toHaveLength(1)
    expect(mails[0]).toContain(shop.person.session.user.email)
  })
})

describe('each hour', () => {
  it('every connection that is alive is synced', async () => {
    const shop = await one()
    shop.chores.length = 0
    await sweepTemplatesJob(shop.deps)
    const mine = shop.chores.filter((job) => 'accountId' in job && job.accountId === shop.accountId)
    expect(mine).toMatchObject([{ type: 'templates.sync' }])
  })
})

describe('at Meta', () => {
  it('one language is deleted, by whoever may write', async () => {
    const shop = await one()
    const { id } = await theOne(shop)
    const viewer = await invite(shop.person, 'viewer')
    expect((await viewer.browser.delete(`/api/v1/templates/${id}`)).status).toBe(403)
    expect((await shop.browser.delete(`/api/v1/templates/${id}`)).status).toBe(204)
    expect(shop.meta.templates).toEqual([])
    expect((await shop.get<List<object>>('/templates')).items).toEqual([])
  })

  it('what is deleted stays as such while Meta has no time to say whether it is gone', async () => {
    const shop = await one()
    const { id } = await theOne(shop)
    const error = { code: 80007, message: 'Rate limit issues' }
    shop.meta.interrupt = (method, path) =>
      method === 'GET' && path === `/${id}` ? Response.json({ error }, { status: 400 }) : null
    expect((await shop.browser.delete(`/api/v1/templates/${id}`)).status).toBe(204)
    expect(await theOne(shop)).toMatchObject({ id, status: 'PENDING_DELETION' })
  })

  it('what was disabled stays, and a pause by pacing is ended', async () => {
    const shop = await one()
    const { id } = await theOne(shop)
    const turn = (event: string) =>
      tell(shop, 'message_template_status_update', { event, message_template_id: id })
    await turn('DISABLED')
    expect((await shop.browser.delete(`/api/v1/templates/${id}`)).status).toBe(409)
    await turn('PAUSED')
    expect(await shop.post(`/templates/${id}/unpause`)).toMatchObject({ status: 'APPROVED' })
  })
})
