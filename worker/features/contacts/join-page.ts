import { html, raw } from 'hono/html'
import { GLOBE } from '../../boundary/http/public-marks'
import type { Markup } from '../../boundary/http/public-pages'
import { PUBLIC_STYLE_PATH } from '../../boundary/http/public-style'
import type { Language } from '../../contract/common'
import { JOIN_STYLE_PATH } from './join-style'
import type { JoinPage, JoinStep } from './joining-operations'
import { PAGE_TEXTS } from './opt-in-texts'

export type JoinProblem = 'badForm' | 'badPhone' | 'tooMany'
export type JoinTyped = { name: string; phone: string }

const OTHER: Record<Language, { language: Language; name: string }> = {
  en: { language: 'he', name: 'עברית' },
  he: { language: 'en', name: 'English' },
}
const PRIVACY: Record<Language, string> = { en: '/privacy', he: '/he/privacy' }

/** A business's page: no script, no cookie, and found by nobody who was not given its address. */
function renderShell(language: Language, title: string, head: Markup, content: Markup): Markup {
  const other = OTHER[language]
  const texts = PAGE_TEXTS[language]
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${PUBLIC_STYLE_PATH}">
<link rel="stylesheet" href="${JOIN_STYLE_PATH}">
</head>
<body>
<header>
${head}
<a class="other" href="?lang=${other.language}" lang="${other.language}" hreflang="${other.language}">${GLOBE}<bdi>${other.name}</bdi></a>
</header>
<main class="one">
<article>
${content}
<footer><a href="${PRIVACY[language]}">${texts.privacy}</a> · ${texts.runBy} <bdi>ProConnect</bdi></footer>
</article>
</main>
</body>
</html>`
}

const named = (business: string) => html`<strong><bdi>${business}</bdi></strong>`

/** The form, with exactly the words that the ledger will keep. */
export function renderJoinPage(
  language: Language,
  { code, business, version, texts: { [language]: own } }: JoinPage,
  problem: JoinProblem | null = null,
  typed: JoinTyped = { name: '', phone: '' },
): Markup {
  const texts = PAGE_TEXTS[language]
  const content = html`<h1><span class="of">${texts.lead}</span> <bdi>${business}</bdi></h1>
<p class="purpose" dir="auto">${own.purpose}</p>
${problem ? html`<p class="note bad" role="alert">${texts[problem]}</p>` : ''}
<form method="post" action="/join/${code}?lang=${language}">
<input type="hidden" name="version" value="${version}">
<label>${texts.name}<input name="name" type="text" dir="auto" autocomplete="name" required maxlength="80" value="${typed.name}"></label>
<label>${texts.phone} <small>${texts.phoneHint}</small><input name="phone" type="tel" dir="ltr" autocomplete="tel" required maxlength="40" value="${typed.phone}"></label>
<label class="agree"><input name="agrees" type="checkbox" value="yes" required><span dir="auto">${own.wording}</span></label>
<button>${texts.continue}</button>
</form>
<p class="of">${texts.next}</p>`
  return renderShell(language, `${business} · ${texts.title}`, named(business), content)
}

/** What proves the number: a message that the person sends. */
export function renderJoinStep(language: Language, code: string, step: JoinStep): Markup {
  const { business, lastDigits, link, qr } = step
  const texts = PAGE_TEXTS[language]
  const content = html`<h1>${texts.stepTitle}</h1>
<p>${texts.step} <bdi dir="ltr">${lastDigits}</bdi>.</p>
<p class="note">${texts.stepWhy}</p>
<a class="go" href="${link}" rel="noreferrer">${texts.open}</a>
<div class="scan"><p>${texts.scan}</p><div role="img" aria-label="${texts.scanLabel}">${raw(qr)}</div></div>
<p><a href="/join/${code}?lang=${language}">${texts.again}</a></p>`
  return renderShell(language, `${texts.stepTitle} · ${business}`, named(business), content)
}

export function renderJoinGone(language: Language, code: string): Markup {
  const texts = PAGE_TEXTS[language]
  const content = html`<h1>${texts.title}</h1>
<p>${texts.gone}</p>
<p><a href="/join/${code}?lang=${language}">${texts.again}</a></p>`
  return renderShell(language, texts.title, html`<span></span>`, content)
}

export function renderJoinClosed(language: Language): Markup {
  const texts = PAGE_TEXTS[language]
  const content = html`<h1>${texts.closedTitle}</h1>
<p>${texts.closed}</p>`
  return renderShell(language, texts.closedTitle, html`<span></span>`, content)
}
