import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { type ConsentWords, type ConsentWordsChange, WORD_LANGUAGES } from '../../contract/consent'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { answerText } from './consent-answers'
import { wordBringsBack, wordEmpty } from './errors'
import { normal, readStart } from './stop-words'
import { WORD_LISTS } from './word-lists'
import { type ConsentSettings, findConsentSettings, saveConsentSettings } from './word-queries'

/** Nobody is written to by a machine before somebody wished it. */
const AT_FIRST: ConsentSettings = { own: [], leftOut: [], answersStop: false, answersStart: false }

export async function readConsentSettings(db: AccountDb): Promise<ConsentSettings> {
  const { own, leftOut, answersStop, answersStart } = (await findConsentSettings(db)) ?? AT_FIRST
  return { own, leftOut, answersStop, answersStart }
}

export async function viewWords(deps: Pick<Deps, 'db'>, db: AccountDb): Promise<ConsentWords> {
  const [{ name }, settings] = await Promise.all([
    getAccount(deps.db.directory, db.accountId),
    readConsentSettings(db),
  ])
  const lists = WORD_LANGUAGES.map((language) => ({
    language,
    ...WORD_LISTS[language],
    stopAnswer: answerText('stop', language, name),
    startAnswer: answerText('start', language, name),
  }))
  return { lists, ...settings }
}

/** An own word stops; what may be left out of the lists no longer does. Clear requests always do. */
export async function changeWords(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  member: Member,
  change: ConsentWordsChange,
): Promise<ConsentWords> {
  requireRole(member, 'business.change')
  for (const word of change.own ?? []) {
    if (normal(word) === '') throw wordEmpty()
    if (readStart(word)) throw wordBringsBack(word)
  }
  const before = await readConsentSettings(db)
  const after = {
    own: change.own ?? before.own,
    leftOut: change.leftOut ?? before.leftOut,
    answersStop: change.answersStop ?? before.answersStop,
    answersStart: change.answersStart ?? before.answersStart,
  }
  await db.batch([
    saveConsentSettings(db, after),
    recordAudit(db, deps.clock, {
      actor: actorOf(member),
      action: 'consent.words_changed',
      target: 'consent',
      before: summaryOf(before),
      after: summaryOf(after),
    }),
  ])
  return viewWords(deps, db)
}

/** Words of an account may name people; how many there are does not. */
const summaryOf = ({ own, leftOut, answersStop, answersStart }: ConsentSettings) =>
  `own ${own.length}, left out ${leftOut.length}, answers ${Number(answersStop)}${Number(answersStart)}`
