import type { AccountDb } from '../../boundary/db'
import {
  contentFor,
  mediaContent,
  reactionContent,
  templateContent,
  textContent,
  withQuote,
} from '../../boundary/graph/outgoing'
import type { NewMessage, OutgoingContent } from '../../contract/messages'
import { AppError } from '../../lib/errors'
import { findSingle } from '../broadcasts/outbox-queries'
import { findStop } from '../contacts/identity-queries'
import type { SuppressionScope } from '../contacts/tables'
import { templateMessage } from '../templates/message'
import { parametersOf } from '../templates/parameters'
import { findTemplate } from '../templates/queries'
import { findWamidOfRow } from './broadcast-queries'
import { isOwnId } from './entry-operations'
import {
  fileNoVoice,
  notYetSent,
  personStopped,
  templateNotApproved,
  valuesMissing,
} from './errors'
import { findById } from './queries'
import { templateText } from './template-text'
import { findUpload } from './upload-operations'

type Content = Record<string, unknown>

/** What is to be sent, in the two forms in which it is kept. */
export type Outgoing = {
  /** For Meta. */
  sent: Content
  /** For the thread. */
  shown: Content
  scope: SuppressionScope
  /** Only a template may leave outside the 24 hours. */
  isTemplate: boolean
  /** The message of Meta's that gets a reaction. */
  reactsTo: string | null
  /** The upload that leaves with it. */
  file: string | null
}

type To = { contactId: string; connectionId: string; identity: string }

export async function composeOutgoing(
  deps: Parameters<typeof findUpload>[0],
  db: AccountDb,
  { contactId, connectionId, identity }: To,
  { text, content, quotes }: Pick<NewMessage, 'text' | 'content' | 'quotes'>,
): Promise<Outgoing> {
  const quoted = quotes === undefined ? null : await wamidOf(db, contactId, quotes)
  const plain = (own: Content): Outgoing => {
    const sent = withQuote(own, quoted)
    return { sent, shown: sent, scope: 'all', isTemplate: false, reactsTo: null, file: null }
  }
  if (content === undefined) return plain(textContent(text ?? ''))
  if (content.kind === 'template') return fillTemplate(db, connectionId, identity, content)
  if (content.kind === 'reaction') {
    const reactsTo = await wamidOf(db, contactId, content.to)
    return { ...plain(reactionContent(reactsTo, content.emoji)), reactsTo }
  }
  if (content.kind === 'media') {
    const upload = await findUpload(deps, db, content.upload)
    if (content.voice && !upload.canBeVoice) throw fileNoVoice()
    const outgoing = plain(mediaContent(content, upload.metaId))
    const file = content.upload
    return { ...outgoing, shown: { ...outgoing.shown, file }, file }
  }
  return plain(contentFor(content))
}

async function fillTemplate(
  db: AccountDb,
  connectionId: string,
  identity: string,
  { templateId, values }: Extract<OutgoingContent, { kind: 'template' }>,
): Promise<Outgoing> {
  const template = await findTemplate(db, templateId)
  if (!template || template.connectionId !== connectionId) throw new AppError('not_found', 404)
  if (template.status !== 'APPROVED') throw templateNotApproved()
  const missing = parametersOf(template.components).filter(({ key }) => !values[key])
  if (missing.length > 0) throw valuesMissing(missing.map(({ key }) => key))
  const scope = template.category === 'MARKETING' ? 'marketing' : 'all'
  // The claim looks once more; this only says it before anything is written.
  if (scope === 'marketing' && (await findStop(db, [identity]))) throw personStopped()
  const { name, components } = template
  return {
    sent: templateContent(templateMessage(template, values)),
    shown: templateContent({ name, text: templateText(components, values) }),
    scope,
    isTemplate: true,
    reactsTo: null,
    file: null,
  }
}

const BROADCAST_KEY = /^b:([a-z2-7]{26}):(\d+)$/

/** Meta's id of an entry of the thread; what has none yet can't be quoted. */
async function wamidOf(db: AccountDb, contactId: string, key: string): Promise<string> {
  const [, broadcastId, no] = BROADCAST_KEY.exec(key) ?? []
  if (broadcastId) {
    const wamid = await findWamidOfRow(db, contactId, broadcastId, Number(no))
    if (!wamid) throw notYetSent()
    return wamid
  }
  const single = await findSingle(db, key)
  if (single?.contactId === contactId) {
    if (!single.wamid) throw notYetSent()
    return single.wamid
  }
  const message = await findById(db, contactId, key)
  const isOnThePhone = message?.direction === 'out' && !isOwnId(message.wamid)
  if (message?.direction !== 'in' && !isOnThePhone) throw new AppError('not_found', 404)
  return message.wamid
}
