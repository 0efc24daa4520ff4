import { describe, expect, it } from 'vitest'
import type { List } from '../../../worker/contract/common'
import { blankVersion, type TemplateDraftView } from '../../../worker/contract/template-drafts'
import type { TemplateView } from '../../../worker/contract/templates'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'
import { aDraft, errorOf, submit } from '../../support/template-drafts'
import { aTemplate } from '../../support/templates'

describe('a draft', () => {
  it('is kept as it is written, at the version that it was read at', async () => {
    const shop = await Shop.open()
    const draft = await aDraft(shop)
    expect(draft).toMatchObject({ name: 'order_left', version: 2, isEdit: false })
    const path = `/api/v1/templates/drafts/${draft.id}`
    const late = shop.browser.patch(path, { version: 1, name: 'other' })
    expect((await errorOf(late)).code).toBe('template.changed_elsewhere')
    expect(await shop.get(`/templates/drafts/${draft.id}`)).toEqual(draft)
  })

  it('may hold what Meta would refuse, but never more than a bounded draft', async () => {
    const shop = await Shop.open()
    const { id, version } = await aDraft(shop, { body: '{{1}}' })
    const tooLong = { ...blankVersion('he'), body: 'x'.repeat(4001) }
    const path = `/api/v1/templates/drafts/${id}`
    const answer = await shop.browser.patch(path, { version, versions: [tooLong] })
    expect(answer.status).toBe(400)
  })

  it('is nobody else’s, and viewers only read', async () => {
    const [mine, other] = [await Shop.open(), await Shop.open()]
    const draft = await aDraft(mine)
    const path = `/api/v1/templates/drafts/${draft.id}`
    for (const method of ['GET', 'DELETE']) {
      expect((await other.browser.send(method, path)).status).toBe(404)
    }
    expect((await other.browser.patch(path, { version: 2, name: 'x' })).status).toBe(404)
    expect((await other.get<List<object>>('/templates/drafts')).items).toEqual([])
    const viewer = await invite(mine.person, 'viewer')
    expect((await viewer.browser.get(path)).status).toBe(200)
    expect((await viewer.browser.send('DELETE', path)).status).toBe(403)
  })

  it('begins from the library in the languages that were asked for', async () => {
    const shop = await Shop.open()
    const wish = { from: 'library', key: 'order_shipped', languages: ['he', 'fr'] }
    const draft = await shop.post<TemplateDraftView>('/templates/drafts', wish)
    expect(draft.name).toBe('order_shipped')
    expect(draft.versions.map(({ language, body }) => [language, body !== ''])).toEqual([
      ['he', true],
      ['fr', false],
    ])
  })

  it('begins from a template: to edit it with its languages, or as a copy with a free name', async () => {
    const shop = await Shop.open({
      templates: [
        aTemplate('sale', 'MARKETING'),
        aTemplate('sale', 'MARKETING', { language: 'he', status: 'REJECTED' }),
        aTemplate('sale', 'MARKETING', { language: 'fr', status: 'PENDING' }),
      ],
    })
    const { items } = await shop.get<List<TemplateView>>('/templates?language=he')
    const templateId = items[0]?.id ?? ''
    const begin = (how: string) =>
      shop.post<TemplateDraftView>('/templates/drafts', { from: 'template', templateId, how })
    const edit = await begin('edit')
    expect(edit).toMatchObject({ name: 'sale', isEdit: true, isCategoryFixed: true })
    expect(edit.versions.map(({ language }) => language)).toEqual(['he', 'en_US'])
    expect(edit.versions[0]).toMatchObject({ templateId, samples: { 1: 'Noa' } })
    const copy = await begin('copy')
    expect(copy).toMatchObject({ name: 'sale_2', isEdit: false })
    expect(copy.versions.map((one) => [one.language, one.templateId])).toEqual([
      ['he', null],
      ['en_US', null],
      ['fr', null],
    ])
    const rename = { version: edit.version, name: 'other' }
    const answer = shop.browser.patch(`/api/v1/templates/drafts/${edit.id}`, rename)
    expect((await errorOf(answer)).code).toBe('template.locked')
  })
})

