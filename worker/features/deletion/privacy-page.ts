import { html } from 'hono/html'
import { BRAND, GLOBE } from '../../boundary/http/public-marks'
import { PUBLIC_STYLE_PATH } from '../../boundary/http/public-style'
import type { Language } from '../../contract/common'
import { disclosuresIn, type RunBy } from './disclosures'
import { KEPT, KEPT_HEADING, type Kept } from './kept'
import { POLICY, type PolicyPart } from './policy'

export const PRIVACY_PATH: Record<Language, string> = { en: '/privacy', he: '/he/privacy' }

const OTHER: Record<Language, { language: Language; name: string }> = {
  en: { language: 'he', name: 'עברית' },
  he: { language: 'en', name: 'English' },
}
const CONTENTS: Record<Language, string> = { en: 'Contents', he: 'תוכן' }

/** The policy as a whole document: no script, nothing from elsewhere, printable. */
export function renderPrivacyPage(language: Language, runBy: RunBy) {
  const { title, updated, sections, rights } = POLICY[language]
  const disclosures = disclosuresIn(language, runBy)
  const other = OTHER[language]
  const headings = [...sections.map(({ heading }) => heading), disclosures.heading]
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ProConnect</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="alternate" hreflang="${other.language}" href="${PRIVACY_PATH[other.language]}">
<link rel="stylesheet" href="${PUBLIC_STYLE_PATH}">
</head>
<body>
<header>
<a class="brand" href="/"><span class="mark" aria-hidden="true">${BRAND}</span><bdi>ProConnect</bdi></a>
<a class="other" href="${PRIVACY_PATH[other.language]}" lang="${other.language}" hreflang="${other.language}">${GLOBE}<bdi>${other.name}</bdi></a>
</header>
<main>
<nav aria-label="${CONTENTS[language]}"><ol>${headings.map(
    (heading, at) => html`<li><a href="#p${at + 1}">${isolated(heading, language)}</a></li>`,
  )}</ol></nav>
<article>
<h1>${title}</h1>
<p class="updated">${updated}</p>
${sections.map(
  ({ heading, parts }, at) => html`<section id="p${at + 1}" class="promise">
<div class="said"><h2>${isolated(heading, language)}</h2>
${parts.map((part) => renderPart(part, language, runBy.address))}</div>
${renderKept(KEPT[language][at] ?? [], language)}</section>
`,
)}<section id="p${headings.length}">
<h2>${disclosures.heading}</h2>
<ul>${disclosures.items.map(
    ({ label, text }) =>
      html`<li><b>${isolated(label, language)}:</b> ${isolated(text, language)}</li>`,
  )}</ul>
</section>
<footer>${isolated(rights, language)}</footer>
</article>
</main>
</body>
</html>`
}

/** Beside the promise: what makes it true. */
function renderKept(kept: Kept[], language: Language) {
  return html`<aside><h3>${KEPT_HEADING[language]}</h3>
<ul>${kept.map(({ key, text }) => html`<li data-kept="${key}">${isolated(text, language)}</li>`)}</ul>
${kept.some(({ key }) => key === 'due') ? askLink(language) : ''}</aside>
`
}

const ASK: Record<Language, string> = {
  he: 'כל הדרכים לבקש מחיקה, גם למי שמופיעים ברשימה של אחרים',
  en: 'Every way to ask for deletion, also for people in somebody’s list',
}

const askLink = (language: Language) =>
  html`<p><a href="/data-deletion?lang=${language}">${ASK[language]}</a></p>`

function renderPart(part: PolicyPart, language: Language, supportEmail: string) {
  if (part.kind === 'contact') {
    return html`<p class="contact"><a href="mailto:${supportEmail}"><bdi dir="ltr">${supportEmail}</bdi></a></p>
`
  }
  if (part.kind === 'text') {
    return html`<p>${isolated(part.text, language)}</p>
`
  }
  return html`<ul>${part.items.map((item) => html`<li>${labelled(item, language)}</li>`)}</ul>
`
}

function labelled(item: string, language: Language) {
  const [, label, rest] = /^([^:]+:)( .+)$/.exec(item) ?? []
  if (!label || !rest) return isolated(item, language)
  return html`<b>${isolated(label, language)}</b>${isolated(rest, language)}`
}

/** Left-to-right words, and phrases of them, as they occur in Hebrew text. */
const LATIN = /[A-Za-z_](?:[\w./@ -]*\w)?/g

/** In Hebrew, each run of Latin text is kept whole, whatever stands around it. */
function isolated(text: string, language: Language) {
  if (language === 'en') return text
  const pieces: unknown[] = []
  let end = 0
  for (const { 0: latin, index } of text.matchAll(LATIN)) {
    pieces.push(text.slice(end, index), html`<bdi>${latin}</bdi>`)
    end = index + latin.length
  }
  pieces.push(text.slice(end))
  return html`${pieces}`
}
