import type { DraftButton } from '../../../../worker/contract/template-drafts'
import { MOST_LABEL } from '../../../../worker/contract/template-lint-buttons'
import { placeholdersIn } from '../../../../worker/contract/template-variables'
import { SelectField, TextField } from '../../../components/field'
import { m } from '../../../paraglide/messages.js'
import { Counter } from './notes'
import type { FieldProblems } from './problems'

type Props = {
  button: DraftButton
  problem: (field: string, value?: string) => FieldProblems
  onChange: (button: DraftButton) => void
}

/** What each kind of button asks for. */
export function ButtonFields(props: Props) {
  const { button } = props
  return (
    <div class="two-columns">
      {'text' in button && <Label {...props} button={button} />}
      <Own {...props} />
    </div>
  )
}

type Labelled = Extract<DraftButton, { text: string }>

const Label = ({ button, problem, onChange }: Props & { button: Labelled }) => (
  <TextField
    label={m.templates_editor_label()}
    value={button.text}
    error={problem('text', button.text).error}
    hint={<Counter used={button.text.trim().length} most={MOST_LABEL} />}
    maxLength={100}
    onInput={(event) => onChange({ ...button, text: event.currentTarget.value })}
  />
)

function Own({ button, problem, onChange }: Props) {
  switch (button.type) {
    case 'URL':
      return <Link {...{ button, problem, onChange }} />
    case 'PHONE_NUMBER':
      return (
        <TextField
          label={m.templates_editor_phone()}
          type="tel"
          dir="ltr"
          value={button.phone}
          error={problem('phone', button.phone).error}
          placeholder="+972 50 123 4567"
          maxLength={60}
          onInput={(event) => onChange({ ...button, phone: event.currentTarget.value })}
        />
      )
    case 'COPY_CODE':
      return (
        <TextField
          label={m.templates_editor_code()}
          dir="ltr"
          value={button.sample}
          error={problem('sample').error}
          hint={m.templates_editor_code_hint()}
          maxLength={100}
          onInput={(event) => onChange({ ...button, sample: event.currentTarget.value })}
        />
      )
    case 'FLOW':
      return <Flow {...{ button, problem, onChange }} />
    case 'REQUEST_CONTACT_INFO':
      return <p class="sm muted">{m.templates_editor_contact_hint()}</p>
    default:
      return null
  }
}

type Of<T extends DraftButton['type']> = Omit<Props, 'button'> & {
  button: Extract<DraftButton, { type: T }>
}

function Link({ button, problem, onChange }: Of<'URL'>) {
  const isDynamic = placeholdersIn(button.url).length > 0
  return (
    <>
      <TextField
        label={m.templates_editor_address()}
        type="url"
        dir="ltr"
        value={button.url}
        error={problem('url', button.url === 'https://' ? '' : button.url).error}
        hint={m.templates_editor_address_hint({ variable: '\u2066{{1}}\u2069' })}
        maxLength={3000}
        onInput={(event) => onChange({ ...button, url: event.currentTarget.value })}
      />
      {isDynamic && (
        <TextField
          label={m.templates_editor_sample_of({ name: '\u2066{{1}}\u2069' })}
          dir="ltr"
          value={button.sample}
          error={problem('sample').error}
          maxLength={1000}
          onInput={(event) => onChange({ ...button, sample: event.currentTarget.value })}
        />
      )}
    </>
  )
}

function Flow({ button, problem, onChange }: Of<'FLOW'>) {
  return (
    <>
      <TextField
        label={m.templates_editor_flow()}
        dir="ltr"
        value={button.flowId}
        error={problem('flowId').error}
        hint={m.templates_editor_flow_hint()}
        maxLength={60}
        onInput={(event) => onChange({ ...button, flowId: event.currentTarget.value })}
      />
      <SelectField
        label={m.templates_editor_flow_action()}
        options={[
          { value: 'navigate', text: m.templates_editor_flow_navigate() },
          { value: 'data_exchange', text: m.templates_editor_flow_exchange() },
        ]}
        value={button.action}
        onChange={(action) =>
          onChange({ ...button, action: action === 'navigate' ? action : 'data_exchange' })
        }
      />
      {button.action === 'navigate' && (
        <TextField
          label={m.templates_editor_flow_screen()}
          dir="ltr"
          value={button.screen}
          error={problem('screen').error}
          maxLength={100}
          onInput={(event) => onChange({ ...button, screen: event.currentTarget.value })}
        />
      )}
    </>
  )
}