describe('a template for codes that was made elsewhere', () => {
  /** As Meta answers: what was submitted stands in the query of a link. */
  const codes = (apps: string, hashes: string) => {
    const url = `https://www.whatsapp.com/otp/code/?otp_type=ZERO_TAP&cta_display_name=Fill+in&package_name=${apps}&signature_hash=${hashes}&code_expiration_minutes=10&code=otp{{1}}`
    const button = { type: 'URL', text: 'Copy code', url, example: [`${url}123456`] }
    const footer = { type: 'FOOTER', text: 'Expires in 10 minutes.', code_expiration_minutes: 10 }
    const body = { type: 'BODY', text: '*{{1}}* is your verification code.' }
    return { components: [body, footer, { type: 'BUTTONS', buttons: [button] }] }
  }
  const begin = async (apps: string, hashes: string) => {
    const template = { ...aTemplate('code', 'UTILITY'), category: 'AUTHENTICATION' }
    const shop = await Shop.open({ templates: [{ ...template, ...codes(apps, hashes) }] })
    const { items } = await shop.get<List<TemplateView>>('/templates')
    const wish = { from: 'template', templateId: items[0]?.id, how: 'edit' }
    return { shop, wish }
  }

  it('keeps its app, its words and how the code gets there when it is edited', async () => {
    const { shop, wish } = await begin('com.example.shop', 'K8a%2FAINcGX7')
    const draft = await shop.post<TemplateDraftView>('/templates/drafts', wish)
    expect(draft.versions[0]).toMatchObject({
      expiryMinutes: 10,
      otp: {
        type: 'ZERO_TAP',
        text: 'Copy code',
        autofillText: 'Fill in',
        packageName: 'com.example.shop',
        signatureHash: 'K8a/AINcGX7',
        termsAccepted: true,
      },
    })
  })

  it('is not edited here when it names more apps than one', async () => {
    const { shop, wish } = await begin(
      'com.example.shop,com.example.pay',
      'K8a%2FAINcGX7,bBevWzGTwET',
    )
    const answer = shop.browser.post('/api/v1/templates/drafts', wish)
    expect((await errorOf(answer)).code).toBe('template.not_editable')
  })
})

