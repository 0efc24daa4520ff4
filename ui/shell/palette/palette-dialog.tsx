import { useSignalEffect } from '@preact/signals'
import { Search } from 'lucide-preact'
import { Fragment } from 'preact'
import { useEffect, useId, useMemo } from 'preact/hooks'
import { Dialog } from '../../components/dialog'
import { Icon } from '../../components/icon'
import { m } from '../../paraglide/messages.js'
import type { Entry, Group } from './entries'
import { createPalette, type Palette } from './model'
import './palette.css'

/** Go anywhere and do anything by its name; all by keys. */
export function PaletteDialog({ onClose }: { onClose: () => void }) {
  const palette = useMemo(() => createPalette(onClose), [])
  const listId = useId()
  useEffect(() => palette.stop, [])
  useSignalEffect(() => {
    document.getElementById(`${listId}-${palette.at.value}`)?.scrollIntoView({ block: 'nearest' })
  })
  const count = palette.entries.value.length
  return (
    <Dialog title={<span class="vh">{m.palette_title()}</span>} isOpen onClose={onClose} isWide>
      <div class="palette">
        <PaletteInput palette={palette} listId={listId} />
        <div class="palette-list" role="listbox" id={listId} aria-label={m.palette_title()}>
          {palette.entries.value.map((entry, index, all) => (
            <Fragment key={`${entry.group} ${entry.id}`}>
              {entry.group !== all[index - 1]?.group && (
                <div class="palette-group" role="presentation">
                  {GROUP_NAMES[entry.group]()}
                </div>
              )}
              <Option
                id={`${listId}-${index}`}
                entry={entry}
                isMarked={index === palette.at.value}
                onChoose={() => palette.choose(entry)}
              />
            </Fragment>
          ))}
        </div>
        <p class={count > 0 ? 'vh' : 'muted palette-none'} role="status">
          {count > 0 ? m.palette_found({ count }) : m.palette_nothing()}
        </p>
      </div>
    </Dialog>
  )
}

const GROUP_NAMES: Record<Group, () => string> = {
  recent: m.palette_recent,
  pages: m.palette_pages,
  actions: m.palette_actions,
  contacts: m.palette_contacts,
  templates: m.palette_templates,
  broadcasts: m.palette_broadcasts,
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

function PaletteInput({ palette, listId }: { palette: Palette; listId: string }) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.code]
    if (step) palette.move(step)
    else if (event.code === 'Enter' && !event.isComposing) palette.choose()
    else return
    event.preventDefault()
  }
  return (
    <div class="palette-input">
      <Icon of={Search} />
      <input
        type="text"
        role="combobox"
        dir="auto"
        autofocus
        autocomplete="off"
        spellcheck={false}
        aria-label={m.palette_prompt()}
        placeholder={m.palette_prompt()}
        aria-expanded={true}
        aria-controls={listId}
        aria-activedescendant={`${listId}-${palette.at.value}`}
        onInput={(event) => {
          palette.typed.value = event.currentTarget.value
        }}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}

type OptionProps = { id: string; entry: Entry; isMarked: boolean; onChoose: () => void }

const Option = ({ id, entry, isMarked, onChoose }: OptionProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the input and chooses by Enter
  // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the option
  <div id={id} class="palette-option" role="option" aria-selected={isMarked} onClick={onChoose}>
    <Icon of={entry.icon} size="sm" isDirectional={entry.isIconDirectional ?? false} />
    <bdi class="trunc">{entry.label}</bdi>
    {entry.note && <bdi class="sm muted">{entry.note}</bdi>}
    {entry.keys && (
      <kbd class="kbd" dir="ltr">
        {entry.keys}
      </kbd>
    )}
  </div>
)
