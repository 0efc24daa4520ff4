import { PencilLine } from 'lucide-preact'
import { Chip } from '../../components/chip'
import { Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { formatLanguage, formatList } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { useDrafts } from './model'
import { categoryName } from './status'
import { TemplateName } from './template-name'

/** What is being written and has not gone to Meta. */
export function DraftsSection() {
  const { data } = useDrafts()
  if (!data || data.items.length === 0) return null
  return (
    <div class="drafts">
      <Section title={m.templates_drafts()}>
        <ul class="template-cards">
          {data.items.map((draft) => (
            <li key={draft.id} class="panel template-card">
              <header>
                <a href={`/templates/drafts/${draft.id}`}>
                  {draft.name ? <TemplateName name={draft.name} /> : m.templates_draft_unnamed()}
                </a>
                {Object.keys(draft.refusals).length > 0 ? (
                  <Chip icon={PencilLine} tone="danger">
                    {m.templates_draft_refused()}
                  </Chip>
                ) : (
                  <Chip icon={PencilLine}>{m.templates_draft()}</Chip>
                )}
              </header>
              <footer>
                <span>
                  {formatList(draft.versions.map(({ language }) => formatLanguage(language)))}
                </span>
                <span aria-hidden="true">·</span>
                <span>{categoryName(draft.category)}</span>
                <span class="end">
                  <Time at={draft.updatedAt} />
                </span>
              </footer>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  )
}
