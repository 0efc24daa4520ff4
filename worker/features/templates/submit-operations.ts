import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { GraphError, NoAnswerError } from '../../boundary/graph/errors'
import {
  createTemplate,
  editTemplate,
  type GraphTemplate,
  templatePages,
} from '../../boundary/graph/templates'
import { uploadSample } from '../../boundary/graph/uploads'
import type { Member } from '../../boundary/http/context'
import type { Language } from '../../contract/common'
import { toComponents } from '../../contract/template-components'
import type { DraftVersion, SubmissionView } from '../../contract/template-drafts'
import { lintDraft } from '../../contract/template-lint'
import { AppError } from '../../lib/errors'
import type { Secret } from '../../lib/secret'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { listConnectionRows } from '../meta/queries'
import { withToken } from '../meta/token-operations'
import { editedBy, getDraft } from './draft-operations'
import { changeDraftRow, deleteDraftRow, releaseDraft, type TemplateDraft } from './draft-queries'
import { connectionMissing, draftMoved, lintFailed } from './errors'
import { toUpload } from './file-operations'
import { changeTemplate, type Template } from './queries'
import { EDIT_PAUSE_MS, editTooSoon, refusalText } from './refusal-operations'
import { saveTemplates } from './sync-queries'

type SubmitDeps = Pick<Deps, 'config' | 'graph' | 'keys' | 'clock' | 'live' | 'files' | 'jobs'>
type Result = SubmissionView['results'][number]
export type Submission = { draft: TemplateDraft | null; results: Result[] }

/**
 * Hands every language of a draft to Meta. What the lint calls an error is not sent. A language that Meta
 * took leaves the draft; what is left stays with Meta's reason. Sent twice, what Meta has already is
 * recognised instead of being made again.
 */
export async function submitDraft(
  deps: SubmitDeps,
  db: AccountDb,
  member: Member,
  id: string,
  version: number,
  language: Language,
): Promise<Submission> {
  const draft = await getDraft(db, id)
  const errors = lintDraft(draft).filter(({ level }) => level === 'error')
  if (errors.length > 0) throw lintFailed(errors)
  const connectionId = await connectionFor(db, draft)
  const now = deps.clock.now()
  const claimed = await changeDraftRow(db, id, version, { submittingAt: now, connectionId }, now)
  if (!claimed) throw draftMoved()

  // Whatever ends it half-way: what Meta took until then is taken.
  const results: Result[] = []
  try {
    const edited = await editedBy(db, claimed)
    await withToken(deps, db, connectionId, async (token, { wabaId }) => {
      for (const one of claimed.versions) {
        const place: Place = { deps, db, token, wabaId, draft: claimed, language }
        results.push(await submitOne(place, one, edited.get(one.templateId ?? '')))
      }
    })
  } finally {
    await settle(db, claimed, results)
    await recordSubmission(deps, db, member, claimed, results)
  }
  await deps.live.changed(db.accountId, ['templates'])
  const left = results.every(({ problem }) => problem === null) ? null : await getDraft(db, id)
  return { draft: left, results }
}

async function recordSubmission(
  { clock }: SubmitDeps,
  db: AccountDb,
  member: Member,
  { name }: TemplateDraft,
  results: Result[],
): Promise<void> {
  if (results.length === 0) return
  await recordAudit(db, clock, {
    actor: actorOf(member),
    action: 'template.submitted',
    target: `template:${name}`,
    after: results.map((one) => `${one.language}:${one.status ?? 'refused'}`).join(','),
  })
}

/** The chosen connection; without a choice the only one there is. */
async function connectionFor(db: AccountDb, { connectionId }: TemplateDraft): Promise<string> {
  const live = (await listConnectionRows(db)).filter(({ state }) => state !== 'disconnected')
  const chosen = live.find(({ id }) => id === connectionId) ?? (live.length === 1 ? live[0] : null)
  if (!chosen) throw connectionMissing()
  return chosen.id
}

/** Languages that went leave the draft; without any left it is gone. */
async function settle(db: AccountDb, draft: TemplateDraft, results: Result[]): Promise<void> {
  const taken = new Set(results.filter(({ problem }) => !problem).map((one) => one.language))
  const versions = draft.versions.filter(({ language }) => !taken.has(language))
  if (versions.length === 0) {
    await deleteDraftRow(db, draft.id)
    return
  }
  const refusals = Object.fromEntries(
    results.flatMap(({ language, problem }) => (problem ? [[language, problem]] : [])),
  )
  await releaseDraft(db, draft.id, draft.version, { versions, refusals })
}

type Place = {
  deps: SubmitDeps
  db: AccountDb
  token: Secret
  wabaId: string
  draft: TemplateDraft
  language: Language
}

