import { html } from 'hono/html'
import type { Language } from '../../contract/common'
import type { PersonCase } from '../deletion/person-operations'
import type { DeletionRequest } from '../deletion/request-queries'
import { ALARM_MS } from '../deletion/steps'
import { act, code, type Desk, deskPage, duration, table, time } from './layout'
import { TEXTS } from './texts'

type Shown = { requests: DeletionRequest[]; cases: PersonCase[]; now: number }

/** Still to be done by us, or by the operator. */
const isOpen = ({ state, closedAt }: DeletionRequest) =>
  state === 'waiting' || state === 'running' || (state === 'unmatched' && closedAt === null)

export const isLate = (request: DeletionRequest, now: number): boolean =>
  isOpen(request) && now - request.requestedAt > ALARM_MS

/** Deletions with their clock, and people's questions. What waits longest stands first. */
export function requestsPage(desk: Desk, { requests, cases, now }: Shown) {
  const { language } = desk
  const texts = TEXTS[language]
  const open = requests.filter(isOpen).sort((a, b) => a.requestedAt - b.requestedAt)
  const over = requests.filter((request) => !isOpen(request))
  const late = open.some((request) => isLate(request, now))
  const heads = texts.requests
  return deskPage(desk, [
    ...(late ? [html`<p class="alarm" role="alert">${texts.alarmBanner}</p>`] : []),
    html`<p class="lead">${heads.lead}</p>`,
    table(
      language,
      texts.nav.requests,
      [heads.when, heads.age, heads.due, heads.way, heads.state, heads.trouble, ''],
      [...open, ...over].map((request) => [
        time(request.requestedAt, language),
        ageOf(request, now, language),
        html`<bdi>${request.dueDay}</bdi>`,
        texts.ways[request.via],
        stateOf(request, language),
        troubleOf(request, language),
        actionsOf(request, language),
      ]),
    ),
    html`<h2>${texts.cases.title}</h2><p class="lead">${texts.cases.lead}</p>`,
    table(
      language,
      texts.cases.title,
      [heads.when, heads.age, texts.cases.wrote, texts.cases.accountsTold, ''],
      cases.map((one) => [
        time(one.at, language),
        one.closedAt === null ? duration(now - one.at, language) : '–',
        saidIn(one),
        String(one.accounts),
        one.closedAt === null
          ? act(`/operator/cases/${one.id}/settle`, texts.cases.settle)
          : html`${texts.cases.settled} ${time(one.closedAt, language)}`,
      ]),
    ),
  ])
}

/** Until it is settled; then it is forgotten. */
const saidIn = ({ said }: PersonCase) =>
  said
    ? html`<bdi dir="ltr">${said.phone}</bdi><br><bdi dir="ltr">${said.email}</bdi><br><span dir="auto">${said.note}</span>`
    : '–'

function ageOf(request: DeletionRequest, now: number, language: Language) {
  if (!isOpen(request)) return '–'
  const age = duration(now - request.requestedAt, language)
  if (!isLate(request, now)) return age
  return html`<span class="late">${age} · ${TEXTS[language].alarm}</span>`
}

function stateOf({ state, steps, code: own }: DeletionRequest, language: Language) {
  const texts = TEXTS[language]
  const last = steps.at(-1)
  return html`${texts.states[state]}${last && state === 'running' ? html` · ${texts.steps[last.step]}` : ''}<br>
<a href="/data-deletion/${own}">${texts.requests.status}</a>`
}

function troubleOf({ trouble, state, closedAt }: DeletionRequest, language: Language) {
  const { requests, steps } = TEXTS[language]
  if (state === 'unmatched' && closedAt === null) return requests.unmatched
  if (!trouble) return '–'
  return html`${steps[trouble.step]}: ${code(trouble.cause)}<br>
${requests.since} ${time(trouble.since, language)}, ${requests.attempts}: ${trouble.attempts}<br>
${requests.nextTry}: ${time(trouble.nextAt, language)}`
}

function actionsOf(request: DeletionRequest, language: Language) {
  const { requests } = TEXTS[language]
  const path = `/operator/requests/${request.code}`
  if (!isOpen(request)) return ''
  return request.state === 'unmatched'
    ? act(`${path}/settle`, requests.settle)
    : act(`${path}/retry`, requests.retry)
}
