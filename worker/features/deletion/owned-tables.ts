// Every table whose rows belong to an account: what deletion erases and what the export holds. A test
// holds this list against the databases, so that no table can be forgotten by either.

import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { deadLetters } from '../../boundary/db/tables'
import { accounts, invitations, memberships, sessions } from '../accounts/directory-tables'
import { audit, dataKeys, idempotencyKeys, keyRotations, tenants } from '../accounts/tables'
import {
  rateCards,
  usageClicks,
  usageDaily,
  usageMeta,
  usageParts,
  usageState,
} from '../analytics/tables'
import { frequencyCaps } from '../broadcasts/cap-tables'
import { limitLedger } from '../broadcasts/ledger-tables'
import { broadcastParts } from '../broadcasts/part-tables'
import {
  activeBroadcasts,
  broadcastStops,
  broadcasts,
  broadcastTaps,
  broadcastTests,
  chunks,
  messageBudgets,
  messageSpending,
  openOutbox,
  outbox,
  quietHours,
  recipients,
  sendRates,
  testers,
  waitingStatuses,
} from '../broadcasts/tables'
import { legalBases } from '../contacts/basis-tables'
import { bulkEdits, bulkSlices } from '../contacts/bulk-tables'
import {
  consentSettings,
  optInAsks,
  optInCounts,
  optInPages,
  optInWordings,
} from '../contacts/consent-tables'
import { optInRoutes } from '../contacts/directory-tables'
import {
  contactChanges,
  contactDuplicates,
  contactMerges,
  duplicateScans,
  mergeSlices,
} from '../contacts/merge-tables'
import { contactNotes } from '../contacts/note-tables'
import { segments } from '../contacts/segment-tables'
import {
  consents,
  contacts,
  contactTags,
  fields,
  identities,
  importEdits,
  importPresets,
  importProblems,
  imports,
  importUndo,
  suppressions,
  tags,
} from '../contacts/tables'
import {
  conversations,
  inboxEvents,
  inboxSettings,
  labels,
  mediaFiles,
  messageMarks,
  messages,
  messageWords,
  replyUsage,
  savedReplies,
  searchKeys,
} from '../inbox/tables'
import {
  metaUsers,
  numberRoutes,
  portfolioRoutes,
  signupStates,
  wabaRoutes,
} from '../meta/directory-tables'
import {
  accessProofs,
  coexistence,
  connections,
  healthNotes,
  numberHistory,
  numbers,
} from '../meta/tables'
import { templateDrafts, templateEvents, templates } from '../templates/tables'
import { exportJobs, personRequests } from './tables'

export type OwnedTable = {
  name: string
  /** The column that holds the account's id. */
  ownedBy: 'account_id' | 'id'
  /** The columns of its primary key. */
  key: string[]
  columns: string[]
  /** What the export has of it, sealed values opened; with a reason where that is nothing. */
  exported: Exported | { left_out: string }
}

export type Exported = {
  /** Columns that hold JSON. */
  json: string[]
  /** Secrets, and bookkeeping that says nothing about the account. */
  without: string[]
}

type Wish = Partial<Exported> | { left_out: string }

function owned(table: SQLiteTable, wish: Wish, ownedBy: OwnedTable['ownedBy'] = 'account_id') {
  const { name, columns, primaryKeys } = getTableConfig(table)
  const ofColumns = columns.filter((column) => column.primary)
  const key = primaryKeys[0]?.columns ?? ofColumns
  const json = columns.filter(({ dataType }) => dataType === 'json').map((column) => column.name)
  const exported = 'left_out' in wish ? wish : { json, without: [], ...wish }
  return {
    name,
    ownedBy,
    key: key.map((column) => column.name),
    columns: columns.map((column) => column.name),
    exported,
  } satisfies OwnedTable
}

/**
 * Tables of a DATA shard, in the order in which they are erased: what points to something goes before
 * it. The key and the account's own row come last, in a step of their own.
 */
