import { html, raw } from 'hono/html'
import { listBusinesses, numbersOf } from './businesses'
import { toDialFields } from './dial-fields'
import { page } from './layout'
import { summarize } from './log'
import type { Meta } from './meta'

const SHOWN = 50

/** All dials of one number or of all, and what happened last. */
export function adminPage(meta: Meta, phoneNumberId: string | null) {
  const body = html`
    ${numberChoice(meta, phoneNumberId)} ${summary(meta, phoneNumberId)}
    <h2>Dials</h2>
    <form id="dials" data-number="${phoneNumberId ?? ''}">
      ${toDialFields(meta.board.of(phoneNumberId))}
      <p>
        <button>Turn the dials</button>
        <button type="button" data-post="flush">Deliver all webhooks now</button>
      </p>
      <output aria-live="polite"></output>
    </form>
    ${actions(meta)} ${messages(meta, phoneNumberId)} ${webhooks(meta)}
    <script>
      ${raw(SCRIPT)}
    </script>
  `
  return page('Admin', body)
}

function numberChoice(meta: Meta, chosen: string | null) {
  const options = listBusinesses(meta.sql).flatMap((business) =>
    numbersOf(meta.sql, business.waba_id, -1, SHOWN).map(
      ({ id, display_phone_number }) =>
        html`<option value="${id}" ${id === chosen ? 'selected' : ''}>
          ${business.name}: ${display_phone_number} (${id})
        </option>`,
    ),
  )
  return html`<form method="get">
    <p>
      <select name="phoneNumberId" aria-label="Number" onchange="this.form.submit()">
        <option value="">All numbers</option>
        ${options}
      </select>
    </p>
  </form>`
}

function summary(meta: Meta, phoneNumberId: string | null) {
  const facts = Object.entries(summarize(meta, phoneNumberId ?? ''))
  return html`<table>
    ${facts.map(
      ([name, fact]) =>
        html`<tr>
          <th>${name}</th>
          <td>${typeof fact === 'number' ? fact : inWords(fact)}</td>
        </tr>`,
    )}
  </table>`
}

const inWords = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none'

const ACTIONS: [string, string][] = [
  ['tokens/kill', '{"accessToken": "EAA…"}'],
  ['tokens/scopes', '{"accessToken": "EAA…", "remove": ["whatsapp_business_messaging"]}'],
  ['templates/status', '{"wabaId": "…", "name": "weekend_offer", "status": "PAUSED"}'],
  ['templates/category', '{"wabaId": "…", "name": "order_update", "category": "MARKETING"}'],
  ['numbers/quality', '{"phoneNumberId": "…", "quality": "RED"}'],
  ['numbers/throughput', '{"phoneNumberId": "…", "level": "HIGH"}'],
  ['accounts/limit', '{"wabaId": "…", "limit": "TIER_2K"}'],
  ['accounts/restriction', '{"wabaId": "…", "restriction": "policy"}'],
  ['accounts/payment', '{"wabaId": "…", "missing": true}'],
  ['inbound', '{"phoneNumberId": "…", "from": "+972501234567", "text": "שלום"}'],
  ['people/preference', '{"phoneNumberId": "…", "from": "+972501234567", "value": "stop"}'],
  ['people/move', '{"phoneNumberId": "…", "from": "+972501234567", "to": "+972507654321"}'],
]

function actions(meta: Meta) {
  const accounts = listBusinesses(meta.sql).map(
    ({ name, waba_id, restriction, payment_missing }) =>
      html`<li>
        ${name}: WABA <code>${waba_id}</code>, restriction ${restriction}, payment
        ${payment_missing ? 'missing' : 'fine'}
      </li>`,
  )
  return html`<h2>Things that happen</h2>
    <ul>
      ${accounts}
    </ul>
    <form id="action">
      <p>
        <select name="path" aria-label="What happens">
          ${ACTIONS.map(([path, body]) => html`<option data-body="${body}">${path}</option>`)}
        </select>
        <button>Let it happen</button>
      </p>
      <textarea name="body" rows="2" cols="80" aria-label="With what">${ACTIONS[0]?.[1]}</textarea>
      <output aria-live="polite"></output>
    </form>`
}

type Shown = {
  seq: number
  at: number
  recipient: string
  type: string
  template: string | null
  outcome: string
  code: number | null
  answer: string
}

function messages(meta: Meta, phoneNumberId: string | null) {
  const rows = meta.sql
    .exec<Shown>(
      `SELECT * FROM messages WHERE ? IN ('', phone_number_id) ORDER BY seq DESC LIMIT ?`,
      phoneNumberId ?? '',
      SHOWN,
    )
    .toArray()
  return html`<h2>Last ${SHOWN} messages</h2>
    <table>
      <tr>
        <th>No.</th><th>Accepted</th><th>To</th><th>What</th><th>Ends as</th><th>Answered</th>
      </tr>
      ${rows.map(
        (row) =>
          html`<tr>
            <td>${row.seq}</td>
            <td>${new Date(row.at).toISOString().slice(11, 23)}</td>
            <td>${row.recipient}</td>
            <td>${row.template ?? row.type}</td>
            <td>${row.outcome} ${row.code ?? ''}</td>
            <td>${row.answer}</td>
          </tr>`,
      )}
    </table>`
}

function webhooks(meta: Meta) {
  return html`<h2>Last ${SHOWN} webhooks</h2>
    <table>
      <tr><th>Sent</th><th>Items</th><th>Bytes</th><th>Answer</th><th>Body</th></tr>
      ${meta.callback.recent.map(
        (delivery) =>
          html`<tr>
            <td>${new Date(delivery.at).toISOString().slice(11, 23)}</td>
            <td>${delivery.items}</td>
            <td>${delivery.bytes}</td>
            <td>${delivery.status || 'none'} (${delivery.ms} ms)</td>
            <td>
              <details>
                <summary>show</summary>
                ${delivery.body}
              </details>
            </td>
          </tr>`,
      )}
    </table>`
}

const SCRIPT = `
const api = async (method, path, body) => {
  const response = await fetch('/admin/api/' + path, { method, body: JSON.stringify(body) })
  return response.status + ' ' + (await response.text())
}
const valueOf = ({ type, checked, value, dataset }) =>
  type === 'checkbox' ? checked : dataset.kind === 'json' ? JSON.parse(value)
  : dataset.kind === 'number' ? Number(value) : /^\\d+$/.test(value) ? Number(value) : value
const dials = document.querySelector('#dials')
dials.addEventListener('submit', async (event) => {
  event.preventDefault()
  const change = {}
  for (const field of dials.querySelectorAll('[name]')) {
    const [group, name] = field.name.split('.')
    if (name) (change[group] ??= {})[name] = valueOf(field)
    else change[group] = valueOf(field)
  }
  const number = dials.dataset.number
  const body = number ? { phoneNumberId: number, dials: change } : { dials: change }
  dials.querySelector('output').textContent = await api('PUT', 'dials', body)
})
for (const button of document.querySelectorAll('[data-post]')) {
  button.addEventListener('click', async () => {
    dials.querySelector('output').textContent = await api('POST', button.dataset.post, {})
  })
}
const action = document.querySelector('#action')
action.path.addEventListener('change', () => {
  action.body.value = action.path.selectedOptions[0].dataset.body
})
action.addEventListener('submit', async (event) => {
  event.preventDefault()
  action.querySelector('output').textContent =
    await api('POST', action.path.value, JSON.parse(action.body.value))
})
`
