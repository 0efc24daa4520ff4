import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, startSimulator } from './running'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

type Mail = Record<'from' | 'to' | 'subject' | 'text' | 'html', string>

async function mail(mail: Partial<Mail>): Promise<void> {
  const mailer = await simulator.miniflare.getWorker('mailer')
  const given = { from: 'ProConnect <no-reply@example.com>', to: 'a@example.com', ...mail }
  const response = await mailer.fetch('http://mailer/', {
    method: 'POST',
    body: JSON.stringify({ subject: 'Hello', text: 'Hi', html: '<p>Hi</p>', ...given }),
  })
  expect(response.status).toBe(200)
}

async function mails(query = ''): Promise<(Mail & { id: number })[]> {
  const response = await fetch(`${simulator.url}/mailbox.json${query}`)
  return ((await response.json()) as { items: (Mail & { id: number })[] }).items
}

describe('the mailbox', () => {
  it('keeps what is sent through the binding, for whom it was sent', async () => {
    await mail({ to: 'noa@example.com', subject: 'הקוד שלך', text: '12345678' })
    await mail({ to: 'tom@example.com', subject: 'Your code' })

    const [code, ...others] = await mails('?to=noa@example.com')
    expect(others).toEqual([])
    expect(code).toMatchObject({
      from: 'ProConnect <no-reply@example.com>',
      to: 'noa@example.com',
      subject: 'הקוד שלך',
      text: '12345678',
      html: '<p>Hi</p>',
    })
    expect((await mails(`?after=${code?.id}`)).map(({ to }) => to)).toEqual(['tom@example.com'])
  })

  it('shows the newest first, and runs nothing that a mail contains', async () => {
    await mail({ subject: 'Older' })
    await mail({
      subject: '<script>alert(1)</script>',
      text: 'See https://example.com/invite?a=1&b=2 <b>now</b>',
      html: '<script>alert(2)</script>"><script>alert(3)</script>',
    })
    const page = await (await fetch(`${simulator.url}/mailbox`)).text()

    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<b>now</b>')
    expect(page).toContain('href="https://example.com/invite?a=1&amp;b=2"')
    expect(page).toContain('sandbox="allow-popups')
    expect(page.indexOf('alert(1)')).toBeLessThan(page.indexOf('Older'))
  })
})

describe('the pages', () => {
  it('make an account to connect, and show what to paste for it', async () => {
    const made = await fetch(`${simulator.url}/accounts`, { method: 'POST' })
    const page = await made.text()
    expect(page).toContain('WABA id')
    expect(page).toMatch(/<code>EAA[0-9a-f]{96}<\/code>/)
  })

  it('lead to each other and show every dial', async () => {
    const index = await (await fetch(`${simulator.url}/`)).text()
    expect(index).toContain('href="/mailbox"')
    expect(index).toContain('href="/admin"')

    const page = await (await fetch(`${simulator.url}/admin`)).text()
    for (const dial of ['latencyMs', 'shares.read', 'statusDelaysMs.sent', 'webhook.dropEvery']) {
      expect(page).toContain(`name="${dial}"`)
    }
  })
})