export const DATA_TABLES: readonly OwnedTable[] = [
  owned(usageParts, { left_out: 'it repeats what is in recipients' }),
  owned(usageDaily, {}),
  owned(usageMeta, {}),
  owned(usageClicks, {}),
  owned(usageState, { without: ['telling_until'] }),
  owned(rateCards, {}),
  owned(importProblems, {}),
  owned(importEdits, {}),
  owned(importUndo, {}),
  owned(importPresets, {}),
  owned(imports, { without: ['upload_id', 'parts', 'lease_token', 'lease_until'] }),
  owned(bulkSlices, { left_out: 'it names contacts by ids only, for a day' }),
  owned(bulkEdits, { without: ['cursor'] }),
  owned(exportJobs, { left_out: 'it lists the exports themselves' }),
  owned(personRequests, {}),
  owned(openOutbox, { left_out: 'it repeats what is in outbox' }),
  owned(outbox, { without: ['token'] }),
  owned(messageWords, { left_out: 'it holds hashes that only find messages again' }),
  owned(searchKeys, { left_out: 'it is a secret' }),
  owned(inboxEvents, { left_out: 'it tells open screens what to read again' }),
  owned(replyUsage, { left_out: 'it repeats what is in outbox' }),
  owned(inboxSettings, { without: ['last_assignee'] }),
  owned(savedReplies, {}),
  owned(labels, {}),
  owned(mergeSlices, { left_out: 'it names what a merge moved, for a day' }),
  owned(contactMerges, { json: ['sealed'], without: ['slices', 'is_open'] }),
  owned(contactDuplicates, {}),
  owned(duplicateScans, { left_out: 'it says when contacts were compared' }),
  owned(contactChanges, { json: ['body'] }),
  owned(contactNotes, {}),
  owned(mediaFiles, { left_out: 'it lists files, which have archives of their own' }),
  owned(messageMarks, {}),
  owned(conversations, { without: ['preview'] }),
  owned(messages, {}),
  owned(frequencyCaps, {}),
  owned(sendRates, { left_out: 'it only measures the speed of sending' }),
  owned(activeBroadcasts, { left_out: 'it repeats what is in broadcasts' }),
  owned(waitingStatuses, { left_out: 'it is in recipients within seconds' }),
  owned(broadcastParts, { left_out: 'it repeats what is in recipients' }),
  owned(limitLedger, { left_out: 'it names contacts by ids only, for two days' }),
  owned(chunks, { left_out: 'it repeats what is in recipients' }),
  owned(recipients, { without: ['token'] }),
  owned(quietHours, {}),
  owned(broadcastStops, {}),
  owned(broadcastTaps, {}),
  owned(broadcastTests, {}),
  owned(testers, {}),
  owned(messageBudgets, {}),
  owned(messageSpending, {}),
  owned(broadcasts, {}),
  owned(segments, {}),
  owned(legalBases, {}),
  owned(consentSettings, {}),
  owned(optInAsks, {}),
  owned(optInCounts, {}),
  owned(optInWordings, {}),
  owned(optInPages, {}),
  owned(templateEvents, {}),
  owned(templateDrafts, {}),
  owned(templates, {}),
  owned(contactTags, {}),
  owned(consents, {}),
  owned(suppressions, {}),
  owned(identities, {}),
  owned(contacts, { without: ['search'] }),
  owned(tags, { without: ['folded'] }),
  owned(fields, {}),
  owned(accessProofs, {}),
  owned(coexistence, {}),
  owned(numberHistory, {}),
  owned(healthNotes, {}),
  owned(numbers, { without: ['pin'] }),
  owned(connections, { without: ['token'] }),
  owned(deadLetters, { left_out: 'it names jobs to do again, by ids only' }),
  owned(idempotencyKeys, { left_out: 'it repeats answers for a day' }),
  owned(audit, {}),
]

/** What makes the account readable and says that it exists. */
export const LAST_TABLES: readonly OwnedTable[] = [
  owned(keyRotations, { left_out: 'it counts values that are sealed anew' }),
  owned(dataKeys, { left_out: 'it is a secret' }),
  owned(tenants, { left_out: 'it only says whether the account is open' }),
]

/** Tables of DIRECTORY. People are a matter of their own: one may work in several accounts. */
export const DIRECTORY_TABLES: readonly OwnedTable[] = [
  owned(sessions, { left_out: 'it holds who is signed in at the moment' }),
  owned(invitations, { without: ['id'] }),
  owned(memberships, {}),
  owned(numberRoutes, { left_out: 'it repeats what is in numbers' }),
  owned(wabaRoutes, { left_out: 'it repeats what is in connections' }),
  owned(portfolioRoutes, { left_out: 'it repeats what is in connections' }),
  owned(optInRoutes, { left_out: 'it repeats what is in opt_in_pages' }),
  owned(signupStates, { left_out: 'it lives for ten minutes' }),
  owned(metaUsers, { left_out: 'it is a hash that only finds the account again' }),
  owned(accounts, { without: ['shard'] }, 'id'),
]

/** Tables of DIRECTORY that hold no account's data, each with the reason. */
export const NOT_OWNED: Record<string, string> = {
  users: 'a person may work in several accounts; erased with the last of them',
  codes: 'belong to an address, end after ten minutes; erased with the person',
  rate_counters: 'hold hashes and counts, for a day',
  deletion_requests: 'tell how deletions went; the account is forgotten when it is gone',
  tombstones: 'hold hashes of accounts that are gone, so that a restore can be undone',
  privacy_cases: 'wait for the operator; hold what the asker wrote, sealed',
  operator_acts: 'what the operator did; with which account is forgotten when it is gone',
}

/** Where an account's files lie in R2. The key's halves go last. */
export const FILE_PREFIXES = ['imports', 'raw', 'dead', 'exports', 'templates', 'media'] as const
export const prefixOf = (folder: string, accountId: string) => `${folder}/${accountId}/`
export const KEY_FOLDER = 'keys'
