import type { DraftOtp, DraftVersion } from '../../../../worker/contract/template-drafts'
import { Checkbox, Choices } from '../../../components/choice'
import { TextField } from '../../../components/field'
import { m } from '../../../paraglide/messages.js'
import type { Writing } from './draft'
import { problemsOf } from './problems'

type Props = { writing: Writing; at: number; version: DraftVersion }

/** An authentication template: Meta writes the words, these are its switches. */
export function CodeFields({ writing, at, version }: Props) {
  const { otp, security, expiryMinutes } = version
  const set = (change: Partial<DraftOtp>) =>
    writing.changeVersion(at, { otp: { ...otp, ...change } })
  const text = (field: 'text' | 'autofillText' | 'packageName' | 'signatureHash') => ({
    value: otp[field],
    error: problemsOf(writing, at, `otp.${field}`).error,
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      set({ [field]: event.currentTarget.value }),
  })
  return (
    <div class="stack close">
      <p class="md muted">{m.templates_editor_otp_intro()}</p>
      <Choices
        legend={m.templates_editor_otp_kind()}
        name={`otp-${at}`}
        choices={[
          { value: 'COPY_CODE', label: m.templates_editor_otp_copy() },
          { value: 'ONE_TAP', label: m.templates_editor_otp_one_tap() },
          { value: 'ZERO_TAP', label: m.templates_editor_otp_zero_tap() },
        ]}
        value={otp.type}
        onChange={(type) => set({ type })}
      />
      <TextField
        label={m.templates_editor_otp_label()}
        hint={m.templates_editor_otp_label_hint()}
        isOptional
        maxLength={100}
        {...text('text')}
      />
      {otp.type !== 'COPY_CODE' && (
        <div class="two-columns">
          <TextField
            label={m.templates_editor_otp_autofill()}
            isOptional
            maxLength={100}
            {...text('autofillText')}
          />
          <TextField
            label={m.templates_editor_otp_package()}
            dir="ltr"
            maxLength={300}
            {...text('packageName')}
          />
          <TextField
            label={m.templates_editor_otp_hash()}
            dir="ltr"
            maxLength={60}
            {...text('signatureHash')}
          />
        </div>
      )}
      {otp.type === 'ZERO_TAP' && (
        <>
          <Checkbox
            label={m.templates_editor_otp_terms()}
            isChecked={otp.termsAccepted}
            onChange={(termsAccepted) => set({ termsAccepted })}
          />
          <ErrorLine text={problemsOf(writing, at, 'otp.termsAccepted').error} />
        </>
      )}
      <Checkbox
        label={m.templates_editor_otp_security()}
        isChecked={security}
        onChange={(checked) => writing.changeVersion(at, { security: checked })}
      />
      <TextField
        label={m.templates_editor_otp_minutes()}
        hint={m.templates_editor_otp_minutes_hint()}
        isOptional
        inputMode="numeric"
        dir="ltr"
        value={expiryMinutes === null ? '' : String(expiryMinutes)}
        error={problemsOf(writing, at, 'expiryMinutes').error}
        maxLength={3}
        onInput={(event) =>
          writing.changeVersion(at, { expiryMinutes: wholeNumber(event.currentTarget.value) })
        }
      />
    </div>
  )
}

const ErrorLine = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : <p class="sm t-danger">{text}</p>

/** Null for an empty field and for what is no number. */
export function wholeNumber(text: string): number | null {
  const number = Number(text.trim())
  return text.trim() === '' || !Number.isInteger(number) ? null : number
}
