import { CircleX, Megaphone, Users } from 'lucide-preact'
import type { ImportView } from '../../../worker/contract/imports'
import { LinkButton } from '../../components/button'
import { Name } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useTags } from '../contacts/model'
import { ImportCounts } from './import-counts'
import { Problems } from './problems'
import { UndoImport } from './undo-import'

/** What became of the file: figures that add up, what to do next, and the rows that need a hand. */
export function ResultStep({ view }: { view: ImportView }) {
  const { counts } = view
  const hasProblems = counts.duplicates + counts.invalid + counts.blank > 0
  return (
    <div class="stack">
      <Outcome view={view} />
      {counts.rows > 0 && <ImportCounts counts={counts} />}
      <NextSteps view={view} />
      {view.undoUntil !== null && <UndoImport view={view} until={view.undoUntil} />}
      {hasProblems && <Problems importId={view.id} />}
    </div>
  )
}

function Outcome({ view }: { view: ImportView }) {
  const { counts, state, problem } = view
  if (state === 'failed') {
    return (
      <div class="stack close">
        <h2>{m.imports_failed_title()}</h2>
        <Banner tone="danger" icon={CircleX} isInset>
          <Name value={view.fileName} />: {problem}
        </Banner>
        <p class="md">
          {counts.rows === 0
            ? m.imports_failed_nothing()
            : m.imports_failed_after({ count: counts.rows })}
        </p>
      </div>
    )
  }
  if (state === 'undone') return <Undone view={view} />
  const people = counts.created + counts.updated + counts.unchanged
  return (
    <div class="sum-line">
      <h2>
        {state === 'cancelled'
          ? m.imports_cancelled_title()
          : m.imports_done_title({ count: people })}
      </h2>
      <p class="muted md">
        {rich(m.imports_done_text, {
          file: <Name value={view.fileName} />,
          rows: m.imports_rows({ count: counts.rows }),
        })}{' '}
        {state === 'cancelled' && m.imports_cancelled_text()}
      </p>
    </div>
  )
}

function NextSteps({ view }: { view: ImportView }) {
  const { counts, settings } = view
  const { data: tags } = useTags()
  const tag = tags?.items.find(({ name }) => name === settings?.tag)
  const query = tag ? `?tag=${tag.id}` : ''
  const hasPeople =
    view.state !== 'undone' && counts.created + counts.updated + counts.unchanged > 0
  return (
    <div class="row">
      {hasPeople && (
        <>
          <LinkButton variant="primary" icon={Users} href={`/contacts${query}`}>
            {tag ? m.imports_see_contacts() : m.imports_see_all()}
          </LinkButton>
          <LinkButton icon={Megaphone} isIconDirectional href={`/broadcasts/new${query}`}>
            {m.imports_write()}
          </LinkButton>
        </>
      )}
      <LinkButton variant={hasPeople ? 'quiet' : 'primary'} href="/contacts/import">
        {m.imports_again()}
      </LinkButton>
    </div>
  )
}

function Undone({ view }: { view: ImportView }) {
  const { removed = 0, restored = 0, kept = 0 } = view.undone ?? {}
  return (
    <div class="sum-line">
      <h2>{m.imports_undone_title()}</h2>
      <p class="muted md">
        {rich(m.imports_undone_text, { file: <Name value={view.fileName} /> })}{' '}
        {m.imports_undone_counts({
          removed: formatNumber(removed),
          restored: formatNumber(restored),
        })}{' '}
        {kept > 0 && m.imports_undone_kept({ count: kept })}
      </p>
    </div>
  )
}
