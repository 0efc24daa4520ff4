import { html } from 'hono/html'
import type { Language } from '../../contract/common'
import { renderPage } from './page-shell'
import { ASK_TEXTS, VERIFY_TEXTS } from './page-texts'

export type AskProblem = 'badPhone' | 'badForm' | 'tooMany'
type Typed = { phone: string; email: string; note: string }

const NOTHING: Typed = { phone: '', email: '', note: '' }

/** `/data-deletion`: who may ask, and how; with the form for people in somebody's contact list. */
export function renderAskPage(
  language: Language,
  supportEmail: string,
  problem: AskProblem | null = null,
  typed: Typed = NOTHING,
) {
  const texts = ASK_TEXTS[language]
  const content = html`<p class="lead">${texts.lead}</p>
<p class="note">${texts.promise}</p>
<section id="owner">
<h2>${texts.owner}</h2>
<p>${texts.ownerHow}</p>
<p class="contact"><a href="mailto:${supportEmail}"><bdi dir="ltr">${supportEmail}</bdi></a></p>
</section>
<section id="person">
<h2>${texts.person}</h2>
<p>${texts.personHow}</p>
${problem ? html`<p class="note bad" role="alert">${texts[problem]}</p>` : ''}
<form method="post" action="/data-deletion?lang=${language}">
<label>${texts.phone} <small>${texts.phoneHint}</small><input name="phone" type="tel" dir="ltr" autocomplete="tel" required maxlength="40" value="${typed.phone}"></label>
<label>${texts.email}<input name="email" type="email" dir="ltr" autocomplete="email" maxlength="254" value="${typed.email}"></label>
<label>${texts.note}<textarea name="note" dir="auto" maxlength="1000">${typed.note}</textarea></label>
<button>${texts.send}</button>
</form>
</section>
<section id="facebook">
<h2>${texts.meta}</h2>
<p>${texts.metaHow}</p>
</section>
<section id="code">
<h2>${texts.code}</h2>
<form method="get" action="/data-deletion/look">
<input type="hidden" name="lang" value="${language}">
<label>${texts.codeLabel}<input name="code" dir="ltr" autocomplete="off" required maxlength="64"></label>
<button>${texts.look}</button>
</form>
</section>`
  return renderPage(language, texts.title, content)
}

export function renderAsked(language: Language) {
  const texts = ASK_TEXTS[language]
  const content = html`<p class="lead">${texts.asked}</p>
<p>${texts.askedStop}</p>`
  return renderPage(language, texts.askedTitle, content)
}

/** For whoever looks too often from one place. */
export function renderTooMany(language: Language) {
  const texts = ASK_TEXTS[language]
  return renderPage(language, texts.title, html`<p class="lead">${texts.tooMany}</p>`)
}

/** `verdict`: what the receipt says, or null when it is not ours; nothing before one was given. */
export function renderVerify(language: Language, verdict?: unknown) {
  const texts = VERIFY_TEXTS[language]
  const result =
    verdict === undefined
      ? ''
      : verdict === null
        ? html`<p class="note bad" role="alert">${texts.bad}</p>`
        : html`<p class="note" role="status">${texts.good}</p><pre>${JSON.stringify(verdict, null, 2)}</pre>`
  const content = html`<p class="lead">${texts.lead}</p>
${result}
<form method="post" action="/data-deletion/verify?lang=${language}">
<label>${texts.label}<textarea name="receipt" dir="ltr" required maxlength="20000"></textarea></label>
<button>${texts.check}</button>
</form>
<p><a href="/data-deletion/keys.json">${texts.key}</a></p>`
  return renderPage(language, texts.title, content)
}
