import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { toVersion, uneditablePart } from '../../contract/template-components'
import {
  blankVersion,
  type DraftContent,
  type NewTemplateDraft,
  TEMPLATE_CATEGORIES,
  type TemplateCategory,
  type TemplateDraftChange,
} from '../../contract/template-drafts'
import { timeOrderedId } from '../../lib/ids'
import {
  changeDraftRow,
  countDrafts,
  deleteDraftRow,
  findDraft,
  insertDraft,
  listDraftRows,
  type TemplateDraft,
} from './draft-queries'
import { draftMoved, draftNotFound, lockedAtMeta, notEditable, tooManyDrafts } from './errors'
import { draftFromLibrary } from './library'
import { getTemplate } from './operations'
import { listLanguages, type Template } from './queries'

/** Nobody writes at a hundred templates at once, and the list is read whole. */
const MOST_DRAFTS = 100

/** Begins a draft: blank, from one of ours at Meta (to edit or to copy), or from the library. */
export async function beginDraft(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  wish: NewTemplateDraft,
): Promise<TemplateDraft> {
  if ((await countDrafts(db)) >= MOST_DRAFTS) throw tooManyDrafts(MOST_DRAFTS)
  const content = await contentFor(db, wish)
  const now = clock.now()
  const row: TemplateDraft = {
    ...content,
    accountId: db.accountId,
    id: timeOrderedId(now),
    refusals: {},
    version: 1,
    submittingAt: null,
    createdBy: member.userId,
    createdAt: now,
    updatedAt: now,
  }
  await insertDraft(db, row)
  return row
}

async function contentFor(db: AccountDb, wish: NewTemplateDraft): Promise<DraftContent> {
  if (wish.from === 'library') return draftFromLibrary(wish.key, wish.languages)
  if (wish.from === 'template') return contentOf(db, wish.templateId, wish.how)
  return {
    connectionId: null,
    name: '',
    category: 'UTILITY',
    parameterFormat: 'NAMED',
    ttlSeconds: null,
    versions: [blankVersion(wish.language)],
  }
}

/** Statuses that Meta lets be edited. */
const EDITABLE = new Set(['APPROVED', 'REJECTED', 'PAUSED'])

/** All languages of a name side by side; a copy forgets what they are at Meta. */
async function contentOf(
  db: AccountDb,
  templateId: string,
  how: 'edit' | 'copy',
): Promise<DraftContent> {
  const { row } = await getTemplate(db, templateId)
  const languages = await listLanguages(db, row)
  const chosen = how === 'copy' ? languages : languages.filter(({ status }) => EDITABLE.has(status))
  // The one that was asked for first: its mistakes are what is mended.
  const ordered = [row, ...chosen.filter(({ id }) => id !== row.id)].slice(0, 10)
  const part = uneditablePart(row.components)
  if (part || (how === 'edit' && !EDITABLE.has(row.status))) throw notEditable(part ?? row.status)
  const writable = ordered.filter(({ components }) => uneditablePart(components) === null)
  return {
    connectionId: row.connectionId,
    name: how === 'edit' ? row.name : copyName(row.name),
    category: categoryOf(row.category),
    parameterFormat: row.parameterFormat,
    ttlSeconds: row.ttlSeconds,
    versions: writable.map((one) => ({
      ...toVersion(one.language, one.components, one.headerFile),
      templateId: how === 'edit' ? one.id : null,
    })),
  }
}

const MOST_NAME = 512

/** `sale` → `sale_2` → `sale_3`: Meta keeps a deleted name for a month, so a copy gets another. */
export function copyName(name: string): string {
  const [, stem = name, number = '1'] = /^(.*?)_(\d{1,3})$/.exec(name) ?? []
  const ending = `_${Number(number) + 1}`
  return stem.slice(0, MOST_NAME - ending.length) + ending
}

const categoryOf = (category: string): TemplateCategory =>
  TEMPLATE_CATEGORIES.find((one) => one === category) ?? 'MARKETING'

export const listDrafts = (db: AccountDb): Promise<TemplateDraft[]> =>
  listDraftRows(db, MOST_DRAFTS)

export async function getDraft(db: AccountDb, id: string): Promise<TemplateDraft> {
  const row = await findDraft(db, id)
  if (!row) throw draftNotFound()
  return row
}

/** Saves what changed, at the version that it was read at. */
export async function saveDraft(
  { clock, live }: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  id: string,
  { version, ...change }: TemplateDraftChange,
): Promise<TemplateDraft> {
  const row = await getDraft(db, id)
  refuseLocked(row, change)
  const saved = await changeDraftRow(db, id, version, present(change), clock.now())
  if (!saved) throw draftMoved()
  await live.changed(db.accountId, ['templates'])
  return saved
}

type Content = Omit<TemplateDraftChange, 'version'>

/** What stands at Meta keeps its name, its form of variables and its WABA. */
function refuseLocked(row: TemplateDraft, change: Content): void {
  if (!isEdit(row)) return
  const { name = row.name, parameterFormat = row.parameterFormat } = change
  const { connectionId = row.connectionId } = change
  const isSame =
    name === row.name &&
    parameterFormat === row.parameterFormat &&
    connectionId === row.connectionId
  if (!isSame) throw lockedAtMeta()
}

export const isEdit = ({ versions }: Pick<TemplateDraft, 'versions'>): boolean =>
  versions.some(({ templateId }) => templateId !== null)

/** Without the keys that were not sent. */
const present = (change: Content) =>
  // Entries keep their keys; only undefined ones are dropped.
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof Content]: Exclude<Content[K], undefined>
  }

export async function discardDraft(
  { live }: Pick<Deps, 'live'>,
  db: AccountDb,
  id: string,
): Promise<void> {
  if (!(await deleteDraftRow(db, id))) throw draftNotFound()
  await live.changed(db.accountId, ['templates'])
}

/** The templates that a draft would change at Meta. */
export async function editedBy(
  db: AccountDb,
  { versions }: Pick<TemplateDraft, 'versions'>,
): Promise<Map<string, Template>> {
  const ids = versions.flatMap(({ templateId }) => templateId ?? [])
  const [first] = ids
  if (first === undefined) return new Map()
  const { row } = await getTemplate(db, first)
  const rows = await listLanguages(db, row)
  return new Map(rows.filter(({ id }) => ids.includes(id)).map((one) => [one.id, one]))
}
