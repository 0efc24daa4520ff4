import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-preact'
import type {
  DraftButton,
  DraftButtonType,
  DraftVersion,
} from '../../../../worker/contract/template-drafts'
import { MOST_BUTTONS, MOST_OF_KIND } from '../../../../worker/contract/template-lint-buttons'
import { IconButton } from '../../../components/button'
import { Icon } from '../../../components/icon'
import { Menu } from '../../../components/menu'
import { formatNumber } from '../../../lib/format'
import { m } from '../../../paraglide/messages.js'
import { ButtonFields } from './button-fields'
import type { Writing } from './draft'
import { Notes } from './notes'
import { problemsOf } from './problems'

type Props = { writing: Writing; at: number; version: DraftVersion }

export const BUTTON_NAMES: Record<DraftButtonType, () => string> = {
  QUICK_REPLY: m.templates_editor_button_reply,
  URL: m.templates_editor_button_link,
  PHONE_NUMBER: m.templates_editor_button_phone,
  COPY_CODE: m.templates_editor_button_code,
  FLOW: m.templates_editor_button_flow,
  REQUEST_CONTACT_INFO: m.templates_editor_button_contact,
  VOICE_CALL: m.templates_editor_button_call,
}

const BLANK: Record<DraftButtonType, DraftButton> = {
  QUICK_REPLY: { type: 'QUICK_REPLY', text: '' },
  URL: { type: 'URL', text: '', url: 'https://', sample: '' },
  PHONE_NUMBER: { type: 'PHONE_NUMBER', text: '', phone: '' },
  COPY_CODE: { type: 'COPY_CODE', sample: '' },
  FLOW: { type: 'FLOW', text: '', flowId: '', action: 'navigate', screen: '' },
  REQUEST_CONTACT_INFO: { type: 'REQUEST_CONTACT_INFO' },
  VOICE_CALL: { type: 'VOICE_CALL', text: '' },
}

// The record names every kind, so its keys are the kinds.
const KINDS = Object.keys(BUTTON_NAMES) as DraftButtonType[]

/** Buttons in the order that people see them; a new quick reply joins the others of its kind. */
export function ButtonsField({ writing, at, version }: Props) {
  const { buttons } = version
  const { error, notes } = problemsOf(writing, at, 'buttons')
  const set = (next: DraftButton[]) => writing.changeVersion(at, { buttons: next })
  const all = error ? [{ text: error, level: 'error' as const }, ...notes] : notes
  return (
    <fieldset class="field">
      <legend>
        {m.templates_editor_buttons()}
        <span class="optional"> {m.common_optional()}</span>
      </legend>
      {buttons.length > 0 && (
        <ul class="editor-buttons">
          {buttons.map((button, index) => (
            // A button is its place: moving one moves what is written in it.
            <li key={index} class="panel">
              <header>
                <b>{BUTTON_NAMES[button.type]()}</b>
                <span class="row">
                  <IconButton
                    size="slim"
                    variant="quiet"
                    icon={ArrowUp}
                    label={m.templates_editor_button_up({ number: formatNumber(index + 1) })}
                    isDisabled={index === 0}
                    onClick={() => set(swapped(buttons, index, index - 1))}
                  />
                  <IconButton
                    size="slim"
                    variant="quiet"
                    icon={ArrowDown}
                    label={m.templates_editor_button_down({ number: formatNumber(index + 1) })}
                    isDisabled={index === buttons.length - 1}
                    onClick={() => set(swapped(buttons, index, index + 1))}
                  />
                  <IconButton
                    size="slim"
                    variant="quiet"
                    icon={Trash2}
                    label={m.templates_editor_button_remove({ number: formatNumber(index + 1) })}
                    onClick={() => set(buttons.filter((_, other) => other !== index))}
                  />
                </span>
              </header>
              <ButtonFields
                button={button}
                problem={(field, value) =>
                  problemsOf(writing, at, `buttons.${index}.${field}`, value)
                }
                onChange={(next) => set(buttons.with(index, next))}
              />
            </li>
          ))}
        </ul>
      )}
      <Notes notes={all} />
      {buttons.length < MOST_BUTTONS && (
        <div>
          <Menu
            from="start"
            trigger={{
              class: 'btn',
              content: (
                <>
                  <Icon of={Plus} size="sm" />
                  {m.templates_editor_button_add()}
                </>
              ),
            }}
            items={KINDS.filter((kind) => countOf(buttons, kind) < MOST_OF_KIND[kind]).map(
              (kind) => ({
                label: BUTTON_NAMES[kind](),
                onSelect: () => set(added(buttons, BLANK[kind])),
              }),
            )}
          />
        </div>
      )}
    </fieldset>
  )
}

const countOf = (buttons: DraftButton[], kind: DraftButtonType) =>
  buttons.filter(({ type }) => type === kind).length

function added(buttons: DraftButton[], button: DraftButton): DraftButton[] {
  const isReply = button.type === 'QUICK_REPLY'
  const last = buttons.findLastIndex(({ type }) => (type === 'QUICK_REPLY') === isReply)
  return last === -1 ? [...buttons, button] : buttons.toSpliced(last + 1, 0, button)
}

function swapped(buttons: DraftButton[], one: number, other: number): DraftButton[] {
  const [first, second] = [buttons[one], buttons[other]]
  return first && second ? buttons.with(one, second).with(other, first) : buttons
}
