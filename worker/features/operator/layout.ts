import { html } from 'hono/html'
import { PUBLIC_STYLE } from '../../boundary/http/public-style'
import type { Language } from '../../contract/common'
import { TEXTS } from './texts'

/** The desk's own rules, on top of what our pages without script share. */
export const OPERATOR_STYLE = `
.desk { display: block; max-inline-size: 1120px; margin-inline: auto; padding-block: 32px 80px; }
.desk > * + * { margin-block-start: 20px; }
.desk nav { position: static; padding: 0; }
.desk nav ul { display: flex; flex-wrap: wrap; gap: 8px 24px; list-style: none; border-block-end: 1px solid var(--line); }
.desk nav a { display: block; padding-block: 10px; font-size: 0.875rem; color: var(--muted); }
.desk nav a[aria-current] { color: var(--text); font-weight: 700; box-shadow: inset 0 -2px var(--accent); }
.lead, .who { color: var(--muted); font-size: 0.875rem; max-inline-size: 72ch; }
.alarm { padding: 12px 16px; border-radius: 10px; border: 1px solid #b32322; font-weight: 550; }
.note { padding: 12px 16px; border-radius: 10px; border: 1px solid var(--line); background: var(--bg); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; inline-size: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
th, td { text-align: start; padding: 10px 14px; vertical-align: top; border-block-end: 1px solid var(--line); }
tr:last-child > td { border-block-end: 0; }
th { color: var(--muted); font-weight: 550; white-space: nowrap; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: 0.8125rem; }
.late { font-weight: 700; color: light-dark(#b32322, #fa8880); }
button { min-block-size: 40px; padding-inline: 14px; border-radius: 6px; border: 1px solid #7f8985; background: var(--surface); color: inherit; font: 550 0.875rem/1 inherit; font-family: inherit; cursor: pointer; }
button.danger { border-color: #b32322; color: light-dark(#b32322, #fa8880); }
form.stack, fieldset { display: grid; gap: 14px; border: 0; max-inline-size: 640px; }
legend { font-weight: 700; padding: 0; margin-block-end: 8px; }
label { display: grid; gap: 6px; font-size: 0.875rem; font-weight: 550; }
label.tick { grid-template-columns: auto 1fr; gap: 2px 10px; align-items: start; }
label.tick small { grid-column: 2; font-weight: 400; color: var(--muted); font-size: 0.8125rem; }
input[type="email"] { font-weight: 400; min-block-size: 44px; padding-inline: 12px; border-radius: 6px; border: 1px solid #7f8985; background: var(--surface); color: inherit; font: inherit; }
input[type="checkbox"], input[type="radio"] { inline-size: 20px; block-size: 20px; accent-color: var(--accent); }
`

export const OPERATOR_PATHS = {
  requests: '/operator',
  enter: '/operator/enter',
  letters: '/operator/letters',
  accounts: '/operator/accounts',
  keys: '/operator/keys',
  log: '/operator/log',
} as const
export type Place = keyof typeof OPERATOR_PATHS

export const OPERATOR_STYLE_PATH = '/operator/style.css'
/** Both sheets, so that the desk looks like our other pages. */
export const operatorSheet = () => `${PUBLIC_STYLE}${OPERATOR_STYLE}`

export type Desk = {
  language: Language
  operator: string
  place: Place
  notice?: string | undefined
}
export type Html = ReturnType<typeof html>

/** A page of the desk: no script, nothing from elsewhere. */
export function deskPage({ language, operator, place, notice }: Desk, body: Html | Html[]) {
  const texts = TEXTS[language]
  const places = Object.entries(OPERATOR_PATHS).map(([name, path]) => ({
    name: name as Place,
    path,
  }))
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${texts.nav[place]} · ${texts.title} · ProConnect</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${OPERATOR_STYLE_PATH}">
</head>
<body>
<main class="desk">
<h1>${texts.title}</h1>
<p class="who">${texts.signedInAs} <bdi dir="ltr">${operator}</bdi></p>
<nav aria-label="${texts.title}"><ul>${places.map(
    ({ name, path }) =>
      html`<li><a href="${path}"${name === place ? html` aria-current="page"` : ''}>${texts.nav[name]}</a></li>`,
  )}</ul></nav>
${notice ? html`<p class="note" role="status">${notice}</p>` : ''}
${body}
</main>
</body>
</html>`
}

/** A table, or a word that there is nothing in it. */
export function table(
  language: Language,
  label: string,
  heads: string[],
  rows: (Html | string)[][],
) {
  if (rows.length === 0) return html`<p class="lead">${TEXTS[language].nothing}</p>`
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table>
<thead><tr>${heads.map((head) =>
    head === '' ? html`<td></td>` : html`<th scope="col">${head}</th>`,
  )}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`
}

/** A button that does one thing. */
export const act = (path: string, label: string, look: 'danger' | '' = '') =>
  html`<form method="post" action="${path}"><button class="${look}">${label}</button></form>`

export const code = (text: string) => html`<code><bdi dir="ltr">${text}</bdi></code>`

export const time = (at: number, language: Language) =>
  html`<time datetime="${new Date(at).toISOString()}"><bdi>${new Intl.DateTimeFormat(
    language === 'he' ? 'he-IL' : 'en-GB',
    { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' },
  ).format(at)} UTC</bdi></time>`

/** "2 days, 3 hours". */
export function duration(ms: number, language: Language): string {
  const hours = Math.max(0, Math.floor(ms / 3_600_000))
  const unit = (count: number, name: 'day' | 'hour') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(
      count,
    )
  const days = Math.floor(hours / 24)
  return days > 0 ? `${unit(days, 'day')}, ${unit(hours % 24, 'hour')}` : unit(hours, 'hour')
}
