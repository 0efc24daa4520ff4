import { html } from 'hono/html'
import type { Language } from '../../contract/common'
import { IDENTITY_CHECKS } from '../../contract/deletion'
import type { KeyStatus } from '../accounts/key-operations'
import type { Account } from '../accounts/views'
import { act, code, type Desk, deskPage, table, time } from './layout'
import type { AccountLine, LetterLine, OperatorAct } from './queries'
import { TEXTS } from './texts'

type Entering = { desk: Desk; email: string | null; accounts: Account[]; isMissing: boolean }

/** The walk through the checks of who asks by mail; nothing is entered before all are made. */
export function enterPage({ desk, email, accounts, isMissing }: Entering) {
  const { enter } = TEXTS[desk.language]
  const find = html`<form class="stack" method="get" action="/operator/enter">
<fieldset><legend>${enter.find}</legend>
<label>${enter.email}<input type="email" name="email" dir="ltr" required value="${email ?? ''}"></label>
<div><button>${enter.findButton}</button></div></fieldset></form>`
  const isNobody = email !== null && accounts.length === 0
  return deskPage(desk, [
    html`<p class="lead">${enter.lead}</p>`,
    ...(isMissing ? [html`<p class="alarm" role="alert">${enter.missing}</p>`] : []),
    find,
    ...(isNobody ? [html`<p class="note">${enter.nobody}</p>`] : []),
    ...(email !== null && accounts.length > 0 ? [orderForm(desk.language, email, accounts)] : []),
  ])
}

function orderForm(language: Language, email: string, accounts: Account[]) {
  const { enter, accountStates, identityChecks } = TEXTS[language]
  return html`<form class="stack" method="post" action="/operator/enter">
<input type="hidden" name="ownerEmail" value="${email}">
<fieldset><legend>${enter.workspace}</legend>${accounts.map(
    ({ id, name, state }, at) =>
      html`<label class="tick"><input type="radio" name="accountId" value="${id}" required${at === 0 && accounts.length === 1 ? html` checked` : ''}>
<span><bdi>${name}</bdi> · ${accountStates[state]}</span><small>${code(id)}</small></label>`,
  )}</fieldset>
<fieldset><legend>${enter.checks}</legend>${IDENTITY_CHECKS.map(
    (check) =>
      html`<label class="tick"><input type="checkbox" name="checks" value="${check}">
<span>${identityChecks[check].label}</span><small>${identityChecks[check].how}</small></label>`,
  )}</fieldset>
<p class="note">${enter.consequence}</p>
<div><button class="danger">${enter.submit}</button></div>
</form>`
}

export function lettersPage(desk: Desk, letters: LetterLine[]) {
  const { letters: texts, requests } = TEXTS[desk.language]
  return deskPage(desk, [
    html`<p class="lead">${texts.lead}</p>`,
    table(
      desk.language,
      TEXTS[desk.language].nav.letters,
      [requests.when, texts.what, texts.account, texts.queue, ''],
      letters.map(({ accountId, id, type, queue, at }) => [
        time(at, desk.language),
        code(type),
        code(accountId),
        code(queue),
        act(`/operator/letters/${accountId}/${id}/replay`, texts.replay),
      ]),
    ),
  ])
}

export function accountsPage(desk: Desk, accounts: AccountLine[]) {
  const { accounts: texts, requests, letters, accountStates } = TEXTS[desk.language]
  const last = accounts.at(-1)
  return deskPage(desk, [
    html`<p class="lead">${texts.lead}</p>`,
    table(
      desk.language,
      TEXTS[desk.language].nav.accounts,
      [letters.account, texts.name, requests.state, texts.members, texts.connections, texts.since],
      accounts.map((one) => [
        html`${code(one.id)} · ${code(one.shard)}`,
        html`<bdi>${one.name}</bdi>`,
        accountStates[one.state],
        String(one.members),
        String(one.connections),
        time(one.createdAt, desk.language),
      ]),
    ),
    ...(last && accounts.length >= PAGE
      ? [html`<p><a href="/operator/accounts?after=${last.id}">${texts.more}</a></p>`]
      : []),
  ])
}

/** As many as `readAccounts` answers at once. */
const PAGE = 200

export function keysPage(desk: Desk, status: KeyStatus) {
  const { keys, requests, letters } = TEXTS[desk.language]
  const verdict = ({ id, isConfigured, mayBeRemoved }: KeyStatus['keks'][number]) => {
    if (!isConfigured) return html`<span class="late">${keys.missing}</span>`
    if (id === status.current) return keys.current
    return mayBeRemoved ? keys.mayGo : keys.mustStay
  }
  return deskPage(desk, [
    html`<p class="lead">${keys.kekLead}</p>`,
    table(
      desk.language,
      TEXTS[desk.language].nav.keys,
      [keys.kek, keys.wraps, keys.bodies, requests.state],
      status.keks.map((kek) => [
        code(`KEK_${kek.id}`),
        String(kek.keys),
        String(kek.bodies),
        verdict(kek),
      ]),
    ),
    ...(status.takenAlong > 0 ? [html`<p class="note">${keys.takenAlong}</p>`] : []),
    act('/operator/keys/sweep', keys.sweep),
    html`<h2>${keys.rotations}</h2><p class="lead">${keys.dataLead}</p>`,
    table(
      desk.language,
      keys.rotations,
      [letters.account, keys.resealed, keys.place, requests.since],
      status.rotations.map(({ accountId, resealed, field, cursor, startedAt }) => [
        code(accountId),
        String(resealed),
        cursor ? code(field ?? '') : keys.settling,
        time(startedAt, desk.language),
      ]),
    ),
    act('/operator/keys/renew', keys.renew),
  ])
}

export function logPage(desk: Desk, acts: OperatorAct[]) {
  const { log, requests } = TEXTS[desk.language]
  return deskPage(desk, [
    html`<p class="lead">${log.lead}</p>`,
    table(
      desk.language,
      TEXTS[desk.language].nav.log,
      [requests.when, log.who, log.what, log.target],
      acts.map(({ at, actor, action, target, after }) => [
        time(at, desk.language),
        html`<bdi dir="ltr">${actor}</bdi>`,
        code(after ? `${action} (${after})` : action),
        code(target),
      ]),
    ),
  ])
}
