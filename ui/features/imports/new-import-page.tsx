import type { ImportView } from '../../../worker/contract/imports'
import { IMPORT_MAX_BYTES, IMPORT_MAX_ROWS } from '../../../worker/contract/imports'
import { Name, Time } from '../../components/isolate'
import { Banner, Section } from '../../components/page-parts'
import { formatBytes, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { DropZone } from './drop-zone'
import { ImportFrame } from './import-frame'
import { useImports } from './model'
import { PasteBox } from './paste-box'
import { SourcePreview } from './source-preview'
import { ImportStateChip } from './state'
import { RefusedFile, UploadProgress } from './upload-progress'
import { openFile, upload } from './uploading'

export function NewImportPage() {
  const mayImport = canSend(useSession())
  return (
    <ImportFrame step="source">
      {mayImport ? <Source /> : <Banner isInset>{m.imports_not_allowed()}</Banner>}
    </ImportFrame>
  )
}

function Source() {
  const mine = upload.value?.importId === null ? upload.value : null
  const start = (file: File) => void openFile(file)
  if (mine?.phase === 'preview' && mine.source) {
    return <SourcePreview fileName={mine.fileName} source={mine.source} />
  }
  if (mine && mine.phase !== 'refused' && mine.phase !== 'failed') {
    return <UploadProgress upload={mine} />
  }
  return (
    <div class="stack">
      {mine && <RefusedFile upload={mine} />}
      <DropZone
        title={m.imports_drop_title()}
        buttonLabel={mine ? m.imports_choose_other() : m.imports_choose_file()}
        onFile={start}
      >
        <p>
          {m.imports_drop_text({
            size: formatBytes(IMPORT_MAX_BYTES),
            rows: formatNumber(IMPORT_MAX_ROWS),
          })}
        </p>
        <p>{m.imports_first_row()}</p>
        <p>
          <a
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE())}`}
            download="sample.csv"
          >
            {m.imports_sample()}
          </a>
        </p>
      </DropZone>
      <PasteBox onText={start} />
      <RecentImports />
    </div>
  )
}

/** With its mark, so that Excel shows Hebrew names right. */
const SAMPLE = () => `\ufeff${m.imports_sample_head()}\r\n${m.imports_sample_row()}\r\n`

function RecentImports() {
  const { data } = useImports()
  if (!data || data.items.length === 0) return null
  return (
    <Section title={m.imports_recent()}>
      <ul class="panel cards">
        {data.items.map((one) => (
          <RecentImport key={one.id} view={one} />
        ))}
      </ul>
    </Section>
  )
}

const RecentImport = ({ view }: { view: ImportView }) => (
  <li>
    <div>
      <a class="plain" href={`/contacts/import/${view.id}`}>
        <b>
          <Name value={view.fileName} />
        </b>
      </a>
      <span class="sm muted">
        {view.counts.rows > 0 && `${m.imports_rows({ count: view.counts.rows })} · `}
        <Time at={view.createdAt} />
      </span>
    </div>
    <div class="e">
      <ImportStateChip state={view.state} />
    </div>
  </li>
)
