import { html, raw } from 'hono/html'
import type { Markup } from '../../boundary/http/public-pages'
import { publicShell } from '../../boundary/http/public-shell'
import type { Language } from '../../contract/common'
import { JOIN_STYLE_PATH } from './join-style'
import type { JoinPage, JoinStep } from './joining-operations'
import { PAGE_TEXTS } from './opt-in-texts'

export type JoinProblem = 'badForm' | 'badPhone' | 'tooMany'
export type JoinTyped = { name: string; phone: string }

const PRIVACY: Record<Language, string> = { en: '/privacy', he: '/he/privacy' }

/** A business's page, with the way to the policy at its foot. */
const renderShell = (
  language: Language,
  title: string,
  brand: Markup | '',
  content: Markup,
): Markup =>
  publicShell(language, {
    ...{ title, brand, style: JOIN_STYLE_PATH },
    article: html`${content}
<footer><a href="${PRIVACY[language]}">${PAGE_TEXTS[language].privacy}</a> · ${PAGE_TEXTS[language].runBy} <bdi>ProConnect</bdi></footer>`,
  })

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
  return renderShell(language, texts.title, '', content)
}

export function renderJoinClosed(language: Language): Markup {
  const texts = PAGE_TEXTS[language]
  const content = html`<h1>${texts.closedTitle}</h1>
<p>${texts.closed}</p>`
  return renderShell(language, texts.closedTitle, '', content)
}
