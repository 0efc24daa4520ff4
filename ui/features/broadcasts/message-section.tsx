import { useSignal } from '@preact/signals'
import { TriangleAlert } from 'lucide-preact'
import type { TemplateView } from '../../../worker/contract/templates'
import { LinkButton } from '../../components/button'
import { SelectField } from '../../components/field'
import { Code } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { SearchField } from '../../components/search-field'
import { Loaded, Skeleton } from '../../components/states'
import { formatLanguage } from '../../lib/format'
import { formatPhone } from '../../lib/phone'
import { m } from '../../paraglide/messages.js'
import { asE164, present, useConnections } from '../meta/connections'
import { bodyLine, directionOf, htmlLanguage } from '../templates/filling'
import { categoryName } from '../templates/status'
import type { Writing } from './composer'
import { mappingFor } from './composer-steps'
import { useApprovedTemplates } from './templates'

/** More than these are found by typing. */
const SHOWN_WITHOUT_SEARCH = 6

export function MessageSection({ writing }: { writing: Writing }) {
  const { query, templates } = useApprovedTemplates()
  return (
    <Loaded query={query} skeleton={<Skeleton shape="rows" />}>
      {() =>
        templates.length === 0 ? (
          <NoTemplate />
        ) : (
          <TemplateChoice writing={writing} templates={templates} />
        )
      }
    </Loaded>
  )
}

const NoTemplate = () => (
  <div class="stack close">
    <p class="md">{m.composer_no_templates()}</p>
    <p class="row">
      <LinkButton variant="primary" href="/templates">
        {m.composer_to_templates()}
      </LinkButton>
    </p>
  </div>
)

type ChoiceProps = { writing: Writing; templates: TemplateView[] }

function TemplateChoice({ writing, templates }: ChoiceProps) {
  const { view, draft } = writing
  const wanted = useSignal('')
  const found = templates.filter((template) => matches(template, wanted.value))
  const isGone =
    view.templateId !== null && !templates.some((template) => template.id === view.templateId)
  const choose = (template: TemplateView) =>
    draft.change({
      templateId: template.id,
      mapping: mappingFor(template.parameters, view.mapping),
      numberId: numberFor(template, view.numberId),
    })
  const { data: connections } = useConnections()
  const numberFor = (template: TemplateView, before: string | null) => {
    const own = present(connections?.items ?? []).find(({ id }) => id === template.connectionId)
    const numbers = own?.numbers ?? []
    return (numbers.find(({ id }) => id === before) ?? numbers[0])?.id ?? null
  }
  return (
    <div class="stack close">
      <p class="sm muted">{m.composer_message_lead()}</p>
      {isGone && (
        <Banner icon={TriangleAlert} isInset>
          {m.composer_template_gone()}
        </Banner>
      )}
      {templates.length > SHOWN_WITHOUT_SEARCH && (
        <SearchField
          label={m.composer_template_search()}
          value={wanted.value}
          onSearch={(text) => {
            wanted.value = text
          }}
        />
      )}
      <fieldset class="template-choice">
        <legend class="vh">{m.composer_templates()}</legend>
        {found.map((template) => (
          <TemplateOption
            key={template.id}
            template={template}
            isChosen={template.id === view.templateId}
            onChoose={() => choose(template)}
          />
        ))}
        {found.length === 0 && <p class="md muted">{m.composer_no_template_match()}</p>}
      </fieldset>
      <NumberChoice writing={writing} />
    </div>
  )
}

const matches = (template: TemplateView, wanted: string) =>
  `${template.name} ${bodyLine(template)}`.toLowerCase().includes(wanted.toLowerCase())

type OptionProps = { template: TemplateView; isChosen: boolean; onChoose: () => void }

const TemplateOption = ({ template, isChosen, onChoose }: OptionProps) => (
  <label class={`template-option ${isChosen ? 'on' : ''}`}>
    <input type="radio" class="check" name="template" checked={isChosen} onChange={onChoose} />
    <span>
      <b>
        <Code>{template.name}</Code>
      </b>
      <small>
        {formatLanguage(template.language)} · {categoryName(template.category)}
      </small>
      <span
        class="template-line"
        lang={htmlLanguage(template.language)}
        dir={directionOf(template.language)}
      >
        {bodyLine(template)}
      </span>
    </span>
  </label>
)

/** Only where the account of the template has several numbers. */
function NumberChoice({ writing: { view, template, draft } }: { writing: Writing }) {
  const { data } = useConnections()
  const own = present(data?.items ?? []).find(({ id }) => id === template?.connectionId)
  if (!own || own.numbers.length < 2) return null
  return (
    <SelectField
      label={m.composer_number()}
      value={view.numberId ?? ''}
      options={own.numbers.map((number) => ({
        value: number.id,
        text: formatPhone(asE164(number)),
      }))}
      onChange={(numberId) => draft.change({ numberId })}
    />
  )
}