describe('submitting', () => {
  it('hands each language to Meta, and the draft is gone', async () => {
    const shop = await Shop.open()
    const draft = await aDraft(shop)
    const he = { ...blankVersion('he'), body: 'ההזמנה שלך יצאה היום מהמחסן.' }
    const both = await shop.browser.read<TemplateDraftView>(
      shop.browser.patch(`/api/v1/templates/drafts/${draft.id}`, {
        version: draft.version,
        versions: [...draft.versions, he],
      }),
    )
    const { draft: left, results } = await submit(shop, both)
    expect(left).toBeNull()
    expect(results).toMatchObject([
      { language: 'en_US', status: 'PENDING', category: 'UTILITY', problem: null },
      { language: 'he', status: 'PENDING', problem: null },
    ])
    expect((await shop.browser.get(`/api/v1/templates/drafts/${draft.id}`)).status).toBe(404)
    const { items } = await shop.get<List<TemplateView>>('/templates?q=order_left')
    expect(items.map(({ status }) => status)).toEqual(['PENDING', 'PENDING'])
    expect(shop.meta.templates.find(({ name }) => name === 'order_left')).toMatchObject({
      parameter_format: 'NAMED',
      components: [
        {
          type: 'BODY',
          example: { body_text_named_params: [{ param_name: 'first_name', example: 'Maya' }] },
        },
      ],
    })
  })

  it('sends nothing that the lint calls an error, and names each place', async () => {
    const shop = await Shop.open()
    const draft = await aDraft(shop, { body: 'Your order left, {{first_name}}', footer: '{{a}}' })
    const path = `/api/v1/templates/drafts/${draft.id}/submit`
    const error = await errorOf(shop.browser.post(path, { version: draft.version }))
    expect(error.code).toBe('template.lint')
    expect(error.details).toMatchObject({
      problems: [
        { rule: 'variable_edge', field: 'body', version: 0 },
        { rule: 'footer_variable', field: 'footer', version: 0 },
      ],
    })
    expect(
      shop.meta.calls.filter((call) => call.startsWith('POST') && /templates/.test(call)),
    ).toEqual([])
  })

  it('keeps what Meta refused, with the reason in the caller’s language', async () => {
    const shop = await Shop.open({ templates: [aTemplate('order_left', 'UTILITY')] })
    const draft = await aDraft(shop)
    const { draft: left, results } = await submit(shop, draft)
    expect(results).toMatchObject([{ language: 'en_US', status: null, templateId: null }])
    expect(left?.refusals.en_US).toMatch(/exists in this language already/)
    expect(left?.versions).toHaveLength(1)
    // Nothing holds it: it can be mended and submitted again.
    const mended = await shop.browser.read<TemplateDraftView>(
      shop.browser.patch(`/api/v1/templates/drafts/${draft.id}`, {
        version: left?.version,
        name: 'order_left_2',
      }),
    )
    expect((await submit(shop, mended)).draft).toBeNull()
  })

  it('recognises what an answer that got lost had made', async () => {
    const shop = await Shop.open()
    const draft = await aDraft(shop)
    const answer = shop.meta.answer.bind(shop.meta)
    let isLost = false
    shop.meta.answer = async (method, path, url, body) => {
      const given = await answer(method, path, url, body)
      if (method !== 'POST' || !path.endsWith('/message_templates') || isLost) return given
      isLost = true
      return new Response('', { status: 502 })
    }
    const { draft: left, results } = await submit(shop, draft)
    expect(left).toBeNull()
    expect(results).toMatchObject([{ status: 'PENDING', problem: null }])
    expect(shop.meta.templates.filter(({ name }) => name === 'order_left')).toHaveLength(1)
  })

  it('recognises a template for codes too, whose words Meta writes', async () => {
    const shop = await Shop.open()
    const draft = await aDraft(shop, {}, { category: 'AUTHENTICATION', name: 'login_code' })
    const answer = shop.meta.answer.bind(shop.meta)
    shop.meta.answer = async (method, path, url, body) => {
      const given = await answer(method, path, url, body)
      if (method !== 'POST' || !path.endsWith('/message_templates')) return given
      for (const one of shop.meta.templates.filter(({ name }) => name === 'login_code')) {
        one.components = [{ type: 'BODY', text: '*{{1}}* is your verification code.' }]
      }
      return new Response('', { status: 502 })
    }
    const { draft: left, results } = await submit(shop, draft)
    expect(left).toBeNull()
    expect(results).toMatchObject([{ status: 'PENDING', problem: null }])
  })

  it('keeps what Meta took where access ends half-way', async () => {
    const shop = await Shop.open()
    const draft = await aDraft(shop)
    const he = { ...blankVersion('he'), body: 'ההזמנה שלך יצאה היום מהמחסן.' }
    const both = await shop.browser.read<TemplateDraftView>(
      shop.browser.patch(`/api/v1/templates/drafts/${draft.id}`, {
        version: draft.version,
        versions: [...draft.versions, he],
      }),
    )
    shop.meta.interrupt = (method, path) => {
      const isHandedIn = method === 'POST' && path.endsWith('/message_templates')
      if (isHandedIn && shop.meta.templates.some(({ name }) => name === 'order_left')) {
        shop.meta.token.is_valid = false
      }
      return null
    }
    const path = `/api/v1/templates/drafts/${draft.id}`
    expect((await shop.browser.post(`${path}/submit`, { version: both.version })).ok).toBe(false)
    const left = await shop.get<TemplateDraftView>(`/templates/drafts/${draft.id}`)
    expect(left.versions.map(({ language }) => language)).toEqual(['he'])
  })

  it('twice at once goes to Meta once', async () => {
    const shop = await Shop.open()
    const draft = await aDraft(shop)
    const path = `/api/v1/templates/drafts/${draft.id}/submit`
    const answers = await Promise.all(
      [1, 2, 3].map(() => shop.browser.post(path, { version: draft.version })),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(shop.meta.templates.filter(({ name }) => name === 'order_left')).toHaveLength(1)
  })

  it('tells when Meta made it marketing', async () => {
    const shop = await Shop.open()
    const body = 'Hi {{first_name}}, a big discount waits for your next order.'
    const { results } = await submit(shop, await aDraft(shop, { body }))
    expect(results).toMatchObject([{ category: 'MARKETING' }])
    const { items } = await shop.get<List<TemplateView>>('/templates?q=order_left')
    expect(items).toMatchObject([{ category: 'MARKETING' }])
  })

  it('replaces the words of a template that is edited, and of an approved one once a day', async () => {
    const shop = await Shop.open({ templates: [aTemplate('sale', 'MARKETING')] })
    const { items } = await shop.get<List<TemplateView>>('/templates')
    const wish = { from: 'template', templateId: items[0]?.id, how: 'edit' }
    const edit = async (body: string) => {
      const begun = await shop.post<TemplateDraftView>('/templates/drafts', wish)
      const versions = begun.versions.map((one) => ({ ...one, body }))
      const path = `/api/v1/templates/drafts/${begun.id}`
      return submit(
        shop,
        await shop.browser.read(shop.browser.patch(path, { version: begun.version, versions })),
      )
    }
    expect((await edit('Hello {{1}}, these are other words for you.')).draft).toBeNull()
    expect(shop.meta.templates[0]).toMatchObject({ status: 'PENDING' })
    expect(JSON.stringify(shop.meta.templates[0])).toContain('these are other words')
    await shop.query(`UPDATE templates SET status = 'APPROVED' WHERE account_id = ?`)
    const again = await edit('Hello {{1}}, and once more other words.')
    expect(again.results[0]?.problem).toMatch(/once in 24 hours/)
  })
})
