import { Download } from 'lucide-preact'
import * as v from 'valibot'
import type { ImportProblemView } from '../../../worker/contract/imports'
import { LinkButton } from '../../components/button'
import { ListFoot } from '../../components/list-foot'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { Table } from '../../components/table'
import { formatNumber } from '../../lib/format'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { problemsFile } from './api'
import { useProblems } from './model'

const place = urlState(v.object({ after: v.optional(v.pipe(v.string(), v.maxLength(300)), '') }))

/** The rows that were not taken, each with its reason, to look at and to download. */
export function Problems({ importId }: { importId: string }) {
  const { after } = place.value.value
  const problems = useProblems(importId, '', after)
  return (
    <Section
      title={m.imports_problems()}
      aside={
        <LinkButton
          variant="quiet"
          size="slim"
          icon={Download}
          href={problemsFile(importId)}
          download
        >
          {m.imports_problems_download()}
        </LinkButton>
      }
    >
      <p class="sm muted">{m.imports_problems_text()}</p>
      <div class="panel">
        <Loaded query={problems} skeleton={<Skeleton shape="rows" />}>
          {({ items, next }) => (
            <>
              <ProblemsTable problems={items} />
              {(next || after) && (
                <ListFoot
                  nextHref={next ? place.href({ after: next }) : null}
                  firstHref={after ? place.href({ after: '' }) : null}
                >
                  {m.imports_rows({ count: items.length })}
                </ListFoot>
              )}
            </>
          )}
        </Loaded>
      </div>
    </Section>
  )
}

const ProblemsTable = ({ problems }: { problems: ImportProblemView[] }) => (
  <Table
    caption={m.imports_problems()}
    rows={problems}
    rowKey={({ row }) => String(row)}
    columns={[
      { key: 'row', header: m.imports_row(), cell: ({ row }) => formatNumber(row) },
      { key: 'why', header: m.imports_reason(), isRowHeader: true, cell: ({ text }) => text },
      { key: 'cells', header: m.imports_cells(), cell: ({ cells }) => <Cells cells={cells} /> },
    ]}
    card={({ row, text, cells }) => (
      <div>
        <b>{text}</b>
        <span class="sm muted">
          {m.imports_row()} {formatNumber(row)}
        </span>
        <Cells cells={cells} />
      </div>
    )}
  />
)

/** As they stand in the file, each isolated: rows mix names, numbers and dates of both directions. */
const Cells = ({ cells }: { cells: string[] }) => (
  <span class="sm file-cells">
    {cells.map((cell, index) => (
      // Cells have no other name than their place.
      <span key={index}>
        <bdi>{cell || '–'}</bdi>
      </span>
    ))}
  </span>
)
