import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import { SendHorizontal } from 'lucide-preact'
import type { OpenConversationView } from '../../../worker/contract/inbox'
import type { TemplateView } from '../../../worker/contract/templates'
import { Button } from '../../components/button'
import { TextField } from '../../components/field'
import { formatLanguage } from '../../lib/format'
import { newId } from '../../lib/new-id'
import { m } from '../../paraglide/messages.js'
import { useConnections } from '../meta/connections'
import { fetchTemplates } from '../templates/api'
import { piecesOf } from '../templates/filling'
import { Content } from './message-content'
import { sendOptimistically } from './outbox'

/** Outside the 24 hours only an approved template reaches the person. */
export function TemplatePicker({ conversation }: { conversation: OpenConversationView }) {
  const { data } = useQuery({
    queryKey: ['templates', 'approved'],
    queryFn: () => fetchTemplates({ status: 'APPROVED', limit: 100 }),
  })
  const { data: connections } = useConnections()
  const connection = connections?.items.find(({ numbers }) =>
    numbers.some(({ id }) => id === conversation.numberId),
  )
  const chosen = useSignal('')
  const usable = (data?.items ?? []).filter(
    ({ unsupported, connectionId }) => !unsupported && connectionId === connection?.id,
  )
  const template = usable.find(({ id }) => id === chosen.value)
  return (
    <div class="compose-box template-picker">
      <p class="sm">{m.inbox_window_why()}</p>
      <label class="pick">
        <span class="vh">{m.inbox_choose_template()}</span>
        <select
          aria-label={m.inbox_choose_template()}
          value={chosen.value}
          onChange={(event) => {
            chosen.value = event.currentTarget.value
          }}
        >
          <option value="">{m.inbox_choose_template()}</option>
          {usable.map(({ id, name, language }) => (
            <option key={id} value={id}>
              {`${name} · ${formatLanguage(language)}`}
            </option>
          ))}
        </select>
      </label>
      {template && (
        <Fill
          key={template.id}
          template={template}
          conversation={conversation}
          onSent={() => {
            chosen.value = ''
          }}
        />
      )}
    </div>
  )
}

type FillProps = {
  template: TemplateView
  conversation: OpenConversationView
  onSent: () => void
}

/** Put away once it is sent: a second press would be a second message. */
function Fill({ template, conversation, onSent }: FillProps) {
  const { name } = conversation
  const values = useSignal<Record<string, string>>(firstValues(template, name))
  const isComplete = template.parameters.every(({ key }) => values.value[key]?.trim())
  const body = template.components.find(({ type }) => type === 'BODY')?.text ?? ''
  const text = piecesOf(body, 'body', values.value)
    .map((piece) => piece.text)
    .join('')
  const send = () => {
    const { id, contactId, numberId } = conversation
    const content = { kind: 'template' as const, templateId: template.id, values: values.value }
    sendOptimistically(
      id,
      { id: newId(), contactId, numberId, content },
      { kind: 'template', name: template.name, text },
    )
    onSent()
  }
  return (
    <form
      class="fill"
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete) send()
      }}
    >
      {template.parameters.map(({ key, name: parameter, sample }) => (
        <TextField
          key={key}
          name={key}
          label={parameter}
          {...(sample ? { hint: sample } : {})}
          value={values.value[key] ?? ''}
          onInput={(event) => {
            values.value = { ...values.value, [key]: event.currentTarget.value }
          }}
        />
      ))}
      <div class="bubble out">
        <Content content={{ kind: 'template', name: template.name, text }} sought="" />
      </div>
      <Button
        type="submit"
        variant="primary"
        icon={SendHorizontal}
        isIconDirectional
        isDisabled={!isComplete}
      >
        {m.inbox_send_template()}
      </Button>
    </form>
  )
}

/** The first variable is most often the name. */
function firstValues({ parameters }: TemplateView, name: string | null): Record<string, string> {
  const first = parameters.find(({ key, kind }) => key.startsWith('body.') && kind === 'text')
  const firstName = name?.split(' ')[0]
  return first && firstName ? { [first.key]: firstName } : {}
}
