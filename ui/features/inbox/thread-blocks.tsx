import { type ComponentChild, Fragment } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { formatDate, formatRelative } from '../../lib/format'
import { locale } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { ActLine } from './acts'
import { Bubble, type BubbleActions } from './bubble'
import type { Block, Drawn } from './thread-window'

type Props = {
  blocks: Block[]
  drawn: Drawn
  /** Is told when a block's height changes. */
  sizes: ResizeObserver
  unreadFrom: string | null
  unread: number
  sought: string
  actions: BubbleActions | null
  conversationId: string
}

/** The blocks round the screen. One whose entries are the same objects is not drawn again. */
export function ThreadBlocks({ blocks, drawn: { first, last, above, below }, ...same }: Props) {
  const kept = useRef(new Map<string, Kept>())
  const now = new Map<string, Kept>()
  const today = new Date().toDateString()
  for (const block of blocks.slice(first, last + 1)) {
    const { key, entries, before } = block
    const unread = entries.some(({ entry }) => entry.key === same.unreadFrom) ? same.unread : 0
    const facts = [
      ...entries.flatMap(({ entry, outgoing }) => [entry, outgoing]),
      ...[before?.entry.key, same.sought, same.actions, unread, locale.value, today],
    ]
    const known = kept.current.get(key)
    const node = <BlockItem key={key} block={block} {...same} />
    now.set(key, known && areSame(known.facts, facts) ? known : { facts, node })
  }
  kept.current = now
  return (
    <ol class="entries" style={{ paddingBlock: `${above}px ${below}px` }}>
      {Array.from(now.values(), ({ node }) => node)}
    </ol>
  )
}

type Kept = { facts: unknown[]; node: ComponentChild }

const areSame = (a: unknown[], b: unknown[]) =>
  a.length === b.length && a.every((one, index) => one === b[index])

type ItemProps = Omit<Props, 'blocks' | 'drawn'> & { block: Block }

function BlockItem({ block, sizes, unreadFrom, unread, ...same }: ItemProps) {
  const { key, entries, before } = block
  const element = useRef<HTMLLIElement>(null)
  useLayoutEffect(() => {
    const box = element.current
    if (!box) return
    sizes.observe(box)
    return () => sizes.unobserve(box)
  }, [sizes])
  let day = before ? formatDate(before.entry.at) : ''
  return (
    <li ref={element} class="block" data-block={key}>
      <ol>
        {entries.map(({ entry, outgoing }) => {
          const date = formatDate(entry.at)
          const isNewDay = date !== day
          day = date
          return (
            <Fragment key={entry.key}>
              {isNewDay && (
                <li class="day">
                  <span>{dayName(entry.at)}</span>
                </li>
              )}
              {entry.key === unreadFrom && (
                <li class="unread-line">
                  <span>{m.inbox_new_messages({ count: unread })}</span>
                </li>
              )}
              <li>
                {entry.side === 'act' ? (
                  <ActLine entry={entry} />
                ) : (
                  <Bubble entry={entry} outgoing={outgoing} {...same} />
                )}
              </li>
            </Fragment>
          )
        })}
      </ol>
    </li>
  )
}

const DAY_MS = 86_400_000

function dayName(at: number): string {
  const today = new Date().setHours(0, 0, 0, 0)
  if (at >= today) return m.inbox_today()
  if (at >= today - DAY_MS) return m.inbox_yesterday()
  return formatRelative(at, today + 2 * DAY_MS)
}
