import { html } from 'hono/html'
import type { Dials } from './dials'

type Plain = string | number | boolean | Record<string, number>

/** One form field for each dial, grouped as in the JSON; a select where words are to choose from. */
export function toDialFields(dials: Dials) {
  const { shares, statusDelaysMs, webhook, billing, ...plain } = dials
  return [
    fieldset('How Meta answers', '', plain),
    fieldset('What people do (shares from 0 to 1)', 'shares.', shares),
    fieldset('When it is reported (ms)', 'statusDelaysMs.', statusDelaysMs),
    fieldset('Webhooks', 'webhook.', webhook),
    fieldset('What Meta bills', 'billing.', billing),
  ]
}

const fieldset = (legend: string, prefix: string, values: Record<string, Plain>) =>
  html`<fieldset>
    <legend>${legend}</legend>
    <div class="fields">
      ${Object.entries(values).map(([name, value]) => field(`${prefix}${name}`, name, value))}
    </div>
  </fieldset>`

const CHOICES: Record<string, string[]> = {
  throttleForm: ['envelope', 'http429', 'bare'],
  error5xxMode: ['before', 'after'],
  brokenBodyForm: ['truncated', 'empty', 'html', 'reset'],
  heldOutcome: ['released', 'dropped'],
  windowRefusal: ['sync', 'async'],
}

function field(path: string, name: string, value: Plain) {
  if (typeof value === 'boolean') {
    return html`<label
      ><input type="checkbox" name="${path}" ${value ? 'checked' : ''} />${name}</label
    >`
  }
  const choices = CHOICES[name]
  if (choices) {
    return html`<label
      >${name}<select name="${path}">
        ${choices.map(
          (choice) => html`<option ${choice === value ? 'selected' : ''}>${choice}</option>`,
        )}
      </select></label
    >`
  }
  if (typeof value === 'object') {
    return html`<label
      >${name}<input name="${path}" data-kind="json" value="${JSON.stringify(value)}"
    /></label>`
  }
  const kind = typeof value === 'number' && name !== 'batch' ? 'number' : 'text'
  return html`<label
    >${name}<input name="${path}" type="${kind}" step="any" data-kind="${kind}" value="${value}"
  /></label>`
}
