import { Download } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import * as v from 'valibot'
import { type ImportView, ROW_KINDS, type RowKind } from '../../../worker/contract/imports'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Name } from '../../components/isolate'
import { ListFoot } from '../../components/list-foot'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { problemsFile, startImport } from './api'
import { FixTable } from './fix-table'
import './imports.css'
import './check.css'
import { keepImport, useProblems } from './model'

const place = urlState(
  v.object({
    kind: v.optional(v.picklist(['', ...ROW_KINDS]), ''),
    after: v.optional(v.pipe(v.string(), v.maxLength(20)), ''),
  }),
)

/** What the import would do, row by row where something is to be seen or to be corrected. */
export function CheckStep({ view }: { view: ImportView }) {
  // Chosen once: correcting the last row of a kind must not take the rows away.
  const first = useMemo(() => firstKind(view), [view.id])
  const kind = place.value.value.kind || first
  return (
    <>
      <div class="stack tight">
        <Summary view={view} />
        <Counts view={view} kind={kind} />
        <Rows view={view} kind={kind} />
      </div>
      <Dock view={view} />
    </>
  )
}

function firstKind({ counts }: ImportView): RowKind {
  if (counts.invalid > 0) return 'invalid'
  if (counts.blank > 0) return 'blank'
  return counts.duplicates > 0 ? 'duplicate' : 'ready'
}

const takenIn = ({ counts }: ImportView) => counts.created + counts.updated + counts.unchanged
const toFixIn = ({ counts }: ImportView) => counts.invalid + counts.blank

function Summary({ view }: { view: ImportView }) {
  const toFix = toFixIn(view)
  return (
    <div class="sum-line">
      <h2>
        {toFix === 0
          ? m.imports_check_ready({ count: takenIn(view) })
          : m.imports_check_title({
              ready: m.imports_check_ready({ count: takenIn(view) }),
              bad: m.imports_check_bad({ count: toFix }),
            })}
      </h2>
      <p class="muted md">
        {rich(m.imports_check_text, {
          file: <Name value={view.fileName} />,
          rows: m.imports_rows({ count: view.counts.rows }),
        })}
      </p>
    </div>
  )
}

function Counts({ view, kind }: { view: ImportView; kind: RowKind }) {
  const { counts } = view
  const parts: { kind: RowKind; count: number; label: string; tone?: string }[] = [
    { kind: 'ready', count: counts.created, label: m.imports_check_new(), tone: 'ok' },
    {
      kind: 'invalid',
      count: counts.invalid,
      label: m.imports_count_invalid(),
      tone: counts.invalid > 0 ? 'bad' : '',
    },
    { kind: 'blank', count: counts.blank, label: m.imports_count_blank() },
    { kind: 'duplicate', count: counts.duplicates, label: m.imports_count_duplicates() },
    {
      kind: 'already_here',
      count: counts.updated + counts.unchanged,
      label: m.imports_check_here({ count: counts.updated }),
    },
    { kind: 'opted_out', count: counts.optedOut, label: m.imports_check_opted_out() },
    ...(counts.zeroRestored > 0
      ? [
          {
            kind: 'zero_restored' as const,
            count: counts.zeroRestored,
            label: m.imports_check_zero(),
          },
        ]
      : []),
  ]
  return (
    <nav class="check-counts panel" aria-label={m.imports_check_filter()}>
      {parts.map((part) => (
        <a
          key={part.kind}
          href={place.href({ kind: part.kind, after: '' })}
          class={part.tone ?? ''}
          aria-current={part.kind === kind ? 'true' : undefined}
        >
          <b class="num">{formatNumber(part.count)}</b>
          <span>{part.label}</span>
        </a>
      ))}
    </nav>
  )
}

const TITLES: Record<RowKind, () => string> = {
  ready: m.imports_check_new,
  invalid: m.imports_count_invalid,
  blank: m.imports_count_blank,
  duplicate: m.imports_count_duplicates,
  already_here: m.imports_check_here_title,
  opted_out: m.imports_check_opted_out,
  zero_restored: m.imports_check_zero,
}
const EDITABLE: RowKind[] = ['invalid', 'blank', 'duplicate']

function Rows({ view, kind }: { view: ImportView; kind: RowKind }) {
  const { after } = place.value.value
  const problems = useProblems(view.id, kind, after)
  const isEditable = EDITABLE.includes(kind)
  return (
    <Section
      title={TITLES[kind]()}
      aside={
        isEditable && (
          <LinkButton
            variant="quiet"
            size="slim"
            icon={Download}
            href={problemsFile(view.id, kind)}
            download
          >
            {m.imports_problems_download()}
          </LinkButton>
        )
      }
    >
      <p class="sm muted">
        {isEditable ? (
          <>
            {m.imports_check_edit()} <kbd class="kbd">Enter</kbd> {m.imports_check_enter()}
          </>
        ) : (
          m.imports_check_first()
        )}
      </p>
      <div class="panel">
        <Loaded query={problems} skeleton={<Skeleton shape="rows" />}>
          {({ items, next }) =>
            items.length === 0 ? (
              <p class="pad muted md">{m.imports_check_none()}</p>
            ) : (
              <>
                <FixTable
                  caption={TITLES[kind]()}
                  view={view}
                  kind={kind}
                  after={after}
                  rows={items}
                  isEditable={isEditable}
                />
                {(next || after) && (
                  <ListFoot
                    nextHref={next ? place.href({ after: next }) : null}
                    firstHref={after ? place.href({ after: '' }) : null}
                  >
                    {m.imports_rows({ count: items.length })}
                  </ListFoot>
                )}
              </>
            )
          }
        </Loaded>
      </div>
    </Section>
  )
}

function Dock({ view }: { view: ImportView }) {
  const start = useAction<null>(async (_, key) => keepImport(await startImport(view.id, key)))
  const { counts } = view
  return (
    <div class="dock import-dock">
      {start.error.value && (
        <div class="errors" role="alert">
          <p>{describeFailure(start.error.value)}</p>
        </div>
      )}
      <Button onClick={() => navigate(`/contacts/import/${view.id}?step=match`)}>
        {m.imports_back()}
      </Button>
      <p class="grow sm muted not-phone">{m.imports_kept()}</p>
      <Button
        variant="primary"
        isBusy={start.isBusy.value}
        isDisabled={takenIn(view) === 0}
        onClick={() => void start.run(null)}
      >
        {counts.updated > 0
          ? m.imports_start_both({ created: counts.created, updated: counts.updated })
          : m.imports_start_count({ count: counts.created })}
      </Button>
    </div>
  )
}