async function submitOne(
  place: Place,
  version: DraftVersion,
  edited: Template | undefined,
): Promise<Result> {
  const refused = (problem: string): Result => ({
    language: version.language,
    templateId: version.templateId,
    status: null,
    category: null,
    problem,
  })
  const now = place.deps.clock.now()
  if (edited?.status === 'APPROVED' && now - (edited.editedAt ?? 0) < EDIT_PAUSE_MS) {
    return refused(editTooSoon(place.language))
  }
  try {
    const handle = await handleFor(place, version)
    return version.templateId === null
      ? await create(place, version, handle)
      : await edit(place, version, version.templateId, edited, handle)
  } catch (error) {
    const isOurs = error instanceof AppError
    if (!isOurs && !(error instanceof GraphError) && !(error instanceof NoAnswerError)) throw error
    // A dead token fails every language; withToken tells it.
    if (isOurs || (error instanceof GraphError && error.httpStatus === 401)) throw error
    return refused(refusalText(error, place.language))
  }
}

/** The header's sample goes to Meta first; its handle stands for it. */
async function handleFor({ deps, db, token }: Place, { header }: DraftVersion) {
  if (header.kind !== 'media' || !header.file) return null
  const file = toUpload(deps, db, header.file)
  return uploadSample(deps.graph, token, deps.config.META_APP_ID, file)
}

async function create(place: Place, version: DraftVersion, handle: string | null): Promise<Result> {
  const { deps, token, wabaId, draft } = place
  const components = toComponents(draft, version, handle)
  const { name, category, parameterFormat: parameter_format, ttlSeconds } = draft
  const { language } = version
  const body = {
    ...{ name, language, category, parameter_format, components },
    ...(ttlSeconds !== null && { message_send_ttl_seconds: ttlSeconds }),
  }
  const made = await createOrFind(place, body)
  await saveTemplates(
    place.db,
    // Set when the draft was claimed.
    draft.connectionId ?? '',
    [{ ...body, id: made.id, status: made.status, category: made.category ?? category }],
    deps.clock.now(),
  )
  await keepFile(place, version, made.id)
  return {
    language,
    templateId: made.id,
    status: made.status,
    category: made.category ?? category,
    problem: null,
  }

  async function createOrFind({ deps: { graph } }: Place, wish: typeof body) {
    try {
      return await createTemplate(graph, token, wabaId, wish)
    } catch (error) {
      // No answer, or "exists already": an earlier try of ours may have reached Meta.
      if (!(error instanceof NoAnswerError) && !isTaken(error)) throw error
      const found = await findAtMeta(place, language)
      if (!found || !isSame(found, { category, components })) throw error
      return found
    }
  }
}

const NAME_TAKEN = 2388024
const isTaken = (error: unknown) => error instanceof GraphError && error.subcode === NAME_TAKEN

async function findAtMeta({ deps, token, wabaId, draft }: Place, language: string) {
  const filter = { name: draft.name, language }
  for await (const page of templatePages(deps.graph, token, wabaId, filter)) {
    const found = page.find((one) => one.name === draft.name && one.language === language)
    if (found) return found
  }
  return null
}

/** The words of a template for codes are Meta's: what was handed in has none. */
const isSame = (found: GraphTemplate, ours: Pick<GraphTemplate, 'category' | 'components'>) =>
  ours.category === 'AUTHENTICATION'
    ? found.category === ours.category
    : bodyOf(found.components) === bodyOf(ours.components)

const bodyOf = (components: { type: string; text?: string | undefined }[]) =>
  components.find(({ type }) => type === 'BODY')?.text ?? ''

async function edit(
  place: Place,
  version: DraftVersion,
  templateId: string,
  edited: Template | undefined,
  handle: string | null,
): Promise<Result> {
  const { deps, db, token, draft } = place
  const { category, ttlSeconds } = draft
  const components = toComponents(draft, version, handle)
  // An approved template keeps its category.
  const isMovable = edited?.status !== 'APPROVED' && edited?.category !== category
  await editTemplate(deps.graph, token, templateId, {
    components,
    ...(isMovable && { category }),
    ...(ttlSeconds !== null && { message_send_ttl_seconds: ttlSeconds }),
  })
  const status = 'PENDING'
  const now = deps.clock.now()
  await changeTemplate(db, templateId, { status, rejectedReason: null, editedAt: now }, now)
  await keepFile(place, version, templateId)
  // Its words are read back as Meta has them now.
  const { accountId } = db
  const connectionId = draft.connectionId ?? ''
  await deps.jobs.chore({ type: 'template.refresh', accountId, connectionId, templateId })
  const { language } = version
  return { language, templateId, status, category: edited?.category ?? category, problem: null }
}

/** So that a copy has the sample too. */
async function keepFile({ db, deps }: Place, { header }: DraftVersion, id: string): Promise<void> {
  const headerFile = header.kind === 'media' ? header.file : null
  if (headerFile) await changeTemplate(db, id, { headerFile }, deps.clock.now())
}
