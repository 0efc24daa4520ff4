import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Shown } from './thread'
import { blocksOf, type Drawn, drawnAt, type Place } from './thread-window'

const NEAR_PX = 120
/** Heights have fractions, places to scroll to do not. */
const END_PX = 2
const NEAR_TOP_PX = 600

/**
 * Where one is in a thread: what one reads stays where it is, whatever comes above or below, and who is at
 * the end sees what comes.
 */
export function useThreadScroll(
  box: RefObject<HTMLElement | null>,
  shown: Shown[],
  onTop: () => void,
) {
  const heights = useRef(new Map<string, number>())
  const place = useRef<Place>({ at: 'end' })
  const anchor = useRef<Anchor | null>(null)
  const isAtEnd = useSignal(true)
  const turns = useSignal(0)
  // Read so that a turn of it draws again.
  void turns.value
  const blocks = useMemo(() => {
    // Who is near the end goes along with what comes.
    if (isAtEnd.peek()) place.current = { at: 'end' }
    // Tops are others now; the message that one reads is the same.
    else if (place.current.at === 'scrolled' && anchor.current)
      place.current = { at: 'held', key: anchor.current.key }
    return blocksOf(shown)
  }, [shown])

  const drawn = drawnAt(blocks, heights.current, place.current, box.current?.clientHeight ?? 0)
  const now = useRef({ blocks, drawn })
  now.current = { blocks, drawn }

  const settle = () => {
    const element = box.current
    if (!element) return
    measure(element, heights.current)
    if (place.current.at === 'end') element.scrollTop = element.scrollHeight
    else if (place.current.at === 'entry') bring(element, place.current.key)
    else if (anchor.current) hold(element, anchor.current)
    anchor.current = anchorIn(element)
  }
  useLayoutEffect(() => {
    settle()
    // Nobody scrolls who is at the top already, or where nothing can be scrolled.
    if (box.current && box.current.scrollTop < NEAR_TOP_PX) onTop()
  }, [blocks, drawn.first, drawn.last, turns.value])

  // Pictures load, windows are turned.
  const sizes = useMemo(() => new ResizeObserver(settle), [])
  useEffect(() => () => sizes.disconnect(), [sizes])

  const onScroll = () => {
    const element = box.current
    if (!element) return
    const { scrollTop: top, scrollHeight, clientHeight } = element
    const left = scrollHeight - top - clientHeight
    isAtEnd.value = left < NEAR_PX
    place.current = left <= END_PX ? { at: 'end' } : { at: 'scrolled', top }
    anchor.current = anchorIn(element)
    const { blocks: all, drawn: was } = now.current
    const next = drawnAt(all, heights.current, place.current, clientHeight)
    if (!areSame(next, was)) turns.value += 1
    if (top < NEAR_TOP_PX) onTop()
  }
  const goTo = (to: Place) => {
    place.current = to
    isAtEnd.value = to.at === 'end'
    turns.value += 1
  }
  return { blocks, drawn, sizes, isAtEnd, onScroll, goTo }
}

const areSame = (a: Drawn, b: Drawn) => a.first === b.first && a.last === b.last

/** The real heights of what is drawn take the place of those that were guessed. */
function measure(box: HTMLElement, heights: Map<string, number>) {
  for (const block of box.querySelectorAll<HTMLElement>('[data-block]')) {
    heights.set(block.dataset.block ?? '', block.getBoundingClientRect().height)
  }
}

/** A message on screen, and where in the thread it stood. */
type Anchor = { key: string; top: number }

const entriesIn = (box: HTMLElement) => box.querySelectorAll<HTMLElement>('[data-key]')
const topIn = (box: HTMLElement, entry: Element) =>
  entry.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop

function anchorIn(box: HTMLElement): Anchor | null {
  const edge = box.getBoundingClientRect().top
  for (const entry of entriesIn(box)) {
    if (entry.getBoundingClientRect().bottom <= edge) continue
    return { key: entry.dataset.key ?? '', top: topIn(box, entry) }
  }
  return null
}

function hold(box: HTMLElement, { key, top }: Anchor) {
  const entry = find(box, key)
  if (entry) box.scrollTop += topIn(box, entry) - top
}

function bring(box: HTMLElement, key: string) {
  const entry = find(box, key)
  entry?.scrollIntoView({ block: 'center' })
  entry?.classList.add('is-sought')
}

const find = (box: HTMLElement, key: string) => box.querySelector(`[data-key="${CSS.escape(key)}"]`)
