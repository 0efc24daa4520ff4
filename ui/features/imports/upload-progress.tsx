import { WifiOff } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import {
  IMPORT_MAX_BYTES,
  IMPORT_MAX_COLUMNS,
  WORKBOOK_MAX_BYTES,
  WORKBOOK_MAX_ROWS,
} from '../../../worker/contract/imports'
import { Progress } from '../../components/bar'
import { Name } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { ErrorState } from '../../components/states'
import { formatBytes, formatNumber, formatPercent } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import './imports.css'
import type { Refusal } from './reading'
import type { Upload } from './uploading'

/** A file on its way: being read, sent, or looked at by the server. */
export function UploadProgress({
  upload,
  actions,
}: {
  upload: Upload
  actions?: ComponentChildren
}) {
  const { phase, done, total, fileName, isWaiting } = upload
  const share = total > 0 ? done / total : 0
  return (
    <section class="panel pad stack close" aria-label={m.imports_step_source()}>
      <div class="row">
        <h2 class="grow">{rich(titleOf(phase), { file: <Name value={fileName} /> })}</h2>
        {actions}
      </div>
      <Progress value={done} max={total} label={titleOf(phase)({ file: fileName })} size="big" />
      <p class="sm muted row">
        <span class="num">{formatPercent(share, 0)}</span>
        <span class="num">
          {m.imports_sent_bytes({ done: formatBytes(done), total: formatBytes(total) })}
        </span>
      </p>
      {isWaiting && (
        <Banner icon={WifiOff} isInset>
          {m.imports_waiting()}
        </Banner>
      )}
    </section>
  )
}

const titleOf = (phase: Upload['phase']) =>
  phase === 'reading'
    ? m.imports_reading
    : phase === 'finishing'
      ? () => m.imports_finishing()
      : m.imports_sending

/** Why a file was not taken, and that nothing happened. */
export function RefusedFile({ upload, wanted }: { upload: Upload; wanted?: string }) {
  if (upload.error) {
    return <ErrorState error={upload.error} notDone={m.imports_refused_not_done()} />
  }
  return (
    <Banner tone="danger" isInset>
      <bdi>{upload.fileName}</bdi>:{' '}
      {upload.refusal && describeRefusal(upload.refusal, upload, wanted ?? '')}{' '}
      {m.imports_refused_not_done()}
    </Banner>
  )
}

function describeRefusal(refusal: Refusal, { total }: Upload, wanted: string): ComponentChildren {
  switch (refusal) {
    case 'empty':
      return m.imports_refused_empty()
    case 'too_large':
      return m.imports_refused_too_large({
        size: formatBytes(total),
        most: formatBytes(IMPORT_MAX_BYTES),
      })
    case 'old_workbook':
      return m.imports_refused_old_workbook()
    case 'protected':
      return m.imports_refused_protected()
    case 'broken':
      return m.imports_refused_broken()
    case 'swollen':
      return m.imports_refused_swollen()
    case 'unsafe':
      return m.imports_refused_unsafe()
    case 'not_workbook':
      return m.imports_refused_not_workbook()
    case 'workbook_too_large':
      return m.imports_refused_workbook_too_large({
        size: formatBytes(total),
        most: formatBytes(WORKBOOK_MAX_BYTES),
      })
    case 'workbook_too_many_rows':
      return m.imports_refused_workbook_rows({ most: formatNumber(WORKBOOK_MAX_ROWS) })
    case 'workbook_too_many_columns':
      return m.imports_refused_workbook_columns({ most: formatNumber(IMPORT_MAX_COLUMNS) })
    case 'workbook_empty':
      return m.imports_refused_workbook_empty()
    case 'no_cards':
      return m.imports_refused_no_cards()
    case 'picture':
      return m.imports_refused_picture()
    case 'binary':
      return m.imports_refused_binary()
    case 'unreadable':
      return m.imports_refused_unreadable()
    case 'other_file':
      return rich(m.imports_refused_other_file, { file: <bdi>{wanted}</bdi> })
  }
}
