import { Bold, Braces, Code as CodeIcon, Italic, Smile, Strikethrough } from 'lucide-preact'
import { useId, useRef } from 'preact/hooks'
import type { DraftVersion } from '../../../../worker/contract/template-drafts'
import { MOST_BODY } from '../../../../worker/contract/template-lint-parts'
import { nextVariable, placeholdersIn } from '../../../../worker/contract/template-variables'
import { IconButton } from '../../../components/button'
import { Field, TextField } from '../../../components/field'
import { Icon } from '../../../components/icon'
import { Code } from '../../../components/isolate'
import { Menu } from '../../../components/menu'
import { m } from '../../../paraglide/messages.js'
import { directionOf, htmlLanguage } from '../filling'
import type { Writing } from './draft'
import { EMOJI } from './emoji'
import { Counter, Notes } from './notes'
import { problemsOf } from './problems'
import { type Edited, insertAt, type Mark, toggleMark } from './text-tools'

type Props = { writing: Writing; at: number; version: DraftVersion }

const MARKS: { mark: Mark; icon: typeof Bold; label: () => string }[] = [
  { mark: '*', icon: Bold, label: m.templates_editor_bold },
  { mark: '_', icon: Italic, label: m.templates_editor_italic },
  { mark: '~', icon: Strikethrough, label: m.templates_editor_strike },
  { mark: '```', icon: CodeIcon, label: m.templates_editor_mono },
]

/** The message: its words in their own direction, with tools that write into them. */
export function BodyField({ writing, at, version }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const { parameterFormat } = writing.view.value
  const { error, notes } = problemsOf(writing, at, 'body', version.body)
  const edit = (make: (text: string, from: number, to: number) => Edited) => {
    const box = area.current
    if (!box) return
    const { text, selection } = make(version.body, box.selectionStart, box.selectionEnd)
    writing.changeVersion(at, { body: text })
    // After the new text is drawn.
    requestAnimationFrame(() => {
      box.focus()
      box.setSelectionRange(selection.from, selection.to)
    })
  }
  const insert = (what: string) => edit((text, from, to) => insertAt(text, { from, to }, what))
  const insertVariable = (wish?: string) =>
    insert(`{{${nextVariable(version.body, parameterFormat, wish)}}}`)
  return (
    <div class="stack close">
      <Field
        label={m.templates_editor_body()}
        error={error}
        hint={<Counter used={version.body.trim().length} most={MOST_BODY} />}
      >
        {(wired) => (
          <div class="editor-text">
            <div class="editor-tools" role="toolbar" aria-label={m.templates_editor_tools()}>
              {MARKS.map(({ mark, icon, label }) => (
                <IconButton
                  key={mark}
                  size="slim"
                  variant="quiet"
                  icon={icon}
                  label={label()}
                  onClick={() => edit((text, from, to) => toggleMark(text, { from, to }, mark))}
                />
              ))}
              <EmojiButton onChoose={insert} />
              <VariableButton isNamed={parameterFormat === 'NAMED'} onChoose={insertVariable} />
            </div>
            <textarea
              {...wired}
              ref={area}
              class="input"
              rows={6}
              maxLength={4000}
              dir={directionOf(version.language)}
              lang={htmlLanguage(version.language)}
              value={version.body}
              onInput={(event) => writing.changeVersion(at, { body: event.currentTarget.value })}
            />
          </div>
        )}
      </Field>
      <Notes notes={notes} />
      <Samples writing={writing} at={at} version={version} />
    </div>
  )
}

/** Each variable of the message as a chip, with the value that reviewers and the preview see. */
function Samples({ writing, at, version }: Props) {
  const names = placeholdersIn(version.body)
  if (names.length === 0) return null
  return (
    <fieldset class="field">
      <legend>{m.templates_editor_samples()}</legend>
      <p class="hint">{m.templates_editor_samples_hint()}</p>
      <div class="sample-grid">
        {names.map((name) => (
          <TextField
            key={name}
            label={
              <span class="pill variable">
                <Code>{`{{${name}}}`}</Code>
              </span>
            }
            value={version.samples[name] ?? ''}
            error={problemsOf(writing, at, `samples.${name}`).error}
            maxLength={1000}
            onInput={(event) =>
              writing.changeVersion(at, {
                samples: { ...version.samples, [name]: event.currentTarget.value },
              })
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

const WISHES = [
  'first_name',
  'last_name',
  'order_number',
  'amount',
  'date',
  'time',
  'value',
] as const

type VariableProps = { isNamed: boolean; onChoose: (wish?: string) => void }

function VariableButton({ isNamed, onChoose }: VariableProps) {
  if (!isNamed) {
    return (
      <button type="button" class="btn quiet slim" onClick={() => onChoose()}>
        <Icon of={Braces} size="sm" />
        {m.templates_editor_variable()}
      </button>
    )
  }
  return (
    <Menu
      from="start"
      trigger={{
        class: 'btn quiet slim',
        content: (
          <>
            <Icon of={Braces} size="sm" />
            {m.templates_editor_variable()}
          </>
        ),
      }}
      items={WISHES.map((wish) => ({
        label: <Code>{`{{${wish}}}`}</Code>,
        onSelect: () => onChoose(wish),
      }))}
    />
  )
}

function EmojiButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  return (
    <>
      <button
        type="button"
        class="btn quiet slim icon"
        popovertarget={id}
        aria-label={m.templates_editor_emoji()}
        title={m.templates_editor_emoji()}
      >
        <Icon of={Smile} size="sm" />
      </button>
      <div ref={box} id={id} popover="auto" class="menu from-start emoji-grid">
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            onClick={() => {
              box.current?.hidePopover()
              onChoose(emoji)
            }}
          >
            {emoji}
          </button>
        ))}
      </div>
    </>
  )
}
