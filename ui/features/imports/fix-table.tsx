import { useSignal } from '@preact/signals'
import { Check } from 'lucide-preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { ImportProblemView, ImportView, RowKind } from '../../../worker/contract/imports'
import { Button } from '../../components/button'
import { Chip } from '../../components/chip'
import { describeFailure } from '../../components/failure'
import { Phone } from '../../components/isolate'
import { ScrollRegion } from '../../components/scroll-region'
import { useAction } from '../../lib/action'
import { announce } from '../../lib/announce'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { correctRow, undoCorrection } from './api'
import './check.css'
import { keepEdit } from './model'

type Props = {
  caption: string
  view: ImportView
  kind: RowKind
  after: string
  rows: ImportProblemView[]
  isEditable: boolean
}

/** Rows of the file with their numbers, which can be corrected in place. No row leaves the table. */
export const FixTable = (props: Props) => (
  <ScrollRegion label={props.caption}>
    <table class="table fix-table">
      <caption class="vh">{props.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{m.imports_row()}</th>
          <th scope="col">{m.imports_check_name()}</th>
          <th scope="col">{m.imports_check_phone()}</th>
          <th scope="col">{m.imports_reason()}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <FixRow key={row.row} {...props} problem={row} />
        ))}
      </tbody>
    </table>
  </ScrollRegion>
)

type RowProps = Props & { problem: ImportProblemView }

function FixRow(props: RowProps) {
  const { view, kind, after, problem, isEditable } = props
  const { row, edit } = problem
  const { name, phone } = partsOf(problem, view, isEditable)
  const undoButton = useRef<HTMLButtonElement>(null)
  const pressed = useRef(false)
  const correct = useAction<string>(async (typed) => {
    keepEdit(view.id, kind, after, await correctRow(view.id, row, typed))
  })
  const takeBack = useAction<null>(async () => {
    keepEdit(view.id, kind, after, await undoCorrection(view.id, row))
  })
  const isFixed = edit !== null && edit.text === null
  useEffect(() => {
    if (!isFixed) return
    announce(m.imports_check_fixed())
    // The pressed button is gone; its place in the order of focus must not be.
    if (pressed.current) undoButton.current?.focus()
    pressed.current = false
  }, [isFixed])
  const failure = correct.error.value ?? takeBack.error.value
  const whyId = useId()
  return (
    <tr class={isFixed ? 'is-fixed' : ''}>
      <td class="muted num">{formatNumber(row)}</td>
      <th scope="row">
        <bdi>{name || '–'}</bdi>
      </th>
      <td class="cell">
        {isFixed || !isEditable ? (
          <Phone value={edit?.phone ?? phone} />
        ) : (
          <PhoneInput
            key={edit?.phone ?? phone}
            value={edit?.phone ?? phone}
            label={m.imports_check_phone_of({ row: formatNumber(row) })}
            describedBy={whyId}
            onSave={(typed) => void correct.run(typed)}
          />
        )}
      </td>
      <td class="why">
        {isFixed ? (
          <>
            <Chip icon={Check} tone="ok">
              {m.imports_check_fixed()}
            </Chip>{' '}
            <button
              ref={undoButton}
              type="button"
              class="lnk"
              onClick={() => void takeBack.run(null)}
            >
              {m.common_undo()}
            </button>
          </>
        ) : (
          <>
            <span id={whyId}>{edit?.text ?? problem.text}</span>{' '}
            {problem.fixes.map((fix) => (
              <Button
                key={fix}
                size="slim"
                isBusy={correct.isBusy.value}
                onClick={() => {
                  pressed.current = true
                  void correct.run(fix)
                }}
              >
                <span>{rich(m.imports_check_use, { phone: <Phone value={fix} /> })}</span>
              </Button>
            ))}
            {edit && (
              <button type="button" class="lnk" onClick={() => void takeBack.run(null)}>
                {m.common_undo()}
              </button>
            )}
          </>
        )}
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      </td>
    </tr>
  )
}

/** Notes carry a name and a number; problems the whole row as it stands in the file. */
function partsOf({ cells }: ImportProblemView, { settings }: ImportView, isProblem: boolean) {
  if (!isProblem) return { name: cells[0] ?? '', phone: cells[1] ?? '' }
  const columns = settings?.columns ?? []
  const cellOf = (target: (typeof columns)[number]) => cells[columns.indexOf(target)] ?? ''
  const name =
    cellOf('name') || [cellOf('first_name'), cellOf('last_name')].filter(Boolean).join(' ')
  return { name, phone: cellOf('phone') }
}

type InputProps = {
  value: string
  label: string
  describedBy: string
  onSave: (typed: string) => void
}

function PhoneInput({ value, label, describedBy, onSave }: InputProps) {
  const draft = useSignal(value)
  const save = () => {
    if (draft.peek().trim() !== value) onSave(draft.peek().trim())
  }
  return (
    <input
      class="input fix-input"
      dir="ltr"
      type="text"
      inputMode="tel"
      autocomplete="off"
      spellcheck={false}
      maxLength={100}
      aria-label={label}
      aria-invalid={draft.value === value}
      aria-describedby={describedBy}
      value={draft.value}
      onInput={(event) => {
        draft.value = event.currentTarget.value
      }}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') draft.value = value
        if (event.key !== 'Enter') return
        event.preventDefault()
        // Leaving it saves it.
        const next = nextInput(event.currentTarget)
        if (next) next.focus()
        else event.currentTarget.blur()
      }}
    />
  )
}

function nextInput(input: HTMLInputElement): HTMLInputElement | undefined {
  const all = [...(input.closest('table')?.querySelectorAll<HTMLInputElement>('.fix-input') ?? [])]
  return all[all.indexOf(input) + 1]
}
