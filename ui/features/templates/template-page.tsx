import { useRoute } from 'preact-iso'
import { isSampleId } from '../../../worker/contract/samples'
import type { TemplateParameter, TemplateView } from '../../../worker/contract/templates'
import { CopyButton } from '../../components/copy'
import { Code, Time, UserText } from '../../components/isolate'
import { Banner, Facts, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { formatLanguage } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import { SampleBadge } from '../contacts/contact-name'
import { Advice } from './advice'
import { CategoryChange } from './category-change'
import { samplesOf } from './filling'
import { HistorySection } from './history-section'
import { useHistory, useTemplate } from './model'
import { ParameterName, partName } from './parameter-name'
import { PreviewPane } from './preview-pane'
import { QualityChip } from './quality'
import { categoryName, StatusChip } from './status'
import { SyncLine } from './sync-line'
import { TemplateActions } from './template-actions'
import { TemplateName } from './template-name'
import './templates.css'
import { UseSection } from './use-section'

export function TemplatePage() {
  const { params } = useRoute()
  const template = useTemplate(params.id ?? '')
  const { data } = template
  const mayChange = canSend(useSession())
  const isOurs = data && !isSampleId(data.id)
  return (
    <Page
      title={data?.name ?? m.templates_title()}
      heading={data && <TemplateName name={data.name} />}
      crumbs={[{ label: m.templates_title(), href: '/templates' }]}
      beside={data && (isOurs ? <StatusChip status={data.status} /> : <SampleBadge />)}
      actions={isOurs && mayChange && <TemplateActions template={data} />}
    >
      {isOurs && <SyncLine />}
      <Loaded query={template} skeleton={<Skeleton shape="text" />}>
        {(shown) => (
          <div class="with-rail">
            <Details template={shown} mayChange={mayChange} />
            <aside class="rail" aria-label={m.templates_preview()}>
              <PreviewPane template={shown} filled={samplesOf(shown.parameters)} />
            </aside>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

type DetailsProps = { template: TemplateView; mayChange: boolean }

const Details = ({ template, mayChange }: DetailsProps) => (
  <div class="stack narrow-col">
    <Advice template={template} mayChange={mayChange} />
    <Story template={template} />
    {template.unsupported && (
      <Banner isInset>
        {rich(m.templates_unsupported, { reason: <Code>{template.unsupported}</Code> })}
      </Banner>
    )}
    <Facts
      facts={[
        {
          key: 'language',
          label: m.templates_language(),
          value: formatLanguage(template.language),
        },
        {
          key: 'category',
          label: m.templates_category(),
          value: categoryName(template.category),
        },
        {
          key: 'quality',
          label: m.templates_quality(),
          value: <QualityChip quality={template.quality} />,
        },
        {
          key: 'synced',
          label: m.templates_synced_at(),
          value: template.syncedAt > 0 ? <Time at={template.syncedAt} /> : '–',
        },
        { key: 'id', label: m.templates_id(), value: <CopyButton text={template.id} /> },
      ]}
    />
    <UseSection template={template} />
    <Section title={m.templates_parameters()}>
      {template.parameters.length === 0 ? (
        <p class="md muted">{m.templates_parameters_none()}</p>
      ) : (
        <ul class="cards panel">
          {template.parameters.map((parameter) => (
            <ParameterRow key={parameter.key} parameter={parameter} />
          ))}
        </ul>
      )}
    </Section>
    <Past template={template} />
  </div>
)

function Story({ template }: { template: TemplateView }) {
  const { data } = useHistory(template.id)
  return data ? <CategoryChange template={template} price={data.price} /> : null
}

function Past({ template }: { template: TemplateView }) {
  const { data } = useHistory(template.id)
  return data ? <HistorySection history={data} /> : null
}

const ParameterRow = ({ parameter }: { parameter: TemplateParameter }) => (
  <li>
    <div>
      <b>
        <ParameterName parameter={parameter} />
      </b>
      <span class="sm muted">{partName(parameter)}</span>
    </div>
    {parameter.sample && (
      <div class="e sm">
        <UserText text={parameter.sample} />
      </div>
    )}
  </li>
)
