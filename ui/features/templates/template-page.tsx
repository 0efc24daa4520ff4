import { useSignal } from '@preact/signals'
import { Moon, Sun, TriangleAlert } from 'lucide-preact'
import { useRoute } from 'preact-iso'
import type { TemplateParameter, TemplateView } from '../../../worker/contract/templates'
import { IconButton } from '../../components/button'
import { CopyButton } from '../../components/copy'
import { Code, Time, UserText } from '../../components/isolate'
import { Banner, Facts, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { formatLanguage } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { useSession } from '../accounts/session'
import { samplesOf } from './filling'
import { MessagePreview } from './message-preview'
import { useTemplate } from './model'
import { ParameterName, partName } from './parameter-name'
import { categoryName, StatusChip } from './status'
import { TemplateName } from './template-name'
import './templates.css'

export function TemplatePage() {
  const { params } = useRoute()
  const template = useTemplate(params.id ?? '')
  const { data } = template
  return (
    <Page
      title={data?.name ?? m.templates_title()}
      heading={data && <TemplateName name={data.name} />}
      crumbs={[{ label: m.templates_title(), href: '/templates' }]}
      beside={data && <StatusChip status={data.status} />}
    >
      <Loaded query={template} skeleton={<Skeleton shape="text" />}>
        {(shown) => (
          <div class="with-rail">
            <Details template={shown} />
            <aside class="rail" aria-label={m.templates_preview()}>
              <PreviewPane template={shown} />
            </aside>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

const Details = ({ template }: { template: TemplateView }) => (
  <div class="stack narrow-col">
    {template.rejectedReason && (
      <Banner tone="danger" icon={TriangleAlert} isInset>
        {rich(m.templates_rejected_because, { reason: <bdi>{template.rejectedReason}</bdi> })}
      </Banner>
    )}
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
          key: 'synced',
          label: m.templates_synced_at(),
          value: template.syncedAt > 0 ? <Time at={template.syncedAt} /> : '–',
        },
        { key: 'id', label: m.templates_id(), value: <CopyButton text={template.id} /> },
      ]}
    />
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
  </div>
)

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

/** The chat can be looked at in the other light than the page. */
function PreviewPane({ template }: { template: TemplateView }) {
  const { account } = useSession()
  const chat = useSignal<'light' | 'dark' | null>(null)
  const isDark = chat.value ? chat.value === 'dark' : pageIsDark()
  return (
    <Section
      title={m.templates_preview()}
      level={3}
      aside={
        <IconButton
          size="slim"
          variant="quiet"
          icon={isDark ? Sun : Moon}
          label={isDark ? m.templates_preview_light() : m.templates_preview_dark()}
          onClick={() => {
            chat.value = isDark ? 'light' : 'dark'
          }}
        />
      }
    >
      <MessagePreview
        template={template}
        filled={samplesOf(template.parameters)}
        businessName={account.name}
        label={m.templates_preview_label()}
        {...(chat.value ? { chat: chat.value } : {})}
      />
    </Section>
  )
}

function pageIsDark() {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'dark' || chosen === 'light') return chosen === 'dark'
  return matchMedia('(prefers-color-scheme: dark)').matches
}
