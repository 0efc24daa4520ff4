import { describe, expect, it } from 'vitest'
import { askApp } from '../../support/app'
import { ORIGIN } from '../../support/browser'
// What the owner wrote, kept apart from the page's own data.
import policy from './policy.txt?raw'

const PAGES = { he: '/he/privacy', en: '/privacy' } as const
const HEBREW = /[\u0590-\u05ff]/

/** Every line of the policy is a sentence or a heading; bullets and indents are only typography. */
const sentences = policy
  .split('\n')
  .map((line) => line.replace(/^[\s•]+/, '').trim())
  .filter((line) => line !== '' && line !== 'ProConnect')

const isHebrew = (sentence: string) => HEBREW.test(sentence)
const supportAddress = 'proconnect191@gmail.com'

describe.each(['he', 'en'] as const)('the privacy page in %s', (language) => {
  const path = PAGES[language]

  it('says every sentence of the policy word for word', async () => {
    const text = textOf(await (await askApp(path)).text())

    const own = sentences.filter(
      (sentence) => isHebrew(sentence) === (language === 'he') && sentence !== supportAddress,
    )
    expect(own.length).toBeGreaterThan(15)
    for (const sentence of own) expect(text).toContain(sentence)
  })

  it('gives the address for deletion, as it is set for this copy', async () => {
    const page = await (await askApp(path, { SUPPORT_EMAIL: supportAddress })).text()

    expect(page).toContain(`href="mailto:${supportAddress}"`)
    expect(textOf(page)).toContain(supportAddress)
  })

  it('has its language and direction in the first tag, and links to the other language', async () => {
    const page = await (await askApp(path)).text()

    expect(page).toContain(`<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">`)
    expect(page).toContain(`href="${PAGES[language === 'he' ? 'en' : 'he']}"`)
  })

  it('lists its contents, each leading to a section that is there', async () => {
    const page = await (await askApp(path)).text()

    const targets = [...page.matchAll(/<li><a href="#(p\d)">/g)].map((match) => match[1])
    expect(targets).toHaveLength(5)
    for (const target of targets) expect(page).toContain(`<section id="${target}"`)
  })

  it('names every cookie, what is not encrypted, and how long backups live', async () => {
    const text = textOf(await (await askApp(path)).text())

    for (const cookie of ['__Host-s', '__Host-attempt', 'lang', 'theme']) {
      expect(text).toContain(cookie)
    }
    expect(text).toContain('Cloudflare')
    expect(text).toMatch(language === 'he' ? /עד 30 ימים/ : /up to 30 days/)
    expect(text).toMatch(language === 'he' ? /מה אינו מוצפן/ : /What is not encrypted/)
  })

  it('has no script, loads nothing from elsewhere and sets no cookie', async () => {
    const response = await askApp(path, {}, { cookie: 'lang=he; theme=dark; __Host-s=x' })
    const page = await response.text()

    expect(response.headers.getSetCookie()).toEqual([])
    expect(page).not.toMatch(/<script|javascript:|\son\w+=|style=/i)
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe|script-src/)
  })

  it('is the same whatever cookies and languages a browser sends', async () => {
    const plain = await (await askApp(path)).text()
    const headers = { cookie: 'lang=en; theme=dark', 'accept-language': 'en' }

    expect(await (await askApp(path, {}, headers)).text()).toBe(plain)
  })

  it('is dressed by its own stylesheet, which browsers may keep', async () => {
    const page = await (await askApp(path)).text()
    const href = /rel="stylesheet" href="([^"]+)"/.exec(page)?.[1] ?? ''

    const style = await askApp(href)
    expect(style.headers.get('content-type')).toContain('text/css')
    expect(style.headers.get('cache-control')).toContain('immutable')
    expect(new URL(href, ORIGIN).origin).toBe(ORIGIN)
  })
})

it('isolates Latin words in the Hebrew text, and nothing else', async () => {
  const page = await (await askApp('/he/privacy')).text()

  expect(page).toContain('ה-<bdi>WhatsApp Business API</bdi> שלך')
  expect(page).toContain('<bdi>Meta/Facebook</bdi>, מזהי <bdi>WABA</bdi>')
  expect(page).toContain('של <bdi>ProConnect</bdi>.')
})

const textOf = (page: string) =>
  page
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
