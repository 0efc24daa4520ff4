import { html } from 'hono/html'
import type { Language } from '../../contract/common'
import { DELETION_STEPS, type DeletionState, type StepTime } from '../../contract/deletion'
import { renderPage } from './page-shell'
import { STATUS_TEXTS, STEP_NAMES } from './page-texts'

/** What the page says of a request; nothing of it is about anybody. */
export type Status = {
  code: string
  state: DeletionState | 'closed'
  startsAt: number
  dueDay: string
  steps: StepTime[]
  backupsUntil: number | null
  accessUntil: number | null
  hasReceipt: boolean
}

/** For a code that is not known, or is none, the same page stands empty. */
export function renderStatus(language: Language, status: Status | null) {
  const texts = STATUS_TEXTS[language]
  const content = html`<p class="lead">${texts[status?.state ?? 'unknown']}</p>
${renderDue(language, status)}
<section>
<h2>${texts.steps}</h2>
<ol class="steps">${DELETION_STEPS.map((step) => renderStep(language, step, status))}</ol>
</section>
<section>
<h2>${texts.remains}</h2>
${renderRemains(language, status)}
</section>
<section>
<h2>${texts.receipt}</h2>
<p>${texts.receiptNote}</p>
<p>${status?.hasReceipt ? html`<a href="/data-deletion/${status.code}/receipt">${texts.receiptGet}</a> · ` : ''}<a href="/data-deletion/verify?lang=${language}">${texts.receiptCheck}</a></p>
</section>`
  return renderPage(language, texts.title, content)
}

function renderDue(language: Language, status: Status | null) {
  const texts = STATUS_TEXTS[language]
  const begins =
    status?.state === 'waiting'
      ? html`<dt>${texts.begins}</dt><dd>${renderTime(language, status.startsAt)}</dd>`
      : ''
  const due = status ? renderDay(language, status.dueDay) : '–'
  return html`<dl class="facts">${begins}<dt>${texts.due}</dt><dd>${due}</dd></dl>
<p class="note">${texts.dueNote}</p>`
}

function renderStep(
  language: Language,
  step: (typeof DELETION_STEPS)[number],
  status: Status | null,
) {
  const done = status?.steps.find((one) => one.step === step)
  const when = done
    ? renderTime(language, done.at)
    : html`<span class="when">${STATUS_TEXTS[language].notYet}</span>`
  return html`<li><span class="${done ? 'done' : 'open'}">${STEP_NAMES[language][step]}</span>${when}</li>`
}

function renderRemains(language: Language, status: Status | null) {
  const texts = STATUS_TEXTS[language]
  if (!status?.backupsUntil) return html`<p>${texts.nothing}</p>`
  const open = status.accessUntil
    ? html`<p>${texts.accessOpen} ${renderTime(language, status.accessUntil)}.</p>`
    : ''
  return html`<p>${texts.backups}</p>
<p>${texts.backupsUntil} ${renderTime(language, status.backupsUntil)}.</p>${open}`
}

const localeOf = (language: Language) => (language === 'he' ? 'he-IL' : 'en-GB')

/** The promise is given in Israel: all times are told as its clocks show them. */
function renderTime(language: Language, at: number) {
  const text = new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Jerusalem',
  }).format(at)
  return html`<time datetime="${new Date(at).toISOString()}"><bdi>${text}</bdi> (${STATUS_TEXTS[language].israel})</time>`
}

function renderDay(language: Language, day: string) {
  const text = new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'full',
    timeZone: 'UTC',
  }).format(Date.parse(`${day}T12:00:00Z`))
  return html`<time datetime="${day}"><bdi>${text}</bdi></time>`
}
