import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useId } from 'preact/hooks'

export type Suggestion = { key: string; content: ComponentChildren; onChoose: () => void }

/** What fits to what is being typed. */
export type Suggested = {
  label: string
  /** Another word typed begins at the first one again. */
  query: string
  items: Suggestion[]
  foot?: ComponentChildren
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/**
 * A list over a text field: the focus stays in the field, arrows move, Enter chooses, Esc puts it away until
 * something else is typed.
 */
export function useSuggestions(suggested: Suggested | null) {
  const id = useId()
  const isFor = suggested && `${suggested.label} ${suggested.query}`
  // Of what was typed then: another word begins at the first one, and brings the list back.
  const moved = useSignal({ isFor, at: 0, isAway: false })
  const place = moved.value.isFor === isFor ? moved.value : { isFor, at: 0, isAway: false }
  const { at } = place
  const shown = place.isAway ? null : suggested
  const items = shown?.items ?? []
  const active = items[at]

  /** True when the key was meant for the list. */
  const take = (event: KeyboardEvent): boolean => {
    if (!shown || event.isComposing) return false
    const step = STEPS[event.key]
    if (event.key === 'Escape') moved.value = { ...place, isAway: true }
    else if (step && items.length > 0)
      moved.value = { ...place, at: (at + step + items.length) % items.length }
    else if (event.key === 'Enter' && active) active.onChoose()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return {
    take,
    attributes: {
      'aria-autocomplete': 'list' as const,
      'aria-controls': items.length > 0 ? id : undefined,
      'aria-activedescendant': active ? `${id}-${at}` : undefined,
    },
    list: shown && <List id={id} suggested={shown} at={at} />,
  }
}

function List({ id, suggested, at }: { id: string; suggested: Suggested; at: number }) {
  const { label, items, foot } = suggested
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])
  return (
    <div class="suggestions">
      {items.length > 0 && (
        <div id={id} role="listbox" aria-label={label}>
          {items.map(({ key, content, onChoose }, index) => (
            <div
              key={key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              // The field keeps the focus, and the keyboard of a phone stays.
              onPointerDown={(event) => event.preventDefault()}
              onClick={onChoose}
              onKeyDown={(event) => {
                if (event.key === 'Enter') onChoose()
              }}
            >
              {content}
            </div>
          ))}
        </div>
      )}
      {foot}
    </div>
  )
}
