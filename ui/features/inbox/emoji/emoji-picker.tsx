import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { locale } from '../../../lib/i18n'
import { m } from '../../../paraglide/messages.js'
import { EMOJI, type Emoji, findEmoji } from './emoji-list'

const RECENT = 'emoji-recent'
const MOST_RECENT = 16
const MOST_FOUND = 80

const GROUPS: Record<string, () => string> = {
  recent: m.inbox_emoji_recent,
  found: m.inbox_emoji_found,
  smileys_emotion: m.inbox_emoji_smileys,
  people_body: m.inbox_emoji_people,
  animals_nature: m.inbox_emoji_nature,
  food_drink: m.inbox_emoji_food,
  travel_places: m.inbox_emoji_travel,
  activities: m.inbox_emoji_activities,
  objects: m.inbox_emoji_objects,
  symbols: m.inbox_emoji_symbols,
  flags: m.inbox_emoji_flags,
}

const readRecent = (): string[] => (localStorage.getItem(RECENT) ?? '').split(' ').filter(Boolean)

function keepRecent(emoji: string) {
  const next = [emoji, ...readRecent().filter((one) => one !== emoji)]
  localStorage.setItem(RECENT, next.slice(0, MOST_RECENT).join(' '))
}

/** The focus stays in the search; arrows move over the pictures, Enter takes one. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const id = useId()
  const typed = useSignal('')
  const at = useSignal(0)
  const grid = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const groups = groupsFor(typed.value)
  const all = groups.flatMap(({ emoji }) => emoji)

  useEffect(() => search.current?.focus(), [])
  useEffect(() => {
    at.value = 0
  }, [typed.value])
  useEffect(() => {
    document.getElementById(`${id}-${at.value}`)?.scrollIntoView({ block: 'nearest' })
  }, [at.value])

  const choose = ({ emoji }: Emoji) => {
    keepRecent(emoji)
    onChoose(emoji)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const active = all[at.value]
    if (event.key === 'Enter' && active) choose(active)
    else {
      const to = nextOf(event.key, grid.current, at.value)
      if (to === null) return
      at.value = to
    }
    event.preventDefault()
  }
  let index = 0
  return (
    <>
      <input
        class="input"
        type="search"
        dir="auto"
        aria-label={m.inbox_emoji_search()}
        placeholder={m.inbox_emoji_search()}
        aria-controls={id}
        aria-activedescendant={all.length > 0 ? `${id}-${at.value}` : undefined}
        ref={search}
        onInput={(event) => {
          typed.value = event.currentTarget.value
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={grid}
        id={id}
        class="emoji-grid"
        role="listbox"
        tabIndex={0}
        aria-label={m.inbox_emoji()}
        onKeyDown={onKeyDown}
      >
        {groups.map(({ group, emoji }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
          <div key={group} role="group" aria-label={GROUPS[group]?.()}>
            <p class="xs muted" aria-hidden="true">
              {GROUPS[group]?.()}
            </p>
            {emoji.map((one) => {
              const here = index++
              return (
                <button
                  key={one.emoji}
                  id={`${id}-${here}`}
                  type="button"
                  role="option"
                  tabIndex={-1}
                  aria-selected={here === at.value}
                  aria-label={one.names[locale.value]}
                  title={one.names[locale.value]}
                  onClick={() => choose(one)}
                >
                  {one.emoji}
                </button>
              )
            })}
          </div>
        ))}
      </div>
      {all.length === 0 && (
        <p class="sm muted" role="status">
          {m.inbox_emoji_none()}
        </p>
      )}
    </>
  )
}

function groupsFor(typed: string): { group: string; emoji: Emoji[] }[] {
  if (typed.trim()) {
    const found = findEmoji(typed, MOST_FOUND)
    return found.length > 0 ? [{ group: 'found', emoji: found }] : []
  }
  const known = new Map(EMOJI.flatMap(({ emoji }) => emoji).map((one) => [one.emoji, one]))
  const recent = readRecent().flatMap((emoji) => known.get(emoji) ?? [])
  return recent.length > 0 ? [{ group: 'recent', emoji: recent }, ...EMOJI] : EMOJI
}

/** Where an arrow leads, by where the pictures stand on screen; null for another key. */
function nextOf(key: string, grid: HTMLElement | null, at: number): number | null {
  const options = Array.from(grid?.querySelectorAll<HTMLElement>('[role=option]') ?? [])
  const here = options[at]
  if (!here) return null
  const isRightToLeft = getComputedStyle(here).direction === 'rtl'
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const step = (key === 'ArrowRight') === isRightToLeft ? -1 : 1
    return Math.min(Math.max(at + step, 0), options.length - 1)
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null
  const isDown = key === 'ArrowDown'
  const place = here.getBoundingClientRect()
  const beyond = options.map((option, index) => ({ index, box: option.getBoundingClientRect() }))
  const others = (isDown ? beyond : beyond.reverse()).filter(({ box }) =>
    isDown ? box.top > place.top + 1 : box.top < place.top - 1,
  )
  const row = others.filter(({ box }) => box.top === others[0]?.box.top)
  const nearest = row.toSorted(
    (a, b) => Math.abs(a.box.left - place.left) - Math.abs(b.box.left - place.left),
  )[0]
  return nearest?.index ?? at
}
