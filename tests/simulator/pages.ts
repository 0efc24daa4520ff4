import { Hono } from 'hono'
import { html } from 'hono/html'
import * as v from 'valibot'
import { accountList } from './account-list'
import { adminPage } from './admin-page'
import { createBusiness, NewBusiness } from './businesses'
import { page } from './layout'
import { latestMails, type StoredMail } from './mailbox'
import type { Meta } from './meta'

export function pageRoutes(meta: Meta): Hono {
  return new Hono()
    .get('/', (c) => c.html(page('Meta simulator', html`${INDEX} ${accountList(meta)}`)))
    .post('/accounts', (c) => {
      createBusiness(meta.sql, v.parse(NewBusiness, {}), meta.app.id, Date.now())
      return c.redirect('/')
    })
    .get('/mailbox', (c) => {
      const mails = latestMails(meta.sql)
      const shown = mails.length > 0 ? mails.map(toArticle) : [NO_MAIL]
      return c.html(page('Mailbox', html`${shown} ${lookAgain(mails[0]?.id ?? 0)}`))
    })
    .get('/admin', (c) => c.html(adminPage(meta, c.req.query('phoneNumberId') ?? null)))
}

const INDEX = html`
  <p>
    This stands in for Meta and for the mail server while ProConnect runs on your machine. Nobody
    is messaged, nothing is charged, and everything here can be thrown away.
  </p>
  <ul>
    <li><a href="/mailbox">Mailbox</a>: codes and invitations that ProConnect sent by e-mail</li>
    <li><a href="/admin">Admin</a>: how people and Meta behave, what was sent, what was told</li>
    <li><a href="/admin/api/summary">Summary</a> and <a href="/admin/api/log">log</a> as JSON</li>
  </ul>
  <p class="quiet">The Graph API answers under <code>/v26.0/…</code>.</p>
`

const NO_MAIL = html`<p class="quiet">No mail yet. It appears here by itself.</p>`

/** Reloads when there is news only, so that an opened mail stays open. */
const lookAgain = (lastId: number) =>
  html`<script>
    setInterval(async () => {
      const { items } = await (await fetch('/mailbox.json?after=${lastId}')).json()
      if (items.length > 0) location.reload()
    }, 2000)
  </script>`

function toArticle(mail: StoredMail) {
  return html`<article>
    <h2 dir="auto">${mail.subject}</h2>
    <small>${new Date(mail.at).toISOString()} · from ${mail.from} · to <b>${mail.to}</b></small>
    <pre dir="auto">${withLinks(mail.text)}</pre>
    ${mail.html === '' ? '' : htmlBody(mail.html)}
  </article>`
}

/** The sandbox runs no script of a mail; its links open in a tab of their own. */
const htmlBody = (body: string) =>
  html`<details>
    <summary>As HTML</summary>
    <iframe
      title="The mail as HTML"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      srcdoc="${`<base target="_blank">${body}`}"
    ></iframe>
  </details>`

const LINK = /(https?:\/\/[^\s<>"]+)/

const withLinks = (text: string) =>
  text
    .split(LINK)
    .map((part, i) => (i % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`))
