import { LayoutTemplate, Plus, RefreshCw } from 'lucide-preact'
import type { List } from '../../../worker/contract/common'
import { isSampleId } from '../../../worker/contract/samples'
import type { TemplateUse, TemplateView } from '../../../worker/contract/templates'
import { Button, LinkButton } from '../../components/button'
import { IgnoredNotice } from '../../components/ignored-notice'
import { Time } from '../../components/isolate'
import { ListFoot } from '../../components/list-foot'
import { SearchField } from '../../components/search-field'
import { EmptyState, Loaded, NoResults, Skeleton } from '../../components/states'
import { tellFailure } from '../../components/tell-failure'
import { useAction } from '../../lib/action'
import { formatLanguage, formatPercent } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import { SampleBadge } from '../contacts/contact-name'
import { SampleButton } from '../contacts/sample-button'
import { present, useConnections } from '../meta/connections'
import { reasonText } from './advice'
import { syncTemplates } from './api'
import { DraftsSection } from './drafts-section'
import { bodyLine, directionOf, htmlLanguage } from './filling'
import { FilterMenus } from './filter-menus'
import { refreshTemplates, templateFilters, useTemplates, useUses } from './model'
import { QualityChip } from './quality'
import { categoryName, StatusChip } from './status'
import { SyncLine } from './sync-line'
import { TemplateName } from './template-name'
import './templates.css'

export function TemplatesPage() {
  const templates = useTemplates()
  const connections = useConnections()
  const isUnconnected = connections.data && present(connections.data.items).length === 0
  const session = useSession()
  const mayWrite = canSend(session) && !isUnconnected
  return (
    <Page
      title={m.templates_title()}
      actions={mayWrite && <SyncButton />}
      primary={
        mayWrite ? { label: m.templates_new(), icon: Plus, href: '/templates/new' } : undefined
      }
    >
      {isUnconnected && !session.account.hasSamples ? (
        <ConnectFirst />
      ) : (
        <>
          {!isUnconnected && (
            <div class="row sync-row">
              <SyncLine />
              {mayWrite && (
                <a class="sm" href="/templates/library">
                  {m.templates_library()}
                </a>
              )}
            </div>
          )}
          <div class="toolrow">
            <SearchField
              label={m.templates_search()}
              value={templateFilters.value.value.q}
              onSearch={(q) => templateFilters.set({ q, after: '' })}
            />
            <FilterMenus />
          </div>
          <IgnoredNotice ignored={templateFilters.ignored} />
          {mayWrite && <DraftsSection />}
          <Loaded query={templates} skeleton={<Skeleton shape="cards" />}>
            {(list) => <TemplateList list={list} />}
          </Loaded>
        </>
      )}
    </Page>
  )
}

function SyncButton() {
  const sync = useAction<null>(async () => {
    await syncTemplates()
    await refreshTemplates()
  })
  const press = async () => {
    const isDone = await sync.run(null)
    const error = sync.error.peek()
    if (!isDone && error) tellFailure(error)
  }
  return (
    <Button icon={RefreshCw} isBusy={sync.isBusy.value} onClick={() => void press()}>
      {m.templates_sync()}
    </Button>
  )
}

const ConnectFirst = () => (
  <EmptyState
    icon={LayoutTemplate}
    title={m.templates_connect_first()}
    actions={
      <>
        <LinkButton variant="primary" href="/onboarding">
          {m.connect_title()}
        </LinkButton>
        {canSend(useSession()) && <SampleButton thenTo="/templates" />}
      </>
    }
  />
)

const NO_FILTERS = { q: '', status: '', lang: '', category: '', after: '' }

function TemplateList({ list }: { list: List<TemplateView> }) {
  const filters = templateFilters.value.value
  const { data: uses } = useUses()
  const isFiltered = Object.values(filters).some((value) => value !== '')
  if (list.items.length === 0 && isFiltered) {
    return <NoResults onClear={() => templateFilters.set(NO_FILTERS, { push: true })} />
  }
  if (list.items.length === 0) {
    return (
      <EmptyState
        icon={LayoutTemplate}
        title={m.templates_empty()}
        actions={
          <LinkButton variant="primary" href="/templates/library">
            {m.templates_library()}
          </LinkButton>
        }
      >
        {m.templates_empty_text()}
      </EmptyState>
    )
  }
  return (
    <div class="stack tight">
      <ul class="template-cards">
        {list.items.map((template) => (
          <TemplateCard
            key={template.id}
            template={template}
            use={uses?.items.find(({ templateId }) => templateId === template.id) ?? null}
          />
        ))}
      </ul>
      {(list.next || filters.after) && (
        <ListFoot
          nextHref={list.next ? templateFilters.href({ after: list.next }) : null}
          firstHref={filters.after ? templateFilters.href({ after: '' }) : null}
        >
          {m.templates_shown({ count: list.items.length })}
        </ListFoot>
      )}
    </div>
  )
}

type CardProps = { template: TemplateView; use: TemplateUse | null }

const TemplateCard = ({ template, use }: CardProps) => (
  <li class="panel template-card">
    <header>
      <a href={`/templates/${template.id}`}>
        <TemplateName name={template.name} />
      </a>
      {isSampleId(template.id) ? <SampleBadge /> : <StatusChip status={template.status} />}
    </header>
    <p class="text" lang={htmlLanguage(template.language)} dir={directionOf(template.language)}>
      {bodyLine(template)}
    </p>
    {template.status === 'REJECTED' && template.rejectedReason && (
      <p class="sm t-danger">{reasonText(template.rejectedReason)}</p>
    )}
    <footer>
      <span>{formatLanguage(template.language)}</span>
      <span aria-hidden="true">·</span>
      <span>{categoryName(template.category)}</span>
      {template.quality && template.quality !== 'UNKNOWN' && (
        <QualityChip quality={template.quality} />
      )}
      {use && (
        <span class="end">
          {rich(m.templates_card_use, {
            when: <Time at={use.lastUsedAt} />,
            share: use.delivered === 0 ? '–' : formatPercent(use.read / use.delivered, 0),
          })}
        </span>
      )}
    </footer>
  </li>
)
