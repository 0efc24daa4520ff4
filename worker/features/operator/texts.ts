import type { Language } from '../../contract/common'
import type {
  DeletionState,
  DeletionStep,
  DeletionWay,
  IdentityCheck,
} from '../../contract/deletion'
import type { AccountState } from '../accounts/tables'
import { textsEn } from './texts.en'
import { textsHe } from './texts.he'

export type Texts = {
  title: string
  signedInAs: string
  nav: {
    requests: string
    enter: string
    letters: string
    accounts: string
    keys: string
    log: string
  }
  nothing: string
  open: string
  done: string
  alarm: string
  alarmBanner: string
  requests: {
    lead: string
    when: string
    age: string
    due: string
    way: string
    state: string
    step: string
    status: string
    trouble: string
    retry: string
    settle: string
    unmatched: string
    since: string
    attempts: string
    nextTry: string
  }
  cases: {
    title: string
    lead: string
    wrote: string
    accountsTold: string
    settle: string
    settled: string
  }
  enter: {
    lead: string
    find: string
    email: string
    findButton: string
    nobody: string
    workspace: string
    checks: string
    missing: string
    consequence: string
    submit: string
  }
  letters: { lead: string; account: string; what: string; queue: string; replay: string }
  accounts: {
    lead: string
    name: string
    members: string
    connections: string
    since: string
    more: string
  }
  keys: {
    kekLead: string
    kek: string
    wraps: string
    bodies: string
    current: string
    mayGo: string
    mustStay: string
    missing: string
    sweep: string
    dataLead: string
    rotations: string
    resealed: string
    place: string
    renew: string
    settling: string
    takenAlong: string
  }
  log: { lead: string; who: string; what: string; target: string }
  states: Record<DeletionState, string>
  ways: Record<DeletionWay, string>
  steps: Record<DeletionStep, string>
  accountStates: Record<AccountState, string>
  identityChecks: Record<IdentityCheck, { label: string; how: string }>
}

export const TEXTS: Record<Language, Texts> = { en: textsEn, he: textsHe }
