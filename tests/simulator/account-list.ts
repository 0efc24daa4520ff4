import { html } from 'hono/html'
import { type Business, listBusinesses, numbersOf } from './businesses'
import type { Meta } from './meta'
import { livingTokenOf } from './tokens'

const NUMBERS_SHOWN = 20

/** What a person pastes into ProConnect to connect, account by account. */
export function accountList(meta: Meta) {
  return html`<h2>Accounts at Meta</h2>
    <p>To connect one in ProConnect, paste these three. Each account has six templates.</p>
    ${listBusinesses(meta.sql).map((business) => account(meta, business))}
    <form method="post" action="/accounts"><button>Make another account</button></form>`
}

function account(meta: Meta, business: Business) {
  const token = livingTokenOf(meta.sql, business.waba_id)
  return html`<article>
    <h2 dir="auto">${business.name}</h2>
    <table>
      <tr>
        <th>WABA id</th>
        <td><code>${business.waba_id}</code></td>
      </tr>
      ${numbersOf(meta.sql, business.waba_id, -1, NUMBERS_SHOWN).map(
        ({ id, display_phone_number }) =>
          html`<tr>
            <th>Phone number id</th>
            <td><code>${id}</code> (${display_phone_number})</td>
          </tr>`,
      )}
      <tr>
        <th>Access token</th>
        <td>${token ? html`<code>${token}</code>` : 'none that is alive'}</td>
      </tr>
    </table>
  </article>`
}
