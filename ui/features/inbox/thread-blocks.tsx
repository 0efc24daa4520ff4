import { type ComponentChild, Fragment } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { formatDate, formatRelative } from '../../lib/format'
import { locale } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { ActLine } from './acts'
import { Bubble, type BubbleActions } from './bubble'
import type { Shown } from './thread'

type Props = {
  shown: Shown[]
  unreadFrom: string | null
  unread: number
  sought: string
  actions: BubbleActions | null
  conversationId: string
}

/**
 * The entries in blocks. A block whose entries are the same objects is not drawn again, and one that is far
 * away costs no layout: so ten thousand messages scroll, and a new one draws a few.
 */
export function ThreadBlocks({ shown, ...same }: Props) {
  const drawn = useRef(new Map<string, Drawn>())
  const now = new Map<string, Drawn>()
  const today = new Date().toDateString()
  let before: Shown | undefined
  for (const block of blocksOf(shown)) {
    const [first] = block
    if (!first) continue
    const key = first.entry.key
    const unread = block.some(({ entry }) => entry.key === same.unreadFrom) ? same.unread : 0
    const facts = [
      ...block.flatMap(({ entry, outgoing }) => [entry, outgoing]),
      ...[before?.entry.key, same.sought, same.actions, unread, locale.value, today],
    ]
    const known = drawn.current.get(key)
    now.set(key, known && areSame(known.facts, facts) ? known : draw(block, before, facts, same))
    before = block.at(-1)
  }
  drawn.current = now
  return <ol class="entries">{Array.from(now.values(), ({ node }) => node)}</ol>
}

type Drawn = { facts: unknown[]; node: ComponentChild }

const areSame = (a: unknown[], b: unknown[]) =>
  a.length === b.length && a.every((one, index) => one === b[index])

const draw = (
  block: Shown[],
  before: Shown | undefined,
  facts: unknown[],
  same: Omit<Props, 'shown'>,
): Drawn => ({
  facts,
  node: <Block key={block[0]?.entry.key} block={block} before={before} {...same} />,
})

/** FNV-1a; its upper five bits make a border of one entry in 32. */
const FNV_START = 0x811c9dc5
const FNV_PRIME = 0x01000193
const UPPER_BITS = 27

/** Where a block begins follows from a key alone: what is added above or below moves no border. */
function blocksOf(shown: Shown[]): Shown[][] {
  const blocks: Shown[][] = []
  for (const one of shown) {
    const block = blocks.at(-1)
    if (block && !isBorder(one.entry.key)) block.push(one)
    else blocks.push([one])
  }
  return blocks
}

function isBorder(key: string): boolean {
  let hash = FNV_START
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), FNV_PRIME)
  return hash >>> UPPER_BITS === 0
}

type BlockProps = Omit<Props, 'shown'> & { block: Shown[]; before: Shown | undefined }

function Block({ block, before, unreadFrom, unread, ...same }: BlockProps) {
  const element = useRef<HTMLLIElement>(null)
  // Its real height stands in for it while it is far away, so that nothing jumps on the way up.
  useLayoutEffect(() => {
    const box = element.current
    if (!box) return
    box.classList.remove('is-measured')
    box.style.setProperty('contain-intrinsic-block-size', `auto ${box.offsetHeight}px`)
    box.classList.add('is-measured')
  }, [block])
  let day = before ? formatDate(before.entry.at) : ''
  return (
    <li ref={element} class="block">
      <ol>
        {block.map(({ entry, outgoing }) => {
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
